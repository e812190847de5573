"""`POST /v1/sends`, and sends in the thread, as callers from outside meet them."""

from functools import partial
from typing import Any

import pytest

from chalicelib.accounts.model import Role
from chalicelib.core.moments import rfc3339
from chalicelib.customers import storage as customers
from dev.aws.gate import gate
from tests.accounts.shop import Shop
from tests.builders import later
from tests.edge import Edge
from tests.kit.http_world import World
from tests.marketing.texts import NUMBER, sent, text

HOUR_AGO = rfc3339(later(hours=-1))
SEND = {
    "id": "01J-1",
    "channel": "sms",
    "kind": "campaign",
    "name": "Spring sale",
    "customer": {"phone": NUMBER},
    "sent_at": HOUR_AGO,
    "text": "Everything is 20 % off.",
}


@pytest.fixture
def ask(whole: Edge, shop: Shop) -> Any:
    """Return a way to ask as a manager."""
    token = shop.session(shop.hire(Role.manager))
    return partial(whole.call, Authorization=f"Bearer {token}")


def test_a_send_is_recorded_once(ask: Any) -> None:
    status, first, _ = ask("POST", "/v1/sends", SEND)
    again = ask("POST", "/v1/sends", {**SEND, "sent_at": rfc3339(later(hours=-2))})

    assert (status, first["id"], first["outcome"]) == (201, "01J-1", "recorded")
    assert (again[0], again[1]) == (200, {**first, "outcome": "known"})


@pytest.mark.acceptance(118)
def test_what_it_attributes_shows_on_ticket_list_and_message(ask: Any, shop: Shop) -> None:
    ask("POST", "/v1/sends", SEND)
    ticket = text(shop).ticket
    assert ticket

    shown = ask("GET", f"/v1/tickets/{ticket.id}")[1]
    [listed] = ask("GET", "/v1/tickets")[1]["data"]
    message = ask("GET", f"/v1/tickets/{ticket.id}/messages")[1]["data"][-1]

    expected = {
        "kind": "campaign", "name": "Spring sale", "source_id": None, "send_id": "01J-1",
        "sent_at": HOUR_AGO,
    }  # fmt: skip
    assert [each["attribution"] for each in (shown, listed, message)] == [expected] * 3


def test_each_of_a_batch_has_its_own_outcome(ask: Any) -> None:
    items = [
        SEND,
        SEND,
        {**SEND, "id": "2", "customer": {}},
        {**SEND, "id": "3", "customer": {"id": "cus_0000000000000000000000ANN0"}},
        {**SEND, "id": "4", "channel": "email"},
        {**SEND, "id": "5", "sent_at": rfc3339(later(hours=1))},
        {"id": "6"},
        7,
        {**SEND, "id": "8", "customer": {"email": "Ann@Home.example"}},
    ]

    status, body, _ = ask("POST", "/v1/sends", {"sends": items})

    told = [(each["id"], each["outcome"], each.get("code")) for each in body["data"]]
    assert status == 200
    assert told == [
        ("01J-1", "recorded", None),
        ("01J-1", "known", None),
        ("2", "refused", "invalid"),
        ("3", "refused", "not_found"),
        ("4", "refused", "invalid"),
        ("5", "refused", "invalid"),
        ("6", "refused", "invalid"),
        (None, "refused", "invalid"),
        ("8", "recorded", None),
    ]
    assert body["data"][5]["errors"][0]["pointer"] == "/sent_at"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({**SEND, "kind": "newsletter"}, "/kind"),
        ({**SEND, "channel": "pigeon"}, "/channel"),
        ({**SEND, "channel": "instagram"}, "/channel"),
        ({**SEND, "customer": {"phone": "12"}}, "/customer/phone"),
        ({**SEND, "sent_at": "2026-03-04T11:00:00"}, "/sent_at"),
        ({**SEND, "account_id": "acc_1"}, "/account_id"),
        ({"sends": []}, "/sends"),
        ({"sends": [SEND] * 101}, "/sends"),
        ({"sends": "all"}, "/sends"),
        ({"sends": [SEND], "more": 1}, "/sends"),
    ],
)
def test_a_faulty_body_is_refused(ask: Any, body: dict[str, Any], pointer: str) -> None:
    status, problem, _ = ask("POST", "/v1/sends", body)

    assert (status, problem["errors"][0]["pointer"]) == (422, pointer)


