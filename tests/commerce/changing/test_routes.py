"""An agent edits and cancels orders beside the ticket; the shop writes to the customer itself."""

from typing import Any

import pytest

from chalicelib.commerce import shops
from chalicelib.core.errors import Unavailable
from chalicelib.tickets import storage as tickets
from dev.providers.shopify_edits import Mailed
from tests.accounts.shop import Shop
from tests.commerce.actions.world import lines
from tests.commerce.changing.conftest import Standing, answering
from tests.commerce.orders import MAIL
from tests.kit.http_world import Sent, World

EDITED = ["orderEditBegin", "set0: orderEditSetQuantity", "orderEditCommit"]


def last_line(standing: Standing) -> dict[str, Any]:
    ticket_id = standing.ticket_id
    entry = tickets.thread(standing.shop.desk(), ticket_id)[1][-1]
    return dict(getattr(entry, "details"))  # noqa: B009 - an event, not a message


@pytest.mark.acceptance(62, 88)
def test_the_orders_of_a_ticket_tell_what_may_be_done(standing: Standing) -> None:
    told = standing.orders()

    [order] = told["data"]
    assert (told["state"], told["count"], order["name"]) == ("live", 1, "#1001")
    assert (order["edit"], order["cancel"], order["address"]) == (None, None, None)


@pytest.mark.acceptance(62, 63, 88)
def test_an_agent_changes_quantities_and_the_shop_writes_to_the_customer(
    standing: Standing,
) -> None:
    status, told = standing.edit(1)

    assert status == 200, told
    assert (told["kind"], told["state"], told["undo_until"]) == ("order_edit", "done", None)
    assert [line["quantity"] for line in told["order"]["lines"]] == [1, 1]
    assert told["order"]["total"] == 4395
    assert (standing.quantities, standing.asked) == ([1, 1], EDITED)
    assert standing.at.mails == [Mailed(to=MAIL, subject="Updated invoice for order #1001")]
    assert last_line(standing) == {
        "action_id": told["id"],
        "kind": "order_edit",
        "name": "#1001",
        "changes": '[{"title": "Mug", "from": "2", "to": "1"}]',
    }


@pytest.mark.acceptance(62, 63, 88)
def test_an_agent_cancels_an_order_and_the_shop_writes_to_the_customer(
    standing: Standing,
) -> None:
    status, told = standing.cancel()

    assert (status, told["state"], told["order"]["status"]) == (200, "done", "cancelled")
    assert told["order"]["cancel"]["code"] == "order_cancelled"
    assert standing.now.cancelled_at
    assert standing.at.mails == [Mailed(to=MAIL, subject="Cancelled: order #1001")]
    assert last_line(standing)["reason"] == "customer"


def test_an_order_goes_somewhere_else_and_the_ticket_does_not_say_where(
    standing: Standing,
) -> None:
    status, told = standing.send_to()

    address = told["order"]["shipping_address"]
    assert (status, told["kind"], told["state"]) == (200, "order_address", "done")
    assert (address["name"], address["address1"]) == ("Ann Mary Lee", "2 Oak Road")
    assert standing.now.address["name"] == "Ann Mary Lee"
    assert "Oak Road" not in str(last_line(standing))


def test_a_line_is_taken_out_and_another_grows(standing: Standing) -> None:
    assert standing.edit(0, 3)[0] == 200
    assert standing.quantities == [0, 3]


def test_the_same_request_edits_once(standing: Standing) -> None:
    first = standing.edit(1, Idempotency_Key="k1")
    standing.edit(3)

    body = {
        "lines": [{"id": standing.line(0), "quantity": 1}],
        "updated_at": standing.now.updated_at.isoformat(),
    }
    again = standing.call("PUT", f"{standing.path}/lines", body, Idempotency_Key="k1")

    assert (first[0], again[0], again[1]["id"]) == (200, 200, first[1]["id"])
    assert standing.quantities == [3, 1]


