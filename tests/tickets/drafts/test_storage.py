"""Drafts under races and faults: no words are lost, and none come back from the dead."""

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.core.desk import Desk
from chalicelib.table.write import ConditionFailed
from chalicelib.tickets.drafts import storage
from chalicelib.tickets.drafts.model import Words
from tests.builders import ALICE, TICKET, a_caller
from tests.kit.http_world import World


@pytest.fixture
def alice(desk_of: Any, desk: Desk) -> Any:
    """Return a maker of Alice's desks, one for each request."""
    caller = a_caller(id=ALICE)
    return lambda: replace(desk_of(desk.account_id), caller=caller)


def text(desk: Desk) -> str:
    draft = storage.find(desk, TICKET, consistent=True)
    return draft.words.text if draft else ""


def save(desk: Desk, words: str, expected: int | None) -> int:
    return storage.save(desk, TICKET, Words(text=words), expected=expected)


@pytest.mark.any_engine
def test_of_two_tabs_at_once_one_is_told(alice: Any) -> None:
    known = save(alice(), "Hello", 0)
    outcomes: dict[str, int | None] = {}

    def write(words: str) -> None:
        try:
            outcomes[words] = save(alice(), words, known)
        except ConditionFailed:
            outcomes[words] = None

    tabs = [threading.Thread(target=write, args=(f"Hello {n}",)) for n in range(4)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()

    [won] = [words for words, revision in outcomes.items() if revision]
    assert text(alice()) == won


@pytest.mark.any_engine
def test_a_late_save_does_not_outlive_what_was_sent(alice: Any) -> None:
    first = save(alice(), "Hello", 0)
    second = save(alice(), "Hello Ann", first)
    storage.sent(alice(), TICKET, "Hello Ann", revision=0)

    for known in (first, second):
        with pytest.raises(ConditionFailed):
            save(alice(), "Hello Ann", known)
    assert text(alice()) == ""


@pytest.mark.any_engine
def test_what_was_written_after_is_kept(alice: Any) -> None:
    first = save(alice(), "Hello", 0)
    save(alice(), "One more thing", first)

    storage.sent(alice(), TICKET, "Hello", revision=first)

    assert text(alice()) == "One more thing"


def test_who_saved_is_told_so_when_the_answer_was_lost(alice: Any) -> None:
    desk = alice()
    first = save(desk, "Hello", 0)

    assert save(desk, "Hello", 0) != first
    assert text(alice()) == "Hello"


def test_a_draft_of_long_ago_is_none(alice: Any, world: World) -> None:
    save(alice(), "Hello", 0)
    world.now += storage.KEPT + timedelta(seconds=1)

    assert text(alice()) == ""
    assert save(alice(), "Hi", 0) > 0
