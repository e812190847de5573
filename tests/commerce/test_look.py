"""A customer's orders beside their ticket: live within limits, stored ones otherwise (F-45)."""

import logging
import threading
from typing import Any

import pytest

from chalicelib.commerce import look as looking
from chalicelib.commerce import shops, storage
from chalicelib.commerce.take import take
from chalicelib.core.errors import Unavailable
from chalicelib.customers.edit import edit
from chalicelib.customers.identify import identify
from chalicelib.customers.model import Edit, IdentityKind
from tests.accounts.conftest import Jobs
from tests.accounts.shop import Shop
from tests.commerce.orders import MAIL, an_order
from tests.commerce.shopify.live import found, shown
from tests.commerce.shopify.world import TOKEN, Shopify, connected
from tests.edge import Edge
from tests.kit.http_world import Sent, World, reply

PHONE = "+447700900123"
AWAY = [
    Unavailable("Away."),
    reply(500),
    reply(429),
    reply(200, text="<html>"),
    reply(200, {"data": {"email": {"orders": {"nodes": [{"id": 7}]}}}}),
    reply(200, {"data": {"email": found(shown(currentTotalPriceSet={"shopMoney":
                {"amount": "free"}}))}}),
    reply(200, {"data": {"email": found(shown(createdAt="yesterday"))}}),
    reply(401),
    reply(200, {"data": None, "errors": [{"extensions": {"code": "ACCESS_DENIED"}}]}),
    ValueError("anything"),
]  # fmt: skip


@pytest.fixture
def at_shopify(whole: Edge, admin: str, shopify: Shopify, jobs: Jobs) -> Shopify:
    """Connect the shop, which knows of one order."""
    connected(whole, admin, shopify.domain)
    shopify.graphql = reply(200, {"data": {"email": found(shown())}})
    shopify.asked.clear()
    jobs()
    return shopify


@pytest.fixture
def ann(shop: Shop) -> str:
    """Return a customer whose address is proved."""
    return identify(shop.desk(), IdentityKind.email, MAIL, is_verified=True).id


@pytest.fixture
def ask(whole: Edge, shop: Shop) -> Any:
    """Return how an agent asks for somebody's orders."""
    token = shop.session(shop.hire())

    def orders(customer_id: str) -> Any:
        path = f"/v1/customers/{customer_id}/orders"
        status, told, _ = whole.call("GET", path, Authorization=f"Bearer {token}")
        assert status == 200, told
        return told

    return orders


@pytest.mark.acceptance(61)
def test_recent_orders_are_shown_as_the_shop_has_them(
    ask: Any, ann: str, at_shopify: Shopify
) -> None:
    orders = [shown(1002, createdAt="2026-03-04T11:00:00Z"), shown(1001)]
    at_shopify.graphql = reply(200, {"data": {"email": found(*orders, count=7)}})

    told = ask(ann)

    assert (told["state"], told["as_of"], told["count"]) == ("live", "2026-03-04T12:00:00.000Z", 7)
    assert [order["name"] for order in told["data"]] == ["#1002", "#1001"]
    first = told["data"][0]
    assert (first["total"], first["currency"], first["minor_digits"]) == (4990, "EUR", 2)
    assert (first["status"], first["financial_status"]) == ("open", "paid")
    assert first["fulfillment_status"] == "unfulfilled"
    assert first["lines"] == [{
        "id": "1", "title": "Mug", "variant": "", "quantity": 2, "fulfillable": 2, "price": 2495,
        "image": "https://cdn.shopify.com/mug.png",
    }]  # fmt: skip
    assert first["shipping_address"]["country"] == "GB"
    assert first["shop_customer"] == {
        "id": "7001", "email": MAIL, "phone": None, "first_name": None, "name": None,
    }  # fmt: skip


def test_the_shop_is_asked_for_the_very_addresses_that_are_proved(
    ask: Any, ann: str, shop: Shop, at_shopify: Shopify
) -> None:
    edit(shop.desk(), ann, Edit(phone=PHONE))

    ask(ann)
    entered = at_shopify.asked[-1].json()["variables"]
    identify(shop.desk(), IdentityKind.phone, PHONE, is_verified=True)
    ask(ann)

    asked = at_shopify.asked[-1].json()
    assert entered == {"email": {"emailAddress": MAIL}}
    assert asked["variables"] == {"email": {"emailAddress": MAIL}, "phone": {"phoneNumber": PHONE}}
    assert "customerByIdentifier(identifier: $phone)" in asked["query"]


def test_one_person_with_two_addresses_has_each_order_once(
    ask: Any, ann: str, shop: Shop, at_shopify: Shopify
) -> None:
    edit(shop.desk(), ann, Edit(phone=PHONE))
    both = {"email": found(shown()), "phone": found(shown(), shown(1002))}
    at_shopify.graphql = reply(200, {"data": both})

    told = ask(ann)

    assert (len(told["data"]), told["count"]) == (2, 2)


def test_an_order_of_many_lines_is_shown_whole(ask: Any, ann: str, at_shopify: Shopify) -> None:
    line = shown()["lineItems"]["nodes"][0]
    cut = shown(lineItems={"nodes": [line] * 8, "pageInfo": {"hasNextPage": True}})
    whole = shown(lineItems={"nodes": [line] * 12, "pageInfo": {"hasNextPage": False}})

    def answer(sent: Sent) -> Any:
        is_list = "customerByIdentifier" in sent.json()["query"]
        data = {"email": found(cut)} if is_list else {"nodes": [whole, None]}
        return reply(200, {"data": data})

    at_shopify.graphql = answer

    assert len(ask(ann)["data"][0]["lines"]) == 12


