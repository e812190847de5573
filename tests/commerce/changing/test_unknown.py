"""A change whose answer is lost is seen later by reading, and never made twice (F-46, F-47)."""

import json
from typing import Any

import pytest

from chalicelib import jobs as workers
from chalicelib.commerce import shops
from chalicelib.commerce.actions import settle
from chalicelib.core.errors import Uncertain
from dev.providers.shopify_orders import shown
from tests.accounts.shop import Shop
from tests.commerce.actions.world import lines
from tests.commerce.changing.conftest import Standing, answering
from tests.commerce.shopify.world import connected
from tests.edge import Edge
from tests.kit.http_world import Sent, World, reply

COMMITS = ("orderEditCommit", "orderCancel", "orderUpdate")


def looked(standing: Standing, world: World, action_id: str, *, minutes: int = 1) -> str:
    """Let minutes pass, with a look in each; return the state."""
    for _ in range(minutes):
        world.pass_time(minutes=1)
        order = {
            "job": settle.JOB,
            "account_id": standing.shop.account.id,
            "action_id": action_id,
        }
        workers.run_job(json.dumps(order))
    path = f"/v1/tickets/{standing.ticket_id}/actions/{action_id}"
    return standing.call("GET", path)[1]["state"]


def asked(standing: Standing) -> list[str]:
    """Return what took effect, or was meant to."""
    return [each for each in standing.asked if each in COMMITS]


def told(standing: Standing) -> list[str]:
    return [line[0] for line in lines(standing.shop, standing.ticket_id)]


@pytest.mark.acceptance(88)
@pytest.mark.parametrize("wish", ["edit", "cancel", "address"])
def test_what_was_done_without_an_answer_is_seen(
    standing: Standing, world: World, wish: str
) -> None:
    standing.at.trouble = "lost_once"
    act = {"edit": lambda: standing.edit(1), "cancel": standing.cancel, "address": standing.send_to}

    status, action = act[wish]()
    [order] = standing.orders()["data"]

    assert (status, action["state"]) == (202, "unknown")
    assert {order[each]["code"] for each in ("edit", "cancel", "address")} == {"action_pending"}
    assert looked(standing, world, action["id"]) == "done"
    assert len(asked(standing)) == 1
    assert told(standing) == ["unknown_at_shop", "done_at_shop"]
    [order] = standing.orders()["data"]
    assert order["edit"] is None or order["edit"]["code"] == "order_cancelled"


@pytest.mark.parametrize("wish", ["edit", "cancel", "address"])
def test_what_never_arrived_is_called_so(standing: Standing, world: World, wish: str) -> None:
    rest = answering(standing.shops, standing.asked)

    def lossy(sent: Sent) -> Any:
        if any(f"{each}(" in sent.json()["query"] for each in COMMITS):
            raise Uncertain("Lost on the way there.")
        return rest(sent)

    world.http.on("POST", f"https://{standing.at.domain}/admin/api/*", lossy)
    act = {"edit": lambda: standing.edit(1), "cancel": standing.cancel, "address": standing.send_to}
    _, action = act[wish]()

    assert looked(standing, world, action["id"], minutes=9) == "unknown"
    assert looked(standing, world, action["id"]) == "not_done"
    assert told(standing) == ["unknown_at_shop", "not_done_at_shop"]
    assert (standing.quantities, standing.now.cancelled_at) == ([2, 1], None)
    world.http.on("POST", f"https://{standing.at.domain}/admin/api/*", rest)
    assert standing.edit(1)[0] == 200


def test_a_shop_that_says_yes_and_changes_nothing_is_not_believed(
    standing: Standing, world: World
) -> None:
    rest, before = answering(standing.shops, standing.asked), standing.now

    def forgetful(sent: Sent) -> Any:
        if "orderUpdate(" not in sent.json()["query"]:
            return rest(sent)
        standing.asked.append("orderUpdate")
        done = {"order": shown(before), "userErrors": []}
        return reply(200, {"data": {"orderUpdate": done}})

    world.http.on("POST", f"https://{standing.at.domain}/admin/api/*", forgetful)
    status, action = standing.send_to()

    assert (status, action["state"]) == (202, "unknown")
    assert looked(standing, world, action["id"], minutes=10) == "not_done"
    assert asked(standing) == ["orderUpdate"]


def test_the_same_request_after_a_lost_answer_asks_nobody(standing: Standing) -> None:
    standing.at.trouble = "lost_once"
    body = {"reason": "customer"}

    first = standing.call("POST", f"{standing.path}/cancel", body, Idempotency_Key="k")
    again = standing.call("POST", f"{standing.path}/cancel", body, Idempotency_Key="k")

    assert (first[0], again[0], again[1]["id"]) == (202, 202, first[1]["id"])
    assert asked(standing) == ["orderCancel"]


def test_two_agents_cannot_cross(standing: Standing) -> None:
    standing.at.trouble = "lost_once"
    standing.edit(1)

    status, refusal = standing.cancel()

    assert (status, refusal["code"]) == (409, "action_pending")
    assert asked(standing) == ["orderEditCommit"]


def test_a_shop_that_cancels_slowly_is_looked_after(standing: Standing, world: World) -> None:
    rest, late = answering(standing.shops, standing.asked), list[Any]()

    def slow(sent: Sent) -> Any:
        before = standing.now
        answer = rest(sent)
        if "orderCancel(" in sent.json()["query"]:
            late.append(standing.now)
            standing.at.orders["#1001"] = before
        return answer

    world.http.on("POST", f"https://{standing.at.domain}/admin/api/*", slow)
    status, action = standing.cancel()
    assert (status, action["state"], len(world.slept)) == (202, "unknown", 3)

    standing.at.orders["#1001"] = late[0]

    assert looked(standing, world, action["id"]) == "done"
    assert asked(standing) == ["orderCancel"]


def test_work_waits_for_a_shop_that_took_its_token_back(
    standing: Standing, world: World, whole: Edge, shop: Shop
) -> None:
    standing.at.trouble = "lost_once"
    _, action = standing.edit(1)
    owner = shop.session(shop.owner)
    standing.at.token = "taken back"

    state = looked(standing, world, action["id"], minutes=30)
    _, shown = standing.call("GET", "/v1/shop", Authorization=f"Bearer {owner}")

    assert (state, shown["state"]) == ("unknown", "reconnect")
    connected(whole, owner, standing.at.domain)
    shops.forget(shop.account.id)
    assert looked(standing, world, action["id"]) == "done"
    assert (asked(standing), standing.quantities) == (["orderEditCommit"], [1, 1])


@pytest.mark.parametrize("trouble", ["failing", "lost"])
def test_what_surely_was_not_done_is_not_written_down(standing: Standing, trouble: str) -> None:
    standing.at.trouble = trouble

    assert standing.edit(1)[0] == 503
    standing.at.trouble = ""

    assert (standing.edit(1)[0], told(standing)) == (200, ["done_at_shop"])
