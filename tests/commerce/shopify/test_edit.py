"""What a shop is asked to do, held against what Shopify publishes of its Admin API (2026-10)."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.commerce.model import Address
from chalicelib.commerce.shopify import edit
from chalicelib.commerce.shopify.graphql import Access
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Invalid, Unavailable, Uncertain
from tests.commerce.shopify.live import shown
from tests.commerce.shopify.world import TOKEN
from tests.kit.http_world import World, reply

ACCESS = Access(domain="fern.myshopify.com", token=TOKEN)
ORDER = "gid://shopify/Order/1"
YORK = Address(name="Ann Mary Lee", address1="2 Oak Road", city="York", country="GB")

ARGUMENTS = {
    "orderEditBegin": {"id"},
    "orderEditSetQuantity": {"id", "lineItemId", "quantity", "restock"},
    "orderEditCommit": {"id", "notifyCustomer", "staffNote"},
    "orderCancel": {
        "orderId", "reason", "restock", "notifyCustomer", "refundMethod", "staffNote",
        "originalPaymentMethodsRefund",
    },
    "orderUpdate": {"input"},
}  # fmt: skip
REQUIRED = {
    "orderEditBegin": {"id"},
    "orderEditSetQuantity": {"id", "lineItemId", "quantity"},
    "orderEditCommit": {"id"},
    "orderCancel": {"orderId", "reason", "restock"},
    "orderUpdate": {"input"},
}
MAILING_ADDRESS = {
    "address1", "address2", "city", "company", "countryCode", "firstName", "lastName", "phone",
    "provinceCode", "zip", "province",
}  # fmt: skip
REASONS = {"CUSTOMER", "DECLINED", "FRAUD", "INVENTORY", "OTHER", "STAFF"}


def ok(name: str, **parts: Any) -> Any:
    return reply(200, {"data": {name: {"userErrors": [], **parts}}})


def at(world: World, *answers: Any) -> None:
    world.http.on("POST", "https://fern.myshopify.com/admin/api/2026-10/graphql.json", *answers)


BEGUN = ok("orderEditBegin", calculatedOrder={"id": "gid://shopify/CalculatedOrder/7"})
SET = reply(200, {"data": {"set0": {"userErrors": []}, "set1": {"userErrors": []}}})


def sets(desk: Desk) -> object:
    return edit.set_quantities(desk, ACCESS, "1", {"11": 0, "12": 3}, note="n")


def cancels(desk: Desk) -> object:
    return edit.cancel(desk, ACCESS, "1", reason="customer", is_restocked=True, note="n")


def sends(desk: Desk) -> object:
    return edit.send_elsewhere(desk, ACCESS, "1", YORK)


def test_each_mutation_is_asked_as_published(desk: Desk, world: World) -> None:
    at(
        world, BEGUN, SET, ok("orderEditCommit", order=shown()),
        reply(200, {"data": {"orderCancel": {"job": {"id": "j"}, "orderCancelUserErrors": []}}}),
        reply(200, {"data": {"order": shown(cancelledAt="2026-03-04T12:00:00Z")}}),
        ok("orderUpdate", order=shown()),
    )  # fmt: skip

    for act in (sets, cancels, sends):
        act(desk)

    documents = [sent.json()["query"] for sent in world.http.sent]
    met = set[str]()
    for name, given in re.findall(r"(order[A-Z]\w+)\((.*?)\) \{", " ".join(documents)):
        names = set(re.findall(r"(\w+):", given))
        assert REQUIRED[name] <= names <= ARGUMENTS[name], name
        met.add(name)
    assert met == set(ARGUMENTS)
    variables = [sent.json()["variables"] for sent in world.http.sent]
    assert variables[0] == {"id": ORDER}
    assert variables[1] == {
        "id": "gid://shopify/CalculatedOrder/7",
        "line0": "gid://shopify/CalculatedLineItem/11", "quantity0": 0,
        "line1": "gid://shopify/CalculatedLineItem/12", "quantity1": 3,
    }  # fmt: skip
    assert variables[3]["reason"] in REASONS
    assert set(variables[5]["input"]) == {"id", "shippingAddress"}
    assert set(variables[5]["input"]["shippingAddress"]) <= MAILING_ADDRESS


@pytest.mark.parametrize(
    ("region", "name"), [("QC", "provinceCode"), ("Quebec", "province"), ("", "")]
)
def test_a_region_is_a_code_or_a_name(desk: Desk, world: World, region: str, name: str) -> None:
    at(world, ok("orderUpdate", order=shown()))

    edit.send_elsewhere(desk, ACCESS, "1", Address(name="Ann", region=region))

    [sent] = world.http.sent
    to = sent.json()["variables"]["input"]["shippingAddress"]
    assert {each: to[each] for each in to if each.startswith("province")} == (
        {name: region} if name else {}
    )
    assert (to["firstName"], to["lastName"]) == ("", "Ann")


@pytest.mark.parametrize("act", [cancels, sends])
@pytest.mark.parametrize(
    "answer",
    [
        Uncertain("Lost."),
        reply(502),
        reply(200, text="<html>"),
        reply(200, {"data": None, "errors": [{"message": "Internal error"}]}),
        reply(200, {"data": {"orderUpdate": 7}}),
    ],
)
def test_what_may_have_taken_effect_is_uncertain(
    desk: Desk, world: World, act: Callable[[Desk], object], answer: Any
) -> None:
    at(world, answer)

    with pytest.raises(Uncertain):
        act(desk)

    assert len(world.http.sent) == 1


@pytest.mark.parametrize("before", [(), (BEGUN,)])
@pytest.mark.parametrize("answer", [Uncertain("Lost."), reply(502)])
def test_what_is_only_prepared_is_not(
    desk: Desk, world: World, before: tuple[Any, ...], answer: Any
) -> None:
    at(world, *before, answer)

    with pytest.raises(Unavailable):
        sets(desk)


def test_a_commit_without_an_answer_is_uncertain(desk: Desk, world: World) -> None:
    at(world, BEGUN, SET, Uncertain("Lost."))

    with pytest.raises(Uncertain):
        sets(desk)


def test_errors_of_either_list_are_refusals(desk: Desk, world: World) -> None:
    wrong = [{"field": ["orderId"], "message": "Order already cancelled", "code": "INVALID"}]
    at(world, reply(200, {"data": {"orderCancel": {"orderCancelUserErrors": wrong}}}))

    with pytest.raises(Invalid) as refusal:
        cancels(desk)

    assert (refusal.value.code, refusal.value.detail) == ("shop_refused", wrong[0]["message"])


def test_what_is_done_and_shown_badly_is_done(desk: Desk, world: World) -> None:
    at(world, ok("orderUpdate", order={"id": "?"}))

    assert sends(desk) is None


def test_a_shop_that_cannot_be_looked_at_after_a_cancellation_is_uncertain(
    desk: Desk, world: World
) -> None:
    done = {"orderCancel": {"job": {"id": "j"}, "orderCancelUserErrors": []}}
    at(world, reply(200, {"data": done}), reply(500))

    with pytest.raises(Uncertain):
        cancels(desk)