def test_somebody_whom_the_shop_does_not_know_ordered_nothing(
    ask: Any, ann: str, at_shopify: Shopify
) -> None:
    at_shopify.graphql = reply(200, {"data": {"email": None}})

    assert ask(ann) == {
        "data": [], "count": 0, "state": "live", "as_of": "2026-03-04T12:00:00.000Z",
    }  # fmt: skip


def test_what_was_seen_is_stored_and_shown_while_the_shop_is_away(
    ask: Any, ann: str, at_shopify: Shopify, world: World
) -> None:
    ask(ann)
    world.pass_time(minutes=5)
    at_shopify.graphql = Unavailable("Away.")

    told = ask(ann)

    assert (told["state"], told["as_of"]) == ("cached", "2026-03-04T12:00:00.000Z")
    assert [order["name"] for order in told["data"]] == ["#1001"]


@pytest.mark.parametrize("answer", AWAY)
def test_whatever_fails_the_answer_comes(
    ask: Any, ann: str, shop: Shop, at_shopify: Shopify, answer: Any
) -> None:
    at_shopify.graphql = answer
    assert ask(ann)["state"] == "unavailable"
    take(shop.desk(), an_order())

    told = ask(ann)

    assert (told["state"], len(told["data"])) == ("cached", 1)
    assert len(at_shopify.asked) == 1  # once a half minute, and no more


def test_it_is_asked_again_after_a_rest(
    ask: Any, ann: str, at_shopify: Shopify, world: World
) -> None:
    good, at_shopify.graphql = at_shopify.graphql, Unavailable("Away.")
    assert ask(ann)["state"] == "unavailable"
    at_shopify.graphql = good
    world.pass_time(seconds=31)

    assert ask(ann)["state"] == "live"


def test_nobody_waits_longer_than_the_limit(
    ask: Any, ann: str, shop: Shop, at_shopify: Shopify, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(shop.desk(), an_order())
    released, has_answered = threading.Event(), threading.Event()

    def dawdle(_: Sent) -> Any:
        released.wait(3)
        has_answered.set()
        raise Unavailable("Too late.")

    at_shopify.graphql = dawdle
    monkeypatch.setattr(looking, "SECONDS", 0.05)

    assert ask(ann)["state"] == "cached"
    assert not has_answered.is_set()
    released.set()


def test_the_limit_leaves_half_a_second_for_all_else() -> None:
    assert looking.SECONDS == 1.5


def test_a_shop_that_asks_for_patience_gets_less_than_the_limit(
    ask: Any, ann: str, at_shopify: Shopify, world: World
) -> None:
    status = {"currentlyAvailable": 0, "restoreRate": 50}
    cost = {"requestedQueryCost": 100, "throttleStatus": status}
    busy = {"errors": [{"extensions": {"code": "THROTTLED"}}], "extensions": {"cost": cost}}
    at_shopify.graphql = reply(200, busy)

    assert ask(ann)["state"] == "unavailable"
    assert world.slept == []


def test_an_account_without_a_shop_has_no_orders(ask: Any, ann: str) -> None:
    assert ask(ann) == {"data": [], "count": 0, "state": "not_connected", "as_of": None}


def test_who_typed_an_address_sees_nobodys_orders(
    ask: Any, shop: Shop, at_shopify: Shopify
) -> None:
    claimed = identify(shop.desk(), IdentityKind.email, MAIL).id
    take(shop.desk(), an_order())

    assert ask(claimed) == {"data": [], "count": 0, "state": "unproved", "as_of": None}
    assert at_shopify.asked == []


def test_a_shop_that_must_be_connected_again_is_not_asked(
    ask: Any, ann: str, shop: Shop, at_shopify: Shopify, world: World
) -> None:
    at_shopify.token = "another"
    assert ask(ann)["state"] == "unavailable"
    world.pass_time(minutes=1)

    ask(ann)

    assert len(at_shopify.asked) == 1
    assert not shops.load(shop.desk()).is_open


def test_a_fault_goes_when_the_shop_answers(
    ask: Any, ann: str, shop: Shop, at_shopify: Shopify, world: World
) -> None:
    good, at_shopify.graphql = at_shopify.graphql, reply(403)
    ask(ann)
    assert shops.load(shop.desk()).fault == "The shop is closed to us."
    at_shopify.graphql = good
    world.pass_time(minutes=1)

    ask(ann)

    assert shops.load(shop.desk()).fault == ""


def test_what_is_known_already_is_not_written_again(
    ask: Any, ann: str, at_shopify: Shopify, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(ann)
    monkeypatch.setattr(storage, "keep", lambda *_: pytest.fail("it is known"))

    assert ask(ann)["state"] == "live"


def test_a_table_that_is_busy_keeps_nobody_from_looking(
    ask: Any, ann: str, at_shopify: Shopify, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise Unavailable("Busy.")

    monkeypatch.setattr(storage, "keep", busy)

    assert ask(ann)["state"] == "live"


def test_a_picture_from_nowhere_is_not_shown(ask: Any, ann: str, at_shopify: Shopify) -> None:
    line = {**shown()["lineItems"]["nodes"][0], "image": {"url": "javascript:alert(1)"}}
    at_shopify.graphql = reply(200, {"data": {"email": found(shown(lineItems={"nodes": [line]}))}})

    assert ask(ann)["data"][0]["lines"][0]["image"] == ""


def test_the_token_is_in_no_log(
    ask: Any, ann: str, at_shopify: Shopify, caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    at_shopify.graphql = reply(500)
    with caplog.at_level(logging.DEBUG):
        ask(ann)

    said = capsys.readouterr()
    assert TOKEN not in caplog.text + said.out + said.err
