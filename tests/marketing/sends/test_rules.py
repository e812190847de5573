"""Which text answers which send, and where sends stand in a thread."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels.model import Kind
from chalicelib.marketing.sends import rules
from chalicelib.marketing.sends.model import Send, SendKind
from chalicelib.marketing.sends.rules import Line
from tests.builders import CUSTOMER, NOON, a_note, later

DAY = timedelta(hours=24)
MOMENT = timedelta(milliseconds=1)


def a_send(**facts: Any) -> Send:
    known: dict[str, Any] = {
        "id": "1",
        "channel": Kind.sms,
        "kind": SendKind.flow,
        "name": "Welcome",
        "customer_id": CUSTOMER,
        "sent_at": NOON,
    }
    return Send(**{**known, **facts})


@pytest.mark.acceptance(118, 119, 120, 121)
@pytest.mark.parametrize(
    ("waited", "claimed_by", "is_answered"),
    [
        (timedelta(0), "", True),
        (DAY, "", True),
        (DAY + MOMENT, "", False),
        (-MOMENT, "", False),
        (timedelta(hours=1), "this text", True),
        (timedelta(hours=1), "an earlier text", False),
    ],
)
def test_only_the_first_text_in_the_window_answers(
    waited: timedelta, claimed_by: str, *, is_answered: bool
) -> None:
    send = a_send(claimed_by=claimed_by)

    assert rules.is_answered_by(send, "this text", NOON + waited, DAY) is is_answered


def names(lines: list[Line]) -> list[str]:
    return [line.send.id if line.send else str(line.entry and line.entry.sequence)
            for line in lines]  # fmt: skip


def test_sends_stand_where_their_time_is() -> None:
    entries = [a_note(sequence=n, created_at=later(hours=n)) for n in (1, 2, 3)]
    sends = [a_send(id=f"at {h}", sent_at=later(hours=h)) for h in (0, 1.5, 9)]

    lines = rules.merged(entries, sends, limit=50, before=4)

    assert names(lines) == ["at 0", "1", "at 1.5", "2", "3", "at 9"]
    assert [line.follows for line in lines if line.send] == [0, 1, 3]


def test_the_newest_lines_are_shown() -> None:
    entries = [a_note(sequence=n, created_at=later(hours=n)) for n in (1, 2, 3)]
    sends = [a_send(id=f"at {h}", sent_at=later(hours=h)) for h in (0, 2.5)]

    assert names(rules.merged(entries, sends, limit=3, before=4)) == ["2", "at 2.5", "3"]


@given(st.lists(st.integers(0, 20)), st.lists(st.integers(0, 20)), st.integers(1, 30))
def test_no_line_changes_its_place_among_its_like(
    hours: list[int], sent: list[int], limit: int
) -> None:
    entries = [a_note(sequence=n, created_at=later(hours=h)) for n, h in enumerate(hours, 1)]
    sends = [a_send(id=str(n), sent_at=later(hours=h)) for n, h in enumerate(sorted(sent))]

    lines = rules.merged(entries, sends, limit=limit, before=len(entries) + 1)

    shown = [line.entry for line in lines if line.entry]
    received = [line.send for line in lines if line.send]
    assert len(lines) == min(limit, len(entries) + len(sends))
    assert shown == entries[len(entries) - len(shown) :]
    assert received == sends[len(sends) - len(received) :]