@pytest.mark.parametrize(
    ("quantities", "code"),
    [
        ((2, 1), "nothing_changes"),
        ((0, 0), "order_would_be_empty"),
        ((500,), "bad_lines"),
        ((1, 1, 1), "bad_lines"),
    ],
)
def test_what_is_no_edit_is_refused(
    standing: Standing, quantities: tuple[int, ...], code: str
) -> None:
    status, told = standing.edit(*quantities)

    assert (status, told["code"], standing.asked) == (422, code, [])


@pytest.mark.parametrize("wish", ["edit", "cancel", "address"])
@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"fulfilled": True}, "order_fulfilled"),
        ({"cancelled": True}, "order_cancelled"),
        ({"name": "#1001", "days_ago": 61}, "order_too_old"),
    ],
)
def test_what_cannot_be_changed_says_why(
    standing: Standing, facts: dict[str, Any], code: str, wish: str
) -> None:
    standing.at.orders.clear()
    standing.order(**facts)
    [order] = standing.orders()["data"]

    act = {"edit": lambda: standing.edit(1), "cancel": standing.cancel, "address": standing.send_to}
    status, told = act[wish]()

    assert order[wish]["code"] == code
    assert (status, told["code"], told["detail"]) == (409, code, order[wish]["detail"])
    assert (standing.asked, standing.at.mails) == ([], [])


def test_what_has_changed_meanwhile_is_looked_at_again(standing: Standing, world: World) -> None:
    seen = standing.now.updated_at.isoformat()
    world.pass_time(minutes=1)
    standing.order(lines=[{"title": "Mug", "quantity": 5, "price": "24.95"}])

    body = {"lines": [{"id": standing.line(0), "quantity": 1}], "updated_at": seen}
    status, told = standing.call("PUT", f"{standing.path}/lines", body)

    assert (status, told["code"]) == (409, "order_changed")
    assert standing.quantities == [5]


def test_a_scope_that_is_missing_is_named_and_shown_to_the_merchant(standing: Standing) -> None:
    standing.at.scopes = frozenset()  # it was taken back at the shop; we do not know yet

    status, told = standing.edit(1)

    assert (status, told["code"]) == (403, "scope_missing")
    assert shops.load(standing.shop.desk()).fault
    assert lines(standing.shop, standing.ticket_id) == []


def test_what_the_shop_refuses_is_said_in_its_words(standing: Standing, world: World) -> None:
    world.http.on("POST", f"https://{standing.at.domain}/admin/api/*", _refusing(standing))

    status, told = standing.edit(1)

    assert (status, told["code"]) == (422, "shop_refused")
    assert told["detail"] == "The order cannot be edited."
    assert lines(standing.shop, standing.ticket_id) == []


def _refusing(standing: Standing) -> Any:
    """Answer as the shop does where all of it is sent in the very moment between."""
    rest = answering(standing.shops, standing.asked)

    def answer(sent: Sent) -> Any:
        if "orderEditBegin" in sent.json()["query"]:
            standing.order(fulfilled=True)
        return rest(sent)

    return answer


def test_somebody_elses_order_is_not_there(standing: Standing) -> None:
    other = standing.order(name="#1002", email="eve@home.example")
    path = f"/v1/tickets/{standing.ticket_id}/orders"

    for order_id in (str(other.id), "1", "x", "9" * 30):
        body = {"reason": "fraud"}
        status, told = standing.call("POST", f"{path}/{order_id}/cancel", body)
        assert (status, told["code"]) == (404, "not_found")
    assert standing.asked == []


def test_a_shop_that_is_away_has_nothing_done(standing: Standing, world: World) -> None:
    world.http.on("POST", f"https://{standing.at.domain}/*", Unavailable("Away."))

    assert standing.edit(1)[0] == 503
    assert lines(standing.shop, standing.ticket_id) == []


def test_without_a_shop_there_is_nothing_to_do(shop: Shop, standing: Standing) -> None:
    path = standing.path
    owner = shop.session(shop.owner)
    standing.call("DELETE", "/v1/shop", Authorization=f"Bearer {owner}")

    status, told = standing.call("POST", f"{path}/cancel", {"reason": "staff"})

    assert (status, told["code"]) == (409, "shop_not_connected")
    assert standing.orders()["state"] == "not_connected"
