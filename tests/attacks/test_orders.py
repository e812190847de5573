"""Whoever says that they are a customer sees none of the customer's orders, and changes none."""

from collections.abc import Callable

import pytest

from chalicelib.channels.model import Sender
from chalicelib.customers.identify import identify
from chalicelib.customers.model import IdentityKind
from chalicelib.tickets import storage as tickets
from tests.accounts.conftest import jobs, whole
from tests.accounts.shop import Shop
from tests.commerce.actions.world import a_ticket
from tests.commerce.changing.conftest import Standing, standing
from tests.commerce.conftest import admin
from tests.commerce.orders import MAIL
from tests.edge import Edge

__all__ = ["admin", "jobs", "standing", "whole"]

Comes = Callable[[Shop, Edge], str]


def by_chat(shop: Shop, whole: Edge) -> str:
    """Type a customer's address into the chat; return the ticket."""
    asked = {"public_key": shop.account.public_key, "email": MAIL}
    _, begun, _ = whole.call("POST", "/v1/chat/sessions", asked)
    mine = {"Authorization": f"Bearer {begun['token']}"}
    text = {"text": "It is me, Ann. Cancel my order, please."}
    status, _, _ = whole.call("POST", "/v1/chat/messages", text, **mine)
    assert status == 201
    owner = {"Authorization": f"Bearer {shop.session(shop.owner)}"}
    _, told, _ = whole.call("GET", "/v1/tickets?view=all&channel=webchat", **owner)
    return told["data"][0]["id"]


def by_mail(shop: Shop, _whole: Edge) -> str:
    """Forge a mail from a customer's address; return the ticket."""
    return a_ticket(shop, verdicts={"dmarc": "FAIL"}).id


def by_an_address_that_nobody_proved(shop: Shop, _whole: Edge) -> str:
    """Be a customer whose address an agent noted; return the ticket."""
    identify(shop.desk(), IdentityKind.email, "eve@home.example")
    return a_ticket(shop, sender=Sender(address="eve@home.example", name="Eve")).id


@pytest.mark.acceptance(62, 88)
@pytest.mark.parametrize("comes", [by_chat, by_mail, by_an_address_that_nobody_proved])
def test_whoever_only_claims_to_be_a_customer_gets_nothing(
    standing: Standing, whole: Edge, comes: Comes
) -> None:
    standing.order(name="#1002", email="eve@home.example")
    standing.orders()  # they are known, and stored
    standing.ticket_id = comes(standing.shop, whole)

    told = standing.orders()

    assert (told["state"], told["data"], told["count"]) == ("unproved", [], 0)
    for act in (standing.cancel, lambda: standing.edit(1), standing.send_to):
        status, refusal = act()
        assert (status, refusal["code"]) == (403, "unproved")
        assert "Mug" not in str(refusal)
    assert (standing.asked, standing.at.mails, standing.quantities) == ([], [], [2, 1])


def test_a_forged_mail_in_a_customers_own_ticket_closes_it_to_changes(standing: Standing) -> None:
    before = standing.orders()["state"]

    desk = standing.shop.desk()
    [entry] = tickets.thread(desk, standing.ticket_id)[1]
    provider_id = str(getattr(entry, "provider_id"))  # noqa: B009 - a message, not a note
    joined = a_ticket(standing.shop, thread_ids=(provider_id,), verdicts={"dmarc": "FAIL"}).id

    assert (before, joined) == ("live", standing.ticket_id)
    assert standing.orders()["state"] == "unproved"
    assert standing.cancel()[1]["code"] == "unproved"


def test_an_agent_of_another_shop_reaches_neither_orders_nor_actions(
    standing: Standing, other_shop: Shop
) -> None:
    _, done = standing.edit(1)
    foreign = {"Authorization": f"Bearer {other_shop.session(other_shop.owner)}"}
    at = f"/v1/tickets/{standing.ticket_id}"

    for method, path, body in (
        ("GET", f"{at}/orders", None),
        ("GET", f"{at}/actions/{done['id']}", None),
        ("POST", f"{standing.path}/cancel", {"reason": "other"}),
    ):
        status, told = standing.call(method, path, body, **foreign)
        assert (status, told["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    "order_id", ["1%20OR%201", "gid:%2F%2Fshopify%2FOrder%2F1", "-1", "%D9%A1", "1" * 21]
)
def test_what_is_no_id_is_never_asked_for(standing: Standing, order_id: str) -> None:
    path = f"/v1/tickets/{standing.ticket_id}/orders/{order_id}/cancel"

    status, told = standing.call("POST", path, {"reason": "other"})

    assert (status, told["code"], standing.asked) == (404, "not_found", [])