def test_a_request_that_comes_again_is_answered_as_before(ask: Any) -> None:
    first = ask("POST", "/v1/sends", SEND, Idempotency_Key="k")
    again = ask("POST", "/v1/sends", SEND, Idempotency_Key="k")
    other = ask("POST", "/v1/sends", {**SEND, "id": "2"}, Idempotency_Key="k")

    assert (again[0], again[1], again[2]["Idempotent-Replayed"]) == (201, first[1], "true")
    assert other[1]["code"] == "idempotency_mismatch"


def test_who_is_known_by_mail_gets_the_number_too(ask: Any, shop: Shop) -> None:
    known = ask("POST", "/v1/customers/identify", {"email": "ann@home.example"})[1]
    both = {"email": "ann@home.example", "phone": NUMBER}

    told = ask("POST", "/v1/sends", {**SEND, "customer": both})[1]
    ticket = text(shop).ticket

    assert ticket
    assert known["id"] == told["customer_id"] == ticket.customer.id
    assert customers.load(shop.desk(), known["id"]).phone == NUMBER


def test_support_may_not_tell_of_sends(whole: Edge, shop: Shop) -> None:
    token = shop.session(shop.hire())

    assert whole.call("POST", "/v1/sends", SEND, Authorization=f"Bearer {token}")[0] == 403


def test_sends_of_one_shop_are_nobody_elses(ask: Any, other_shop: Shop) -> None:
    ask("POST", "/v1/sends", SEND)
    received = text(other_shop)

    assert received.entry
    assert received.entry.attribution is None


def lines(page: Any) -> list[str]:
    return [line["text"] for line in page["data"]]


def test_campaigns_stand_among_the_messages(ask: Any, shop: Shop, world: World) -> None:
    sent(shop, later(minutes=-5), text="Sale!")
    ticket = text(shop, "Mine?").ticket
    assert ticket
    world.pass_time(hours=1)
    sent(shop, later(minutes=30), text="Last call!")
    text(shop, "Wait!")

    page = ask("GET", f"/v1/tickets/{ticket.id}/messages")[1]

    assert lines(page) == ["Sale!", "Mine?", "Last call!", "Wait!"]
    sale, mine, last, _ = page["data"]
    assert (sale["kind"], sale["direction"], sale["state"]) == ("message", "outbound", "delivered")
    assert (sale["sequence"], sale["follows"], last["follows"]) == (None, 0, 1)
    assert sale["source"]["name"] == "Spring sale"
    assert set(mine) <= set(sale)
    assert page["has_more"] is False


@pytest.mark.acceptance(53)
def test_pages_lead_through_messages_and_campaigns_alike(
    ask: Any, shop: Shop, world: World
) -> None:
    for number in range(4):
        sent(shop, world.now, text=f"Sale {number}")
        world.pass_time(minutes=1)
        ticket = text(shop, f"Text {number}").ticket
        world.pass_time(minutes=1)
    assert ticket
    path, seen = f"/v1/tickets/{ticket.id}/messages?limit=3", []
    page = ask("GET", path)[1]
    for _ in range(2):
        seen = lines(page) + seen
        page = ask("GET", f"{path}&cursor={page['next_cursor']}")[1]

    seen = lines(page) + seen
    assert seen == [f"{what} {n}" for n in range(4) for what in ("Sale", "Text")]
    assert (len(page["data"]), page["has_more"]) == (2, False)


def test_a_thread_with_sends_takes_one_more_request(ask: Any, shop: Shop) -> None:
    ticket = text(shop).ticket
    assert ticket
    ask("GET", f"/v1/tickets/{ticket.id}/messages")

    with gate.recorded() as calls:
        ask("GET", f"/v1/tickets/{ticket.id}/messages")

    assert [call.name for call in calls] == ["dynamodb.Query"] * 2
