"""What was done to a subscription is taken back in time, as long as it is as it was left."""

import json
from datetime import date
from typing import Any

import pytest

from chalicelib.channels.model import Sender
from tests.accounts.shop import Shop
from tests.commerce.actions.world import a_ticket
from tests.commerce.recharge.world import CANCEL, OWN, REASON, SKIP, AtRecharge, as_it_is
from tests.edge import Edge
from tests.kit.http_world import World, reply


def test_it_is_taken_back_in_time_or_not_at_all(
    ask: Any, connected: AtRecharge, world: World
) -> None:
    _, done = ask("POST", CANCEL, REASON)
    world.pass_time(minutes=5, seconds=1)

    status, problem = ask("POST", f"/actions/{done['id']}/undo")

    assert (status, problem["code"]) == (409, "undo_too_late")
    assert as_it_is(connected)[0] == "cancelled"


@pytest.mark.parametrize(
    ("method", "path", "body", "since"),
    [
        ("PATCH", OWN, {"quantity": 3}, {"quantity": 4}),
        ("POST", SKIP, {}, {"status": "cancelled"}),
        ("POST", CANCEL, REASON, {"status": "active"}),
    ],
)
def test_what_was_changed_since_is_left_as_it_is(
    ask: Any, connected: AtRecharge, method: str, path: str, body: Any, since: Any
) -> None:
    _, done = ask(method, path, body)
    connected.subscribe(id=27363808, **since)

    status, problem = ask("POST", f"/actions/{done['id']}/undo")

    assert (status, problem["code"]) == (409, "subscription_changed")
    assert len(connected.changes()) == 1


def test_a_day_that_is_over_does_not_come_back(
    ask: Any, connected: AtRecharge, world: World
) -> None:
    connected.stand_in._known[27363808].next_on = date(2026, 3, 4)
    _, done = ask("PATCH", OWN, {"next_charge_on": "2026-03-20"})

    status, problem = ask("POST", f"/actions/{done['id']}/undo")

    assert (status, problem["errors"][0]["code"]) == (422, "not_in_future")


def test_what_was_done_from_another_ticket_is_not_taken_back_from_this_one(
    whole: Edge, shop: Shop, ask: Any, connected: AtRecharge
) -> None:
    _, done = ask("POST", SKIP, {})
    other = a_ticket(shop, sender=Sender(address="bea@home.example", is_verified=True))
    token = shop.session(shop.hire())

    status, _, _ = whole.call(
        "POST", f"/v1/tickets/{other.id}/actions/{done['id']}/undo",
        Authorization=f"Bearer {token}",
    )  # fmt: skip

    assert status == 404


def test_a_skipped_charge_is_taken_up_while_the_next_one_is_not_planned(
    ask: Any, connected: AtRecharge, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, done = ask("POST", SKIP, {})
    whole = connected.stand_in.answer

    def unplanned(asked: Any) -> Any:
        answer = whole(asked)
        if asked.method == "GET" and asked.path.startswith("/subscriptions/"):
            told = json.loads(answer.body)
            told["subscription"]["next_charge_scheduled_at"] = None
            return reply(200, told)
        return answer

    monkeypatch.setattr(connected.stand_in, "answer", unplanned)

    assert ask("POST", f"/actions/{done['id']}/undo")[1]["state"] == "done"
    assert as_it_is(connected) == ("active", 1, "2026-03-13")
