"""Nobody answers whom the team has blocked, and the composer says so first."""

from typing import Any

import pytest

from chalicelib.core.ids import message_address
from chalicelib.tickets import deliveries
from chalicelib.tickets.model import State
from tests.faults.shop import CUSTOMER, Shop


def block(shop: Shop, kind: str = "email", value: str = CUSTOMER) -> str:
    """Block, and return the block's path."""
    made: Any = shop.done("POST", "/v1/blocks", {"kind": kind, "value": value})
    return f"/v1/blocks/{made['id']}"


@pytest.mark.parametrize(("kind", "value"), [("email", CUSTOMER), ("domain", "mail.example")])
def test_a_reply_to_a_blocked_customer_is_refused(shop: Shop, kind: str, value: str) -> None:
    shop.receive()
    block(shop, kind, value)

    answer = shop.ask("POST", f"{shop.at}/replies", {"text": "Hi"})

    assert (answer.status, answer.json["code"]) == (409, "blocked")
    assert shop.done("GET", shop.at)["reply"]["code"] == "blocked"
    assert shop.done("GET", f"{shop.at}/messages")["ticket"]["reply"]["code"] == "blocked"


def test_an_unblocked_customer_is_answered_again(shop: Shop) -> None:
    shop.receive()
    path = block(shop)
    shop.ask("DELETE", path)

    assert shop.done("GET", shop.at)["reply"]["is_possible"]
    assert shop.ask("POST", f"{shop.at}/replies", {"text": "Hi"}).status == 201


def test_what_failed_is_not_sent_again_to_a_blocked_customer(shop: Shop) -> None:
    shop.receive()
    sent = shop.reply()
    shop.cloud.settle()
    address = message_address(sent["id"])
    assert address
    desk = shop.desk()
    deliveries.settle(desk, deliveries.load(desk, *address), State.failed)
    block(shop)

    answer = shop.ask("POST", f"/v1/messages/{sent['id']}/retry")

    assert (answer.status, answer.json["code"]) == (409, "blocked")
    assert len(shop.cloud.posted) == 1


def test_others_are_answered_as_ever(shop: Shop) -> None:
    shop.receive()
    block(shop, "email", "eve@mail.example")

    assert shop.ask("POST", f"{shop.at}/replies", {"text": "Hi"}).status == 201
