"""A lost answer of Recharge is settled by reading; nothing is done twice (F-46, F-47)."""

from typing import Any

import pytest

from chalicelib import jobs as workers
from chalicelib.commerce.actions import storage as actions
from chalicelib.commerce.actions.settle import settle
from chalicelib.core.errors import Unavailable, Uncertain
from chalicelib.tickets.model import Ticket
from tests.accounts.shop import Shop
from tests.commerce.actions.world import lines
from tests.commerce.recharge.world import CANCEL, OWN, REASON, SKIP, TOMORROW, AtRecharge, as_it_is
from tests.kit.http_world import World, reply


@pytest.mark.parametrize(
    ("method", "path", "body", "after"),
    [
        ("POST", SKIP, {}, ("active", 1, "2026-04-12")),
        ("POST", CANCEL, REASON, ("cancelled", 1, None)),
        ("PATCH", OWN, {"quantity": 3}, ("active", 3, "2026-03-13")),
        ("PATCH", OWN, {"next_charge_on": TOMORROW}, ("active", 1, TOMORROW)),
    ],
)
def test_a_lost_answer_is_settled_by_reading_and_nothing_is_done_twice(
    ask: Any, shop: Shop, ticket: Ticket, connected: AtRecharge, world: World,
    method: str, path: str, body: Any, after: Any,
) -> None:  # fmt: skip
    connected.stand_in.trouble = "lost"

    status, unknown = ask(method, path, body, Idempotency_Key="k")

    assert (status, unknown["state"], unknown["undo_until"]) == (202, "unknown", None)
    assert unknown["subscription"]["edit"]["code"] == "action_pending"
    assert ask("GET", "/subscriptions")[1]["data"][0]["skip"]["code"] == "action_pending"
    assert ask("PATCH", OWN, {"quantity": 7})[1]["code"] in ("action_pending", "not_active")
    connected.stand_in.trouble = ""
    world.pass_time(minutes=1)
    settle(shop.desk(), unknown["id"], workers.ACTIONS)

    status, known = ask(method, path, body, Idempotency_Key="k")

    assert (status, known["state"]) == (200, "done")
    assert as_it_is(connected) == after
    assert len(connected.changes()) == 1
    assert [line[0] for line in lines(shop, ticket.id)] == ["unknown_at_shop", "done_at_shop"]


def test_what_was_never_done_is_called_so_in_the_end(
    ask: Any, shop: Shop, ticket: Ticket, connected: AtRecharge, world: World,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    whole = connected.stand_in.answer

    def drop(asked: Any) -> Any:
        if asked.method != "GET":
            raise Uncertain("Lost on the way there.")
        return whole(asked)

    monkeypatch.setattr(connected.stand_in, "answer", drop)
    _, unknown = ask("POST", SKIP, {})
    for _ in range(12):
        world.pass_time(minutes=1)
        settle(shop.desk(), unknown["id"], workers.ACTIONS)

    assert ask("GET", f"/actions/{unknown['id']}")[1]["state"] == "not_done"
    assert as_it_is(connected) == ("active", 1, "2026-03-13")
    assert ask("POST", f"/actions/{unknown['id']}/undo")[1]["code"] == "not_undoable"


def test_a_token_that_is_revoked_meanwhile_keeps_the_question_open(
    ask: Any, manage: Any, shop: Shop, connected: AtRecharge, world: World
) -> None:
    connected.stand_in.trouble = "lost"
    _, unknown = ask("POST", SKIP, {})
    connected.stand_in.trouble, connected.answer = "", reply(401)
    for _ in range(12):
        world.pass_time(minutes=1)
        settle(shop.desk(), unknown["id"], workers.ACTIONS)
    assert actions.load(shop.desk(), unknown["id"]).state == "unknown"
    connected.answer = None
    manage("PUT", "/v1/subscription_platform",
           {"provider": "recharge", "api_token": "sk_test_another_token"})  # fmt: skip
    world.pass_time(minutes=1)

    settle(shop.desk(), unknown["id"], workers.ACTIONS)

    assert actions.load(shop.desk(), unknown["id"]).state == "done"


def test_where_recharge_is_away_nothing_was_done_and_it_may_be_asked_again(
    ask: Any, shop: Shop, ticket: Ticket, connected: AtRecharge
) -> None:
    connected.answer = Unavailable("Away.")
    assert ask("POST", SKIP, {}, Idempotency_Key="k")[0] == 503
    connected.answer = None

    assert ask("POST", SKIP, {}, Idempotency_Key="k")[1]["state"] == "done"
    assert len(lines(shop, ticket.id)) == 1
