"""Cold starts: what the API's function loads and builds before its first answer."""

import json
from functools import cache

from bench.children import best, run
from bench.registry import figure
from chalicelib.web.mount import LIST

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
    names = run(f"{APP}{more}\nresult = [name for name, module in sys.modules.items() if module]")
    assert isinstance(names, list)
    return frozenset(map(str, names))


def asking(line: str) -> str:
    """Return what loads the module of this route."""
    where = next(where for where, lines in json.loads(LIST.read_text()).items() if line in lines)
    module, _, name = where.partition(":")
    return f"from {module} import {name}\n"


@figure("cold start over boto3's", most=1.3, unit="x CPU")
def cold_start() -> float:
    """Compare the app, and the table's client built, with boto3 and its client; the goal is 1.0."""
    app, boto3 = best((APP, BOTO3), rounds=_ROUNDS)
    return app / boto3


@figure("the same with the routes of tickets", most=1.7, unit="x CPU")
def cold_start_with_tickets() -> float:
    """Compare what a function has loaded that answers its first request, a list of tickets."""
    app, boto3 = best((APP + asking(TICKETS), BOTO3), rounds=_ROUNDS)
    return app / boto3


@figure("modules that the API must not load", most=0, unit="modules")
def unwanted_modules() -> float:
    """Count what only workers need, or who meets a provider: parsers, senders, models, SDKs."""
    return len(loaded(EVERY) & set(UNWANTED))


@figure("modules that the API loads to start", most=500, unit="modules")
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
