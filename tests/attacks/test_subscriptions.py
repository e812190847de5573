"""Strangers who type a subscriber's address see nothing, and have nothing done (decision 45)."""

from functools import partial
from typing import Any

import pytest

from chalicelib.customers.identify import identify
from chalicelib.customers.model import IdentityKind
from chalicelib.tickets import storage as tickets
from tests.accounts.conftest import other_shop, shop, whole
from tests.accounts.shop import Shop
from tests.commerce.actions.world import a_ticket
from tests.commerce.recharge.conftest import connected, manage, recharge
from tests.commerce.recharge.world import MAIL, AtRecharge
from tests.edge import Edge

__all__ = ["connected", "manage", "other_shop", "recharge", "shop", "whole"]

OWN = "/subscriptions/27363808"
CHANGES: list[tuple[str, str, dict[str, Any]]] = [
    ("POST", f"{OWN}/skip", {}),
    ("POST", f"{OWN}/cancel", {"reason": "Stop it"}),
    ("PATCH", OWN, {"quantity": 100}),
]


@pytest.fixture
def chat(whole: Edge, shop: Shop, connected: AtRecharge) -> str:
    """Return the ticket of a stranger who types the address of somebody who has proved it."""
    ann = identify(shop.desk(), IdentityKind.email, MAIL, is_verified=True)
    opening = {"public_key": shop.account.public_key, "email": MAIL}
    token = whole.call("POST", "/v1/chat/sessions", opening)[1]["token"]
    said = {"text": "Cancel my subscription, please"}
    status, _, _ = whole.call("POST", "/v1/chat/messages", said, Authorization=f"Bearer {token}")
    assert status in (200, 201)
    [ticket_id] = tickets.tickets_of_customer(shop.desk(), ann.id)
    return ticket_id


@pytest.fixture
def ask(whole: Edge, shop: Shop) -> Any:
    """Return how an agent asks, who is taken in."""
    return partial(whole.call, Authorization=f"Bearer {shop.session(shop.hire())}")


def test_an_agent_is_shown_nothing_beside_a_strangers_chat(
    ask: Any, chat: str, connected: AtRecharge
) -> None:
    told = ask("GET", f"/v1/tickets/{chat}/subscriptions")[1]

    assert told == {"data": [], "state": "unproved", "as_of": None}
    assert connected.sent == []


@pytest.mark.parametrize(("method", "path", "body"), CHANGES)
def test_an_agent_can_do_nothing_for_a_stranger(
    ask: Any, chat: str, connected: AtRecharge, method: str, path: str, body: dict[str, Any]
) -> None:
    status, problem, _ = ask(method, f"/v1/tickets/{chat}{path}", body)

    assert (status, problem["code"]) == (403, "unproved")
    assert connected.sent == []


def test_what_was_done_for_the_customer_is_not_taken_back_for_a_stranger(
    ask: Any, shop: Shop, chat: str, connected: AtRecharge
) -> None:
    own = a_ticket(shop)
    done = ask("POST", f"/v1/tickets/{own.id}{OWN}/skip", {})[1]

    status, _, _ = ask("POST", f"/v1/tickets/{chat}/actions/{done['id']}/undo")

    assert status == 404
    assert len(connected.changes()) == 1


@pytest.mark.parametrize(("method", "path", "body"), CHANGES)
def test_another_account_reaches_nothing(
    whole: Edge, shop: Shop, other_shop: Shop, connected: AtRecharge,
    method: str, path: str, body: dict[str, Any],
) -> None:  # fmt: skip
    own = a_ticket(shop)
    token = other_shop.session(other_shop.owner)

    status, _, _ = whole.call(
        method, f"/v1/tickets/{own.id}{path}", body, Authorization=f"Bearer {token}"
    )

    assert status == 404
    assert connected.sent == []
