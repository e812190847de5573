"""The end of a trial, whatever dies on its way: ended once, and no mail about it sent twice."""

import pytest

from chalicelib.accounts.model import Plan
from chalicelib.accounts.plans import change
from tests.faults.shop import Shop
from tests.kit.crash import crash_everywhere


def mails(shop: Shop) -> int:
    """Return how many about the plan the service took."""
    return sum(posted.ref == "plan" for posted in shop.cloud.posted)


def ending(shop: Shop) -> Shop:
    """Return the shop on a trial whose end has come, of which it was told."""
    now = shop.cloud.world.now
    change.put_on(shop.desk(), Plan.trial, now.replace(year=now.year + 1))
    shop.cloud.world.now = now.replace(year=now.year + 1)
    shop.cloud.settle()
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


def events(shop: Shop) -> list[str]:
    known = shop.done("GET", "/v1/account/events", by="owner")["data"]
    return [each["event"] for each in known]


@pytest.mark.acceptance(6)
def test_sweeps_that_come_late_and_often_end_it_once(shop: Shop) -> None:
    ending(shop)
    for _ in range(3):
        work(shop)
        recover(shop)

    account = shop.done("GET", "/v1/me", by="owner")["account"]
    assert (account["plan"], account["plan_ended"]["plan"]) == ("inbox", "trial")
    assert (mails(shop), events(shop).count("plan_ended")) == (1, 1)


# Between the claim and the sending lies one read: who dies there has lost the mail.
@pytest.mark.thorough
@pytest.mark.acceptance(6)
def test_a_crash_ends_it_once_and_mails_it_at_most_once(shop: Shop) -> None:
    found: list[tuple[int, int]] = []
    crashes = crash_everywhere(
        ending(shop).kept(), work, recover,
        lambda each: found.append((mails(each), events(each).count("plan_ended"))),
    )  # fmt: skip

    assert len(crashes) > 2
    assert {ended for _, ended in found} == {1}
    assert max(sent for sent, _ in found) == 1
    assert sum(sent == 0 for sent, _ in found) == 4
