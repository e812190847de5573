"""The account's settings as the ticket rules obey them (decision 10)."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.accounts.model import Account, Plan
from chalicelib.accounts.settings.model import AutoClose, FollowUpEmail, Settings, WebChat
from chalicelib.channels.model import Kind
from chalicelib.core.desk import Desk
from chalicelib.tickets import policy
from chalicelib.tickets.due import Policy


def of(settings: Settings, plan: Plan = Plan.helpdesk) -> Policy:
    return policy.of(
        Account(
            id="acc_1",
            name="Shop",
            slug="shop",
            plan=plan,
            public_key="pk",
            chat_secret="",
            created_at=datetime(2026, 1, 1, tzinfo=UTC),
            settings=settings,
        )
    )


def closing(**facts: object) -> Policy:
    return of(Settings(auto_close=AutoClose(**facts)))  # type: ignore[arg-type]


@pytest.mark.acceptance(84)
def test_nothing_closes_by_itself_unless_switched_on() -> None:
    assert closing().close_after == {}
    assert closing(after_hours=1).close_after == {}


@pytest.mark.acceptance(84)
def test_a_period_is_for_all_channels_and_two_days_at_first() -> None:
    assert closing(enabled=True).close_after == dict.fromkeys(Kind, timedelta(days=2))


def test_a_channel_may_have_another_period_or_none() -> None:
    periods = closing(enabled=True, after_hours=5, by_channel={"email": 9, "webchat": 0})

    assert periods.close_after[Kind.email] == timedelta(hours=9)
    assert periods.close_after[Kind.sms] == timedelta(hours=5)
    assert Kind.webchat not in periods.close_after


def test_a_plan_without_it_closes_nothing() -> None:
    wanted = Settings(auto_close=AutoClose(enabled=True))

    assert of(wanted, Plan.inbox).close_after == {}
    assert of(wanted).close_after != {}


def test_the_rest_is_taken_over() -> None:
    chosen = closing(enabled=True, include_snoozed=True, closing_text="Bye")

    assert (chosen.closes_snoozed, chosen.closing_text, chosen.follows_up) == (True, "Bye", True)


@pytest.mark.acceptance(78)
def test_the_follow_up_can_be_switched_off() -> None:
    off = Settings(web_chat=WebChat(follow_up_email=FollowUpEmail(enabled=False)))

    assert not of(off).follows_up


def test_the_policy_is_that_of_the_desks_account(desk: Desk, account: Account) -> None:
    assert policy.load(desk) == policy.of(account)
