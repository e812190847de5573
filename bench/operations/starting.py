"""Cold starts: what the API's function loads and builds before its first answer, as packaged."""

import json
from functools import cache

from bench.children import Piece, best, libraries, package, run
from bench.registry import figure
from chalicelib.web.mount import LIST
from infra.archive import size
from infra.bytecode import not_compiled

BOTO3 = 'import boto3; boto3.client("dynamodb", region_name="eu-west-1")'
APP = """
import app
from chalicelib import wiring
from chalicelib.table import row
wiring.ports()
row.connection().client
"""
UNWANTED = (
    "boto3", "pydantic", "requests", "aws_xray_sdk", "lxml", "nh3", "quotequail", "phonenumbers",
    "chalicelib.channels.email.parse", "chalicelib.channels.email.compose",
    "chalicelib.channels.sms.twilio", "chalicelib.channels.sms.twilio_api",
    "chalicelib.channels.sms.aws", "chalicelib.channels.sms.aws_api", "chalicelib.aws.texts",
    "chalicelib.channels.whatsapp.parse", "chalicelib.channels.whatsapp.send",
    "chalicelib.channels.instagram.parse", "chalicelib.channels.instagram.send",
    "chalicelib.marketing.platform.klaviyo", "chalicelib.marketing.platform.inbound",
    "chalicelib.commerce.shopify.graphql", "chalicelib.commerce.shopify.inbound",
    "chalicelib.commerce.shopify.orders", "chalicelib.commerce.shopify.parse",
    "chalicelib.commerce.shopify.privacy", "chalicelib.commerce.shopify.tokens",
    "chalicelib.commerce.shopify.webhooks",
    "chalicelib.jobs", "chalicelib.messaging.inbound", "chalicelib.messaging.receive",
    "chalicelib.messaging.settle", "chalicelib.messaging.media", "chalicelib.messaging.deliver",
    "chalicelib.routing.sorting", "chalicelib.routing.text",
    "chalicelib.customers.predictions.fit", "chalicelib.customers.predictions.likelihood",
)  # fmt: skip
TICKETS = "GET /v1/tickets"
"""What the console asks for first."""
EVERY = """
from chalicelib.web.mount import mounts
for each in mounts:
    each.routes
"""
_ROUNDS = 15


@cache
def loaded(more: str = "") -> frozenset[str]:
    """Return the modules that the API's function has after its start, and this."""
    names = run(
        f"{APP}{more}\nresult = [name for name, module in sys.modules.items() if module]", package()
    )
    assert isinstance(names, list)
    return frozenset(map(str, names))


def asking(line: str) -> str:
    """Return what loads the module of this route."""
    where = next(where for where, lines in json.loads(LIST.read_text()).items() if line in lines)
    module, _, name = where.partition(":")
    return f"from {module} import {name}\n"


@figure("cold start over boto3's", most=1.0, unit="x CPU")
def cold_start() -> float:
    """Compare the app, and the table's client built, with boto3 and its client."""
    return _over_boto3(APP)


@figure("the same with the routes of tickets", most=1.2, unit="x CPU")
def cold_start_with_tickets() -> float:
    """Compare what a function has loaded that answers its first request, a list of tickets."""
    return _over_boto3(APP + asking(TICKETS))


def _over_boto3(code: str) -> float:
    ours, boto3 = best((Piece(code, package()), Piece(BOTO3, libraries())), rounds=_ROUNDS)
    return ours / boto3


@figure("the package, unzipped", most=15, unit="MB")
def unzipped() -> float:
    """Add up what travels, with this machine's wheels."""
    return size(package()) / 1_000_000


@figure("modules that a function would compile", most=0, unit="modules")
def uncompiled() -> float:
    """Count what travels as source, or compiled so that Python looks for its source."""
    return len(not_compiled(package()))


@figure("methods of dataclasses that a function would compile", most=0, unit="methods")
def uncompiled_methods() -> float:
    """Count what is compiled as a text while everything that the API has is loaded."""
    return float(str(run(f"{_HEARD}{APP}{EVERY}result = len(heard)", package())))


_HEARD = """
heard = []
def hear(event, told):
    if event == "compile" and "__create_fn__(" in str(told[0])[:20]:
        heard.append(told)
sys.addaudithook(hear)
"""


@figure("modules that the API must not load", most=0, unit="modules")
def unwanted_modules() -> float:
    """Count what only workers need, or who meets a provider: parsers, senders, models, SDKs."""
    return len(loaded(EVERY) & set(UNWANTED))


@figure("modules that the API loads to start", most=460, unit="modules")
def modules() -> float:
    """Count all."""
    return len(loaded())


@figure("clients built before the first answer", most=1, unit="clients")
def clients() -> float:
    """Count what botocore is asked to build until a request was refused by the table's word."""
    return float(str(run(_CLIENTS)))


_CLIENTS = """
from botocore.session import Session
built = []
create = Session.create_client
def counted(self, name, *args, **more):
    built.append(name)
    return create(self, name, *args, **more)
Session.create_client = counted
from botocore.awsrequest import AWSResponse
from botocore.handlers import BUILTIN_HANDLERS
from io import BytesIO
class Raw(BytesIO):
    def stream(self, **_):
        return [self.read()]
nothing = b'{"Responses": {"table": []}, "UnprocessedKeys": {}}'
def answer(request, **_):
    return AWSResponse(request.url, 200, {}, Raw(nothing))
BUILTIN_HANDLERS.append(("before-send", answer))
from bench.api import Api, handler
from chalice.local import LambdaContext
token = "dhk_" + "_".join(["0" * 26, "0" * 26, "0" * 64])
event = Api(token=token).event("GET", "/v1/tickets")
status = handler()(event, LambdaContext("app", 128))["statusCode"]
assert status == 401 and "dynamodb" in built, (status, built)
result = len(built)
"""
