"""What the page says of an account as it is."""

import pytest

from chalicelib.core.errors import Unavailable
from tests.faults.shop import Shop
from tests.status.conftest import Breaks
from tests.status.things import page, sleeper, stuck, swept


def test_a_new_account_is_well(shop: Shop) -> None:
    shown = page(shop)

    assert shown["is_well"] is True
    assert (shown["webhooks"], shown["work"], shown["stuck"]) == ([], [], [])
    assert [queue["name"] for queue in shown["queues"]] == ["sending", "due", "background"]
    assert not any(queue["is_late"] or queue["waiting"] for queue in shown["queues"])
    assert [channel["channel"] for channel in shown["channels"]] == ["email", "webchat"]


def test_a_ticket_that_cannot_wake_is_shown_with_its_reason_until_it_wakes(
    shop: Shop, breaks: Breaks
) -> None:
    ticket_id = sleeper(shop)
    breaks(ValueError("what a customer wrote"))
    swept(shop, minutes=61)

    shown = page(shop)
    [found] = shown["stuck"]
    assert not shown["is_well"]
    assert (found["kind"], found["reason"], found["tries"]) == ("ticket", "unexpected", 1)
    assert (found["ticket_id"], found["ticket_number"]) == (ticket_id, 1)
    assert found["since"] < found["next_try_at"]
    assert "what a customer wrote" not in str(found)
    swept(shop, minutes=11)
    assert [(s["tries"], s["since"]) for s in stuck(shop)] == [(2, found["since"])]
    breaks(None)
    swept(shop, minutes=11)
    assert stuck(shop) == []
    assert page(shop)["is_well"]


def test_what_waits_for_a_service_is_stuck_once_it_has_waited_long(
    shop: Shop, breaks: Breaks
) -> None:
    sleeper(shop)
    breaks(Unavailable("The table is busy."))
    swept(shop, minutes=61)
    assert stuck(shop) == []

    swept(shop, minutes=5)

    [found] = stuck(shop)
    assert (found["reason"], found["detail"]) == ("unavailable", "The table is busy.")


def test_what_the_sweep_does_not_come_to_is_late(shop: Shop) -> None:
    sleeper(shop)

    shop.cloud.world.pass_time(minutes=70)

    due = page(shop)["queues"][1]
    assert (due["name"], due["waiting"], due["is_late"]) == ("due", 1, True)


@pytest.mark.parametrize("minutes", [59, 62])
def test_what_is_due_for_a_moment_is_not_late(shop: Shop, minutes: int) -> None:
    sleeper(shop)

    shop.cloud.world.pass_time(minutes=minutes)

    assert not page(shop)["queues"][1]["is_late"]
