"""When a plan ends, and what is said of that (acceptance 6, decision 34)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.accounts.model import Account, Notice, Plan, Term
from chalicelib.accounts.plans import rules, words
from chalicelib.accounts.settings.model import OfficeHours, Settings
from chalicelib.core.errors import Invalid

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
DAY = timedelta(days=1)
END = NOW + 14 * DAY


def an_account(plan: Plan = Plan.trial, **term: object) -> Account:
    return Account(
        id="acc_1",
        name="Acme",
        slug="acme",
        plan=plan,
        public_key="p",
        chat_secret="s",
        created_at=NOW,
        settings=Settings(),
        term=Term(**{"ends_at": END, **term}),
    )


@pytest.mark.acceptance(6)
@pytest.mark.parametrize(
    ("days", "plan", "ends_at"),
    [(14, Plan.trial, END), (1, Plan.trial, NOW + DAY), (0, Plan.helpdesk, None)],
)
def test_a_new_account_has_everything(days: int, plan: Plan, ends_at: datetime | None) -> None:
    assert rules.begun(days, NOW) == (plan, Term(ends_at=ends_at))


@pytest.mark.parametrize(
    ("term", "due_at"),
    [
        (Term(), None),
        (Term(ends_at=END), END - 3 * DAY),
        (Term(ends_at=END, is_end_announced=True), END),
        (Term(ends_at=END, owed=Notice.ending, owed_since=NOW), NOW + timedelta(minutes=1)),
        (Term(ended=Plan.trial, ended_at=NOW), None),
    ],
)
def test_the_sweep_looks_when_something_is_to_be_done(term: Term, due_at: datetime | None) -> None:
    assert rules.due_at(term) == due_at


@pytest.mark.acceptance(6)
@pytest.mark.parametrize(
    ("now", "plan", "owed"),
    [
        (NOW, Plan.trial, None),
        (END - 3 * DAY - timedelta(seconds=1), Plan.trial, None),
        (END - 3 * DAY, Plan.trial, Notice.ending),
        (END - timedelta(seconds=1), Plan.trial, Notice.ending),
        (END, Plan.inbox, Notice.ended),
        (END + 90 * DAY, Plan.inbox, Notice.ended),
    ],
)
def test_what_is_due_is_done_once_however_late(
    now: datetime, plan: Plan, owed: Notice | None
) -> None:
    after = rules.come_due(an_account(), now)

    assert (after.plan, after.term.owed) == (plan, owed)
    assert rules.come_due(after, now + timedelta(minutes=1)) == after or now < END
    assert rules.come_due(rules.told(after), now) == rules.told(after)


def test_an_ended_plan_tells_which_it_was_and_when() -> None:
    after = rules.come_due(an_account(Plan.helpdesk), END + DAY)

    assert (after.term.ended, after.term.ended_at) == (Plan.helpdesk, END)
    assert after.term.ends_at is None


@pytest.mark.parametrize("later", [None, END + 30 * DAY])
def test_what_was_bought_in_time_does_not_end(later: datetime | None) -> None:
    bought = rules.changed(an_account(is_end_announced=True), Plan.helpdesk, later, NOW)

    assert rules.come_due(bought, END) == bought
    assert bought.term == Term(ends_at=later)


def test_the_same_plan_with_the_same_end_is_no_change() -> None:
    account = an_account(is_end_announced=True)

    assert rules.changed(account, Plan.trial, END, NOW) is account


def test_what_remained_after_the_end_can_be_chosen() -> None:
    ended = rules.come_due(an_account(), END)
    chosen = rules.changed(ended, Plan.inbox, None, END + DAY)

    assert (chosen.plan, chosen.term) == (Plan.inbox, Term())
    assert rules.changed(chosen, Plan.inbox, None, END + DAY) is chosen


@pytest.mark.parametrize(
    ("plan", "ends_at", "code"),
    [
        (Plan.inbox, END, "endless"),
        (Plan.helpdesk, NOW, "in_the_past"),
        (Plan.trial, NOW - DAY, "in_the_past"),
        (Plan.trial, NOW + 9_999 * DAY, "too_late"),
    ],
)
def test_impossible_ends_are_refused(plan: Plan, ends_at: datetime, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        rules.changed(an_account(), plan, ends_at, NOW)

    assert [(each.pointer, each.code) for each in refused.value.faults] == [("/ends_at", code)]


def test_a_mail_that_could_not_be_sent_is_owed_again_unless_it_is_out_of_date() -> None:
    owing = rules.come_due(an_account(), END - DAY)
    claimed = rules.told(owing)
    bought = rules.changed(claimed, Plan.helpdesk, None, NOW)
    ended = rules.come_due(claimed, END)

    again = rules.owing(claimed, Notice.ending, NOW).term
    assert (again.owed, again.owed_since) == (Notice.ending, NOW)
    assert rules.due_at(again) == min(NOW + timedelta(hours=1), END)
    assert [rules.mail_due(again, NOW + n * timedelta(minutes=30)) for n in range(3)] == [
        None, None, Notice.ending,
    ]  # fmt: skip
    assert rules.owing(bought, Notice.ending, NOW) == bought
    assert rules.owing(ended, Notice.ending, NOW) == ended


@pytest.mark.parametrize(
    ("notice", "subject", "said"),
    [
        (Notice.ending, "The trial of Acme ends", "ends on 18 March 2026 at 12:00 (UTC)"),
        (Notice.ended, "The trial of Acme has ended", "has ended on 18 March 2026 at 12:00 (UTC)"),
    ],
)
def test_mails_say_what_ends_when_and_what_stays(notice: Notice, subject: str, said: str) -> None:
    account = an_account()
    if notice is Notice.ended:
        account = rules.come_due(account, END)
    given, text = words.mail(account, notice, "https://desk.example")

    assert given == subject
    assert said in text
    assert "Nothing of them is deleted" in text
    assert "https://desk.example/console#/settings/account" in text


def test_the_moment_is_told_in_the_accounts_own_time_zone() -> None:
    settings = Settings(office_hours=OfficeHours(time_zone="America/New_York"))
    account = replace(an_account(), settings=settings)

    assert "at 08:00 (America/New_York)" in words.mail(account, Notice.ending, "")[1]
