"""The stand-ins of Zendesk and Gorgias: what they are told and show is what both publish."""

import base64
import json
from typing import Any

import pytest

from chalicelib.channels.model import Kind
from chalicelib.core.errors import Uncertain
from chalicelib.customer_agent.helpdesks import outside
from chalicelib.customer_agent.helpdesks.model import Helpdesk
from dev.providers.exchange import Place, Request
from dev.providers.gorgias import Gorgias
from dev.providers.helpdesks import Helpdesks
from dev.providers.phones import Phones
from dev.providers.zendesk import Zendesk
from tests.accounts.conftest import shop, whole
from tests.accounts.shop import Shop
from tests.customer_agent.helpdesks.conftest import both, connected, manage
from tests.customer_agent.helpdesks.world import SITE, Elsewhere, a_line, a_story, a_ticket
from tests.kit.http_world import World

__all__ = ["both", "connected", "manage", "shop", "whole"]

# Names as both publish them, of what may be written and of what is shown.
ZENDESK_TICKET = {
    "subject", "external_id", "tags", "comment", "requester", "requester_id", "submitter_id",
    "safe_update", "updated_stamp",
}  # fmt: skip
ZENDESK_COMMENT = {"body", "public", "author_id"}
ZENDESK_USER = {"name", "email", "phone", "external_id"}
ZENDESK_SHOWN = {
    "id", "url", "external_id", "subject", "description", "status", "requester_id", "tags",
    "created_at", "updated_at",
}  # fmt: skip
ZENDESK_SAID = {"id", "type", "author_id", "body", "plain_body", "public", "created_at", "via"}
GORGIAS_TICKET = {
    "channel", "via", "from_agent", "external_id", "subject", "customer", "tags", "messages",
}  # fmt: skip
GORGIAS_MESSAGE = {
    "channel", "via", "from_agent", "public", "sender", "body_text", "subject", "external_id",
    "source", "created_datetime",
}  # fmt: skip
GORGIAS_CUSTOMER = {"name", "external_id", "channels"}


@pytest.fixture(params=[Zendesk, Gorgias])
def stand_in(request: pytest.FixtureRequest, world: World) -> Helpdesks:
    """Return one, then the other."""
    return request.param(Place(phones=Phones(), clock=world.clock, base_url="http://localhost"))


def ask(
    stand_in: Helpdesks,
    method: str,
    path: str,
    body: object = None,
    *,
    who: str = "",
    site: str = "",
) -> tuple[int, Any]:
    known = "o@f.example" if stand_in.provider == "gorgias" else "o@f.example/token"
    pair = base64.b64encode(f"{who or known}:0123456789abcdef".encode()).decode()
    headers = {"authorization": f"Basic {pair}", "content-type": "application/json"}
    url = f"https://{site or SITE}.{stand_in.provider}.com{path}"
    raw = json.dumps(body or {}).encode()
    reply = stand_in.answer(Request(method=method, url=url, headers=headers, body=raw))
    return reply.status, json.loads(reply.body)


@pytest.mark.parametrize("channel", [Kind.webchat, Kind.sms])
def test_zendesk_is_told_nothing_that_it_does_not_take(
    shop: Shop, connected: dict[Helpdesk, Elsewhere], channel: Kind
) -> None:
    ours, zendesk = a_ticket(shop, channel), connected[Helpdesk.zendesk]
    outside.create(shop.desk(), Helpdesk.zendesk, a_story(ours.id, channel))
    outside.say(shop.desk(), ours.id, a_line())

    for each in zendesk.changes():
        told = each.json()
        user = told.get("user") or told["ticket"].get("requester") or {}
        assert user.keys() <= ZENDESK_USER
        assert told.get("ticket", {}).keys() <= ZENDESK_TICKET
        assert told.get("ticket", {}).get("comment", {}).keys() <= ZENDESK_COMMENT
    keyed = [each.url for each in zendesk.changes() if "Idempotency-Key" in each.headers]
    assert keyed == [f"https://{SITE}.zendesk.com/api/v2/tickets.json"]


