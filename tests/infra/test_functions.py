"""What travels is enough: the packaged functions do their work without anything else."""

import json
from typing import Any

import pytest

from bench.api import Api
from chalicelib import settings, wiring
from chalicelib.aws.session import SERVICES
from dev.pumps.schedule import event as minute
from infra.archive import size
from tests.accounts.shop import DeskOf, open_shop
from tests.infra.endpoint import aws_at_an_address
from tests.infra.functions import Functions

# One worker takes all, so that the package is built once.
pytestmark = pytest.mark.xdist_group("packaging")

MAIL = b"From: Ann <ann@mail.example>\r\nTo: %b\r\nSubject: A broken mug\r\n\r\nIt came so.\r\n"
VERDICTS = ("spam", "virus", "spf", "dkim", "dmarc")
_BUILD = """
from chalicelib.aws.clients import Clients
clients = Clients("eu-west-1")
result = [clients.get(name).meta.service_model.service_name for name in %r]
"""
_EVERYTHING = """
import importlib, pkgutil
import app, chalicelib
found = [each.name for each in pkgutil.walk_packages(chalicelib.__path__, "chalicelib.")]
for name in found:
    importlib.import_module(name)
result = len(found)
"""
_PLACES = """
import zoneinfo
zoneinfo.reset_tzpath(to=[])
result = [str(zoneinfo.ZoneInfo("America/Sao_Paulo")), len(zoneinfo.available_timezones())]
"""


def mail_event(bucket: str, key: str, address: str) -> dict[str, Any]:
    """Return what SES's notice of a mail looks like to the queue's function."""
    passed = {f"{name}Verdict": {"status": "PASS"} for name in VERDICTS}
    action = {"type": "S3", "bucketName": bucket, "objectKey": key}
    mail = {"messageId": "mail-1", "source": "ann@mail.example", "headers": []}
    receipt = {"recipients": [address], "action": action, **passed}
    body = {"notificationType": "Received", "mail": mail, "receipt": receipt}
    return {"Records": [{"messageId": "1", "body": json.dumps(body)}]}


@pytest.mark.usefixtures("alone")
def test_a_mail_becomes_a_ticket_that_the_api_shows_and_the_sweep_looks_for(
    functions: Functions, table: settings.Settings, ports: wiring.Ports, desk_of: DeskOf
) -> None:
    shop = open_shop(desk_of)
    address = f"{shop.account.slug}@{ports.place.mail_domain}"
    ports.raw_mail.put("raw/1", MAIL % address.encode(), content_type="message/rfc822")
    listing = Api(token=shop.key(shop.owner)).event("GET", "/v1/tickets", status="open")

    with aws_at_an_address() as url:
        own = Functions(functions.tree, {**functions.environment, **_where(table, url)})
        read, listed, swept = own.call(
            ("receive_mail", mail_event(ports.mail_bucket, "raw/1", address)),
            ("app", listing),
            ("sweep", minute("sweep", ports.clock())),
        )

    assert (read, swept) == ({"batchItemFailures": []}, None)
    assert listed["statusCode"] == 200
    assert [each["subject"] for each in json.loads(listed["body"])["data"]] == ["A broken mug"]


def _where(table: settings.Settings, url: str) -> dict[str, str]:
    queues = {f"DESKHAND_{name.upper()}_QUEUE": at for name, at in table.queues.items()}
    return {**queues, "AWS_ENDPOINT_URL": url}


def test_every_module_can_be_loaded(functions: Functions) -> None:
    assert functions.run(_EVERYTHING) > 300


def test_a_client_can_be_built_for_each_service(functions: Functions) -> None:
    assert functions.run(_BUILD % (SERVICES,)) == list(SERVICES)


def test_a_client_describes_nothing(functions: Functions) -> None:
    code = f"{_BUILD % (('sqs',),)}\nresult = clients.get('sqs').send_message.__doc__"

    assert functions.run(code) == ""


def test_time_zones_do_not_depend_on_the_machine(functions: Functions) -> None:
    name, count = functions.run(_PLACES)

    assert name == "America/Sao_Paulo"
    assert count > 500


def test_it_is_small(functions: Functions) -> None:
    assert size(functions.tree) < 15_000_000
