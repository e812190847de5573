"""Long bodies: out of the row and back, and never lost (F-9)."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.core.desk import Desk
from chalicelib.tickets import bodies
from chalicelib.tickets.bodies import INLINE_HTML, INLINE_TEXT
from chalicelib.tickets.entry_rows import to_entry_row
from chalicelib.tickets.model import Change, Message
from dev.aws.gate import gate
from tests.builders import TICKET, a_message, a_note, a_ticket

LONG = "\U0001f4a9"  # four bytes a character
SIZES = st.integers(0, 3 * INLINE_TEXT)


@pytest.mark.parametrize(
    ("facts", "is_spilled"),
    [
        ({"text": "x" * INLINE_TEXT}, False),
        ({"text": "x" * (INLINE_TEXT + 1)}, True),
        ({"text": "x", "quoted": "x" * INLINE_TEXT}, True),
        ({"text": "x", "html": "x" * INLINE_HTML}, False),
        ({"text": "x", "html": "x" * (INLINE_HTML + 1)}, True),
    ],
    ids=["text", "long text", "long quote", "html", "long html"],
)
def test_only_what_is_long_goes_to_the_bucket(desk: Desk, facts: Any, is_spilled: object) -> None:
    message = a_message(**facts)

    with gate.recorded() as calls:
        stored = bodies.spilled(desk, message)

    assert bool(stored.body_key) is is_spilled
    assert [call.name for call in calls] == ["s3.PutObject"] * bool(is_spilled)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=SIZES, quoted=SIZES, html=st.none() | SIZES)
def test_any_body_comes_back_whole_from_a_row_that_fits(
    desk: Desk, text: int, quoted: int, html: int | None
) -> None:
    message = a_message(ticket_id=TICKET, text="a" + LONG * text, quoted=LONG * quoted,
                        html=None if html is None else "<" + LONG * html)  # fmt: skip

    stored = bodies.spilled(desk, message)

    whole = bodies.whole(desk, stored)
    assert isinstance(whole, Message)
    assert replace(whole, body_key="") == message
    assert (
        len(str(to_entry_row(desk.account_id, stored).serialize()).encode()) < 300_000
    )  # of 400 kB


def test_a_body_lies_with_its_account_and_nobody_elses(desk: Desk) -> None:
    keys = {bodies.spilled(desk, a_message(text="x" * 9_000)).body_key for _ in range(3)}

    assert len(keys) == 3
    assert all(key.startswith(f"{desk.account_id}/bodies/") for key in keys)


def test_a_change_keeps_its_notes_and_events_as_they_are(desk: Desk) -> None:
    long, note = a_message(text="x" * 9_000), a_note(text="x" * 20_000)
    change = Change(before=None, ticket=a_ticket(), entries=(long, note))

    kept = bodies.kept(desk, change)

    assert kept.entries[1] == note
    assert isinstance(kept.entries[0], Message)
    assert kept.entries[0].body_key


def test_what_was_never_long_is_whole_already(desk: Desk) -> None:
    for entry in (a_message(), a_note()):
        assert bodies.whole(desk, entry) is entry