@pytest.mark.parametrize("channel", [Kind.webchat, Kind.sms])
def test_gorgias_is_told_nothing_that_it_does_not_take(
    shop: Shop, connected: dict[Helpdesk, Elsewhere], channel: Kind
) -> None:
    ours, gorgias = a_ticket(shop, channel), connected[Helpdesk.gorgias]
    outside.create(shop.desk(), Helpdesk.gorgias, a_story(ours.id, channel))
    outside.say(shop.desk(), ours.id, a_line())

    for each in gorgias.changes():
        shape = {
            "/api/tickets": GORGIAS_TICKET, "/api/customers": GORGIAS_CUSTOMER,
        }.get(each.url.partition(".com")[2], GORGIAS_MESSAGE)  # fmt: skip
        told = each.json()
        assert told.keys() <= shape
        for message in told.get("messages", []):
            assert {"channel", "via", "from_agent"} <= message.keys() <= GORGIAS_MESSAGE
        assert "Idempotency-Key" not in each.headers


def test_zendesk_shows_nothing_that_it_does_not_publish(
    shop: Shop, connected: dict[Helpdesk, Elsewhere]
) -> None:
    made = outside.create(shop.desk(), Helpdesk.zendesk, a_story(a_ticket(shop).id))
    zendesk = connected[Helpdesk.zendesk].stand_in

    path = f"/api/v2/tickets/{made.ticket_id}"
    assert ask(zendesk, "GET", f"{path}.json")[1]["ticket"].keys() == ZENDESK_SHOWN
    [said] = ask(zendesk, "GET", f"{path}/comments.json")[1]["comments"]
    assert said.keys() == ZENDESK_SAID


@pytest.mark.parametrize(
    ("name", "method", "path", "body", "status"),
    [
        ("zendesk", "POST", "/api/v2/tickets.json", {"ticket": {}}, 422),
        ("zendesk", "POST", "/api/v2/users/create_or_update.json", {"user": {}}, 422),
        ("zendesk", "PUT", "/api/v2/tickets/1.json", {"ticket": {}}, 404),
        ("zendesk", "GET", "/api/v2/tickets/x/comments.json", None, 404),
        ("zendesk", "GET", "/api/v2/webhooks/1/signing_secret", None, 404),
        ("zendesk", "DELETE", "/api/v2/elsewhere", None, 404),
        ("gorgias", "POST", "/api/tickets", {"messages": []}, 400),
        ("gorgias", "POST", "/api/tickets/1/messages", {}, 404),
        ("gorgias", "GET", "/api/elsewhere", None, 404),
    ],
)
def test_they_refuse_what_the_vendors_refuse(
    stand_in: Helpdesks, name: str, method: str, path: str, *, body: object, status: int
) -> None:
    if stand_in.provider == name:
        assert ask(stand_in, method, path, body)[0] == status


def test_they_look_at_who_asks(stand_in: Helpdesks) -> None:
    path = "/api/account" if stand_in.provider == "gorgias" else "/api/v2/users/me.json"

    assert ask(stand_in, "GET", path)[0] == 200
    assert ask(stand_in, "GET", path, who="nobody")[0] == 401
    assert ask(stand_in, "GET", path, site="nobody")[0] == 404


def test_they_have_troubles(stand_in: Helpdesks) -> None:
    site = stand_in.site(SITE)
    path, key = (
        ("/api/customers", "") if stand_in.provider == "gorgias"
        else ("/api/v2/users/create_or_update.json", "user")
    )  # fmt: skip
    person = {"name": "Ann", "external_id": "1"}
    body: dict[str, Any] = {key: person} if key else {**person, "channels": []}
    site.trouble = "failing"
    assert ask(stand_in, "POST", path, body)[0] == 503
    site.trouble = "too_many"
    assert ask(stand_in, "POST", path, body)[0] == 429
    assert site.people == []
    site.trouble = "lost_once"
    with pytest.raises(Uncertain):
        ask(stand_in, "POST", path, body)
    assert (len(site.people), site.trouble) == (1, "")
