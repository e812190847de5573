"""Plans that end in the sweep, and the mails about it (acceptance 6)."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib import jobs as workers
from chalicelib.accounts import create, storage
from chalicelib.accounts.model import Account, Plan, Term
from chalicelib.accounts.plans import change, notices
from chalicelib.core.desk import Desk
from chalicelib.core.errors import DeliveryFailed, DeskhandError, Unavailable, Uncertain
from chalicelib.table import keys
from chalicelib.table.across_accounts import across_accounts_due
from dev.aws.gate import gate
from tests.accounts.conftest import Jobs, Mailed
from tests.accounts.shop import Shop, an_address, event_names
from tests.builders import NOON

DAY = timedelta(days=1)
DeskOf = Callable[[str], Desk]


@pytest.fixture
def shop(desk_of: DeskOf) -> Shop:
    """Return a shop in its trial of fourteen days."""
    desk = desk_of("")
    desk = replace(desk, place=replace(desk.place, trial_days=14))
    founded = create.create(desk, name="Acme", email=an_address(desk), owner_name="Olga")
    return Shop(account=founded.account, owner=founded.owner, desk_of=desk_of)


def now_of(shop: Shop) -> Account:
    return storage.account_now(shop.desk())


def after(shop: Shop, span: timedelta) -> Desk:
    """Return a desk so long after the account was made."""
    moment = shop.account.created_at + span
    return replace(shop.desk(), clock=lambda: moment)


def is_due(shop: Shop, span: timedelta) -> bool:
    pk, sk = keys.account(shop.account.id)
    shard = int(keys.due_shard(pk + sk).removeprefix("D#"))
    found = across_accounts_due(shard, shop.account.created_at + span)
    return (pk, sk) in {(row.pk, row.sk) for row in found}


@pytest.mark.acceptance(6)
def test_an_account_is_due_when_its_end_is_near_and_not_before(shop: Shop) -> None:
    assert not is_due(shop, 10 * DAY)
    assert is_due(shop, 11 * DAY)


@pytest.mark.acceptance(6)
@pytest.mark.parametrize(("days", "is_ending"), [(10, False), (11, True), (13, True)])
def test_the_end_is_near_by_our_own_clock(shop: Shop, days: int, *, is_ending: bool) -> None:
    shown = change.shown(shop.account, shop.account.created_at + days * DAY)

    assert shown["is_plan_ending"] is is_ending
    assert not change.shown(replace(shop.account, term=Term()), NOON)["is_plan_ending"]


@pytest.mark.acceptance(6)
def test_the_plan_ends_once_and_the_owner_is_told_twice(
    shop: Shop, jobs: Jobs, mailed: Mailed
) -> None:
    for days in (11, 12, 14, 14, 40):
        notices.come_due(after(shop, days * DAY))
        notices.send(after(shop, days * DAY))
        notices.send(after(shop, days * DAY))

    account = now_of(shop)
    subjects = [mail["Subject"] for mail in mailed(shop.owner.email)]
    assert (account.plan, account.term.ends_at, account.term.owed) == (Plan.inbox, None, None)
    assert subjects == ["The trial of Acme ends", "The trial of Acme has ended"]
    assert event_names(shop.desk())[1:] == (
        "plan_ends_soon", "plan_mail_sent", "plan_ended", "plan_mail_sent",
    )  # fmt: skip
    assert not is_due(shop, 400 * DAY)


@pytest.mark.acceptance(6)
def test_what_was_bought_while_the_sweep_looked_stays(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    stale = now_of(shop)
    change.put_on(after(shop, 13 * DAY), Plan.helpdesk)
    read = storage.account_now
    answers = [stale]
    monkeypatch.setattr(
        storage, "account_now", lambda desk: answers.pop() if answers else read(desk)
    )
    notices.come_due(after(shop, 15 * DAY))

    assert read(shop.desk()).plan is Plan.helpdesk
    assert "plan_ended" not in event_names(shop.desk())


@pytest.mark.acceptance(6)
def test_settings_that_change_at_the_same_time_are_kept(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = replace(now_of(shop), name="Acme & Sons", version=2)
    real = notices.rules.come_due

    def slow(account: Account, now: object) -> Account:
        if account.version == 1 and storage.account_now(shop.desk()).version == 1:
            desk = shop.desk()
            storage.commit(desk, [storage.put_account(desk, before)])
        return real(account, now)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(notices.rules, "come_due", slow)
    notices.come_due(after(shop, 14 * DAY))

    assert (now_of(shop).plan, now_of(shop).name) == (Plan.inbox, "Acme & Sons")


def test_the_order_that_was_lost_is_given_again(shop: Shop, jobs: Jobs) -> None:
    notices.come_due(after(shop, 14 * DAY))
    jobs()
    notices.come_due(after(shop, 14 * DAY + timedelta(minutes=1)))

    order = {"job": notices.JOB, "account_id": shop.account.id}
    assert [each for each in jobs() if each["account_id"] == shop.account.id] == [order]


class Closed:
    """A mail service that answers so."""

    def __init__(self, failure: Exception) -> None:
        self.failure, self.asked = failure, 0

    def send(self, **_: object) -> str:
        self.asked += 1
        raise self.failure

    def may_send_from(self, _address: str) -> bool:
        return True


NOT_SENT = [Unavailable("Not now."), DeliveryFailed("Paused.", permanent=False)]


@pytest.mark.parametrize("failure", NOT_SENT, ids=["busy", "paused"])
def test_a_mail_that_surely_was_not_sent_is_owed_still(
    shop: Shop, jobs: Jobs, mailed: Mailed, failure: DeskhandError
) -> None:
    notices.come_due(after(shop, 14 * DAY))

    with pytest.raises(type(failure)):
        notices.send(replace(after(shop, 14 * DAY), mailer=Closed(failure)))
    assert "plan_mail_sent" not in event_names(shop.desk())
    notices.send(after(shop, 15 * DAY))

    assert [m["Subject"] for m in mailed(shop.owner.email)] == ["The trial of Acme has ended"]
    assert event_names(shop.desk())[1:] == ("plan_ended", "plan_mail_sent")


@pytest.mark.parametrize("failure", NOT_SENT, ids=["busy", "paused"])
def test_while_the_service_is_away_it_is_asked_hourly_and_the_history_says_nothing(
    shop: Shop, jobs: Jobs, failure: DeskhandError
) -> None:
    mailer = Closed(failure)
    notices.come_due(after(shop, 14 * DAY))
    jobs()
    ordered = 0
    for minutes in range(0, 6 * 60, 2):
        desk = replace(after(shop, 14 * DAY + timedelta(minutes=minutes)), mailer=mailer)
        with suppress(type(failure)):
            notices.send(desk)
        notices.come_due(desk)
        ordered += len([each for each in jobs() if each["account_id"] == shop.account.id])

    assert mailer.asked == 6
    assert ordered <= 6
    assert event_names(shop.desk())[1:] == ("plan_ended",)


@pytest.mark.parametrize(
    "failure",
    [DeliveryFailed("No such address.", permanent=True), Uncertain("Who knows.")],
    ids=["for good", "unknown"],
)
def test_a_mail_that_may_have_left_or_never_will_is_not_sent_again(
    shop: Shop, jobs: Jobs, failure: DeskhandError
) -> None:
    mailer = Closed(failure)
    notices.come_due(after(shop, 14 * DAY))
    for days in (14, 15):
        notices.send(replace(after(shop, days * DAY), mailer=mailer))

    assert mailer.asked == 1
    assert event_names(shop.desk())[1:] == ("plan_ended",)


def test_who_buys_before_the_mail_leaves_is_not_told(shop: Shop, mailed: Mailed) -> None:
    notices.come_due(after(shop, 14 * DAY))
    change.put_on(after(shop, 14 * DAY), Plan.helpdesk)
    notices.send(after(shop, 14 * DAY))

    assert mailed(shop.owner.email) == []


def test_the_worker_sends_it(shop: Shop) -> None:
    notices.come_due(after(shop, 14 * DAY))
    with gate.recorded() as calls:
        workers.run_job(json.dumps({"job": notices.JOB, "account_id": shop.account.id}))

    assert [call.name for call in calls if call.service == "sesv2"] == ["sesv2.SendEmail"]


def test_who_chooses_the_free_plan_after_a_trial_has_chosen(shop: Shop, mailed: Mailed) -> None:
    notices.come_due(after(shop, 14 * DAY))
    for _ in range(2):
        account = change.put_on(after(shop, 15 * DAY), Plan.inbox)

    assert (account.plan, change.shown(account, shop.desk().now())["plan_ended"]) == (
        Plan.inbox,
        None,
    )
    assert event_names(shop.desk())[1:] == ("plan_ended", "plan_changed")


def test_a_change_of_the_plan_is_recorded_once(shop: Shop) -> None:
    for _ in range(2):
        change.put_on(shop.desk(), Plan.helpdesk)

    assert event_names(shop.desk()).count("plan_changed") == 1
