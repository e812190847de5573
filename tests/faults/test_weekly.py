"""The week's mail, whatever dies on its way: never two, and none lost but in the one instant."""

from datetime import UTC, datetime

import pytest

from tests.faults.shop import Shop
from tests.kit.crash import crash_everywhere

MONDAY_AT_EIGHT = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)


def mails(shop: Shop) -> int:
    """Return how many of it the service took."""
    return sum(posted.ref == "weekly-report" for posted in shop.cloud.posted)


def on(shop: Shop) -> Shop:
    """Return the shop with the mail switched on, by the API and the stream, and its Monday come."""
    weekly = {"is_on": True, "to": [shop.alice.id]}
    shop.cloud.world.now = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
    shop.done("PATCH", "/v1/settings", {"reports": {"weekly_email": weekly}}, by="owner")
    shop.cloud.settle()
    shop.cloud.sweep()
    shop.cloud.world.now = MONDAY_AT_EIGHT
    return shop


def work(shop: Shop) -> None:
    """Let the sweep and the worker do their part."""
    shop.cloud.sweep()
    shop.cloud.carry("jobs")


def recover(shop: Shop) -> None:
    """Let what comes again come again, at once and when another look is due."""
    shop.cloud.settle()
    shop.cloud.world.pass_time(minutes=11)
    work(shop)


def test_the_sweep_sends_it_once(shop: Shop) -> None:
    on(shop)
    for _ in range(3):
        work(shop)
        recover(shop)

    assert mails(shop) == 1


# Between the claim and the sending lies the one instant in which it is lost rather than repeated:
# it dies after the one call, or before the other.
@pytest.mark.thorough
def test_a_crash_sends_none_twice_and_loses_none_before_its_claim(shop: Shop) -> None:
    sent: list[int] = []
    crashes = crash_everywhere(
        on(shop).kept(), work, recover, lambda each: sent.append(mails(each))
    )

    assert len(crashes) > 2
    assert max(sent) == 1
    assert sent.count(0) == 2
