"""What conversations come to, as a table."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.channels.model import Kind
from chalicelib.customer_agent.outcomes import rules
from chalicelib.customer_agent.outcomes.model import Talk
from chalicelib.tickets.session import Outcome, Session, Stage
from tests.builders import a_customer, a_message, a_ticket

NOW = datetime(2026, 3, 4, 10, tzinfo=UTC)
DAY = ("2026-03-04", "webchat")
OVER = Session(stage=Stage.over, outcome=Outcome.resolved)
ROUTED = Session(stage=Stage.over, outcome=Outcome.routed, reason="unknown")


def told(talk: Talk, session: Session, at: datetime, **facts: Any) -> Talk:
    ticket = a_ticket(channel=Kind.webchat, session=session, created_at=NOW, updated_at=at, **facts)
    said = a_message(sequence=talk.sequence + 1, created_at=at, text="Hello?")
    after = rules.followed(talk, ticket, [said] if session.owes or session is ROUTED else [])
    return replace(after, held=rules.share(after, UTC))


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (7, {DAY: {"conversations": 1, "open": 1}}),
        (8, {DAY: {"conversations": 1, "resolved": 1},
             ("2026-03-12", "webchat"): {"conversations": 1, "open": 1}}),
    ],
)  # fmt: skip
def test_who_comes_back_within_a_week_had_no_answer(days: int, expected: Any) -> None:
    blank = Talk(ticket_id="tkt_1")
    ended = told(told(blank, Session(), NOW), OVER, NOW)
    again = told(ended, Session(owes=5), NOW + timedelta(days=days))

    assert ended.held == {DAY: {"conversations": 1, "resolved": 1}}
    assert again.held == expected
    assert rules.moves(again.held, again.held) == {}


def test_who_comes_back_late_and_gets_a_human_at_once_is_another_one() -> None:
    ended = told(told(Talk(ticket_id="tkt_1"), Session(), NOW), OVER, NOW)
    again = told(ended, ROUTED, NOW + timedelta(days=8))
    soon = told(ended, ROUTED, NOW + timedelta(days=6))

    later = {("2026-03-12", "webchat"): {"conversations": 1, "routed": 1}}
    assert again.held == {DAY: {"conversations": 1, "resolved": 1}, **later}
    assert again.ended_at == NOW + timedelta(days=8)
    assert soon.held == {DAY: {"conversations": 1, "routed": 1}}


def test_spam_counts_nowhere() -> None:
    talk = told(Talk(ticket_id="tkt_1"), Session(), NOW)
    spam = told(talk, Session(), NOW, is_spam=True)

    assert spam.held == {}
    assert rules.moves(talk.held, spam.held) == {DAY: {"conversations": -1, "open": -1}}


def test_rates_are_of_what_they_say_and_none_of_nothing() -> None:
    cells = [
        (DAY, {"conversations": 5, "resolved": 2, "routed": 1, "closed": 1, "open": 1}),
        (("2026-03-05", "sms"), {"conversations": 1, "routed": 1}),
    ]
    every, none = rules.figures(cells, None), rules.figures([], None)

    assert (every["conversations"], every["ended"], every["open"]) == (6, 5, 1)
    assert (every["resolution_rate"], every["routed_rate"]) == (0.6, 0.3333)
    assert every["by_channel"]["chat"]["resolution_rate"] == 0.75
    assert rules.figures(cells, "sms")["by_channel"].keys() == {"sms"}
    assert (none["resolution_rate"], none["routed_rate"], none["by_channel"]) == (None, None, {})


def test_who_only_texts_is_shown_by_their_number() -> None:
    customer = a_customer(name="", email="", phone="+15005550101")
    talk = told(Talk(ticket_id="tkt_1"), Session(), NOW, customer=customer)

    assert rules.shown(talk)["customer"]["phone"] == "+15005550101"
