"""Snoozed, woken, closed: what each leaves behind."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from chalicelib.core.errors import Invalid
from chalicelib.tickets.model import (
    SYSTEM,
    Author,
    Change,
    Status,
    Ticket,
)
from chalicelib.tickets.rules import speaking, states
from chalicelib.tickets.session import Outcome, Session, Stage
from tests.builders import (
    ALICE,
    EARLIER,
    NOON,
    a_chat_ticket,
    a_ticket,
    an_agent,
    carries,
    later,
)


def reply(ticket: Ticket, text: str = "Yes", **facts: Any) -> Change:
    by, can = an_agent(), carries(ticket.channel)
    return speaking.reply(ticket, by, text, NOON, capabilities=can, **facts)


@pytest.mark.acceptance(50)
@pytest.mark.parametrize("until", [later(seconds=1), later(days=366)])
def test_a_snooze_lasts_up_to_a_year(until: datetime) -> None:
    ticket = states.snooze(a_ticket(), until, an_agent(), NOON, keep_on_reply=True).ticket

    assert (ticket.status, ticket.snoozed_until) == (Status.snoozed, until)
    assert ticket.keep_on_reply


@pytest.mark.parametrize("until", [later(seconds=-1), NOON, later(days=367)])
def test_a_snooze_into_the_past_or_for_years_is_refused(until: datetime) -> None:
    with pytest.raises(Invalid) as refused:
        states.snooze(a_ticket(), until, an_agent(), NOON)

    assert refused.value.code == "bad_snooze"


@pytest.mark.acceptance(51)
def test_closing_cancels_snooze_and_auto_close() -> None:
    waiting = a_ticket(
        status=Status.snoozed, snoozed_until=later(days=1), keep_on_reply=True, quiet_since=EARLIER
    )

    ticket = states.close(waiting, an_agent(), NOON).ticket

    assert ticket == replace(a_ticket(), status=Status.closed, version=2, sequence=2,
                             closed_at=NOON, updated_at=NOON)  # fmt: skip


@pytest.mark.acceptance(78)
def test_closing_leaves_an_unseen_answer_to_be_mailed() -> None:
    ticket = states.close(reply(a_chat_ticket()).ticket, an_agent(), NOON).ticket

    assert (ticket.status, ticket.follow_up_after) == (Status.closed, later(minutes=3))


def test_an_agent_who_wakes_a_ticket_starts_the_auto_close_anew() -> None:
    asleep = a_ticket(
        status=Status.snoozed, snoozed_until=later(days=9), quiet_since=later(days=-3)
    )

    ticket = states.reopen(asleep, an_agent(), NOON, capabilities=carries()).ticket

    assert (ticket.status, ticket.quiet_since) == (Status.open, NOON)


RESOLVED = Session(stage=Stage.over, outcome=Outcome.resolved)


@pytest.mark.parametrize(("by", "is_helped"), [(an_agent(), False), (SYSTEM, True)])
@pytest.mark.parametrize("step", ["reopen", "snooze"])
def test_what_an_agent_works_on_is_the_teams_from_then_on(
    by: Author, step: str, *, is_helped: bool
) -> None:
    closed = a_ticket(status=Status.closed, closed_at=EARLIER, session=RESOLVED)
    asked = a_ticket(session=Session(owes=1))

    if step == "reopen":
        ticket = states.reopen(closed, by, NOON, capabilities=carries(closed.channel)).ticket
    else:
        ticket = states.snooze(asked, later(days=1), by, NOON).ticket

    assert ticket.is_helped is is_helped
    assert (ALICE in ticket.read_by) is not is_helped
    assert ticket.status is (Status.open if step == "reopen" else Status.snoozed)
