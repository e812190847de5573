"""A page of a thread holds long bodies within bounds; what is over comes with its first words."""

from typing import Any

from chalicelib.core.desk import Desk
from chalicelib.tickets import bodies
from chalicelib.tickets.model import Entry
from dev.aws.gate import gate
from tests.builders import a_message, a_note

LONG = "x" * 20_000


def page(desk: Desk, *texts: str) -> list[Entry]:
    messages = [a_message(sequence=n, text=text) for n, text in enumerate(texts, 1)]
    return [bodies.spilled(desk, message) for message in messages]


def cuts(desk: Desk, entries: list[Entry]) -> list[bool]:
    return [is_cut for _, is_cut in bodies.whole_page(desk, entries)]


def test_long_bodies_come_whole_in_the_order_of_the_thread(desk: Desk) -> None:
    entries = [*page(desk, "short", LONG), a_note()]

    found = bodies.whole_page(desk, entries)

    texts: list[Any] = [getattr(entry, "text", "") for entry, _ in found]
    assert texts == ["short", LONG, "Between us"]
    assert cuts(desk, entries) == [False, False, False]


def test_only_the_newest_are_fetched(desk: Desk) -> None:
    entries = page(desk, *[LONG] * (bodies.MOST_WHOLE + 2))

    with gate.recorded() as calls:
        found = cuts(desk, entries)

    assert found == [True] * 2 + [False] * bodies.MOST_WHOLE
    assert len(calls) == bodies.MOST_WHOLE


def test_a_page_stays_under_the_answers_limit(desk: Desk) -> None:
    half = "x" * (bodies.MOST_CHARACTERS // 2)

    assert cuts(desk, page(desk, half, half, "y" * 20_000)) == [True, False, False]


def test_a_body_that_is_not_there_breaks_nothing(desk: Desk) -> None:
    gone = a_message(sequence=1, text="First words", body_key=f"{desk.account_id}/bodies/gone")

    [found] = bodies.whole_page(desk, [gone])

    assert found == (gone, True)
