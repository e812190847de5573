"""Cursors: opaque, signed, and good for one list of one account."""

from collections.abc import Callable

import pytest

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Invalid
from chalicelib.web import cursors
from chalicelib.web.queries import ListQuery

POSITION = {"before": 12, "name": "Zoë", "end": None}


@pytest.fixture
def cursor(desk: Desk) -> str:
    """Return a cursor of the list `messages`."""
    return cursors.seal(desk, POSITION, binding="messages")


def test_a_cursor_leads_back_to_its_position(desk: Desk, cursor: str) -> None:
    assert cursors.unseal(desk, cursor, binding="messages") == POSITION
    assert cursor.replace("-", "a").replace("_", "a").isalnum()


def test_a_cursor_of_another_list_is_refused(desk: Desk, cursor: str) -> None:
    with pytest.raises(Invalid) as refused:
        cursors.unseal(desk, cursor, binding="messages of another ticket")

    assert refused.value.code == "invalid_cursor"


def test_a_cursor_of_another_account_is_refused(
    desk_of: Callable[[str], Desk], cursor: str
) -> None:
    with pytest.raises(Invalid):
        cursors.unseal(desk_of("acc_other"), cursor, binding="messages")


def test_no_character_of_a_cursor_may_change(desk: Desk, cursor: str) -> None:
    taken = [
        (at, other)
        for at, own in enumerate(cursor)
        for other in "Aa0-_=! é\n"
        if other != own and is_taken(desk, cursor[:at] + other + cursor[at + 1 :])
    ]

    assert taken == []


@pytest.mark.parametrize("more", ["=", "==", "A", "!", " ", "\n"])
def test_nothing_may_be_added_to_a_cursor(desk: Desk, cursor: str, more: str) -> None:
    assert not is_taken(desk, cursor + more)
    assert not is_taken(desk, more + cursor)


@pytest.mark.parametrize("text", ["", "A", "x" * 100_000, "null", "é", "\ud800", "eyJhIjoxfQ"])
def test_what_was_never_a_cursor_is_refused(desk: Desk, text: str) -> None:
    assert not is_taken(desk, text)


def is_taken(desk: Desk, cursor: str) -> bool:
    try:
        cursors.unseal(desk, cursor, binding="messages")
    except Invalid:
        return False
    return True


def test_a_part_of_a_list_leads_on_to_the_next(desk: Desk) -> None:
    first = cursors.part(desk, ListQuery(limit=2), of="events")
    onward = first.onward(desk, POSITION)
    second = cursors.part(desk, ListQuery(cursor=onward["next_cursor"]), of="events")

    assert (first.limit, first.position, onward["has_more"]) == (2, {}, True)
    assert (second.limit, second.position) == (50, POSITION)
    assert second.onward(desk, None) == {"has_more": False, "next_cursor": None}
