"""Tags, read marks and judgements of spam."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.core.errors import Invalid
from chalicelib.tickets.event_names import EventName
from chalicelib.tickets.model import EVERYONE, Change, Event, Tag, Ticket
from chalicelib.tickets.rules import marking
from tests.builders import (
    ALICE,
    BOB,
    NOON,
    a_chat_ticket,
    a_ticket,
    an_agent,
)


def retag(ticket: Ticket, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> Change:
    return marking.retag(ticket, an_agent(), NOON, add=add, remove=remove)


@pytest.mark.parametrize(
    ("add", "remove", "tags", "events"),
    [
        (("b", "a", "b"), (), ["a", "b", "vip"], ["tagged"]),
        (("vip",), (), ["vip"], []),
        (("VIP",), (), ["vip"], []),
        (("BIG order", "Big Order"), (), ["BIG order", "vip"], ["tagged"]),
        ((), ("Vip",), [], ["untagged"]),
        (("VIP",), ("vip",), ["VIP"], ["tagged", "untagged"]),
        ((), ("vip",), [], ["untagged"]),
        ((), ("x",), ["vip"], []),
        (("a",), ("vip",), ["a"], ["tagged", "untagged"]),
    ],
)
def test_tags_are_added_and_removed(
    add: tuple[str, ...], remove: tuple[str, ...], tags: list[str], events: list[str]
) -> None:
    change = retag(a_ticket(tags=(Tag(name="vip", source="auto"),)), add, remove)

    assert [tag.name for tag in change.ticket.tags] == tags
    assert [e.name for e in change.entries if isinstance(e, Event)] == events


def test_one_event_names_all_tags_that_came_and_one_all_that_went() -> None:
    olds, news = ([f"{kind}{n:02}" for n in range(25)] for kind in ("old", "new"))

    change = retag(a_ticket(tags=tuple(Tag(name=n) for n in olds)), tuple(news), tuple(olds))

    events = [entry for entry in change.entries if isinstance(entry, Event)]
    assert [event.details["tags"].split(", ") for event in events] == [news, olds]


@pytest.mark.parametrize("name", ["", " a", "a ", "x" * 61, "a, b"])
def test_a_tag_without_form_is_refused(name: str) -> None:
    with pytest.raises(Invalid) as refused:
        retag(a_ticket(), (name,))

    assert refused.value.code == "bad_tag"


def test_tags_have_an_end() -> None:
    full = a_ticket(tags=tuple(Tag(name=f"{n:02}") for n in range(marking.MAX_TAGS)))

    with pytest.raises(Invalid) as refused:
        retag(full, ("one more",))

    assert refused.value.code == "too_many_tags"
    assert len(retag(full, ("one more",), ("00",)).ticket.tags) == marking.MAX_TAGS


def test_not_all_tags_change_at_once() -> None:
    old, new = (tuple(f"{word} {n:02}" for n in range(50)) for word in ("old", "new"))
    full = a_ticket(tags=tuple(Tag(name=name) for name in old))

    with pytest.raises(Invalid) as refused:
        retag(full, new, old)

    assert refused.value.code == "too_many_tags"


def test_reading_is_each_agents_own() -> None:
    read = marking.read(a_ticket(), ALICE, NOON, is_read=True).ticket
    unread = marking.read(replace(read, read_by=read.read_by | {BOB}), ALICE, NOON, is_read=False)

    assert (read.is_unread_for(ALICE), read.is_unread_for(BOB)) == (False, True)
    assert unread.ticket.read_by == {BOB}
    assert marking.read(read, ALICE, NOON, is_read=True).is_empty


def test_what_asks_for_nobodys_eyes_can_be_marked_unread() -> None:
    quiet = a_ticket(read_by=frozenset({EVERYONE}))

    assert marking.read(quiet, ALICE, NOON, is_read=True).is_empty
    assert marking.read(quiet, ALICE, NOON, is_read=False).ticket.is_unread_for(ALICE)


@pytest.mark.acceptance(44)
def test_spam_is_a_judgement_that_can_be_taken_back() -> None:
    spam = marking.judge_spam(a_chat_ticket(follow_up_after=NOON), an_agent(), NOON, is_spam=True)
    back = marking.judge_spam(spam.ticket, an_agent(), NOON, is_spam=False)

    assert (spam.ticket.is_spam, spam.ticket.follow_up_after) == (True, None)
    assert (back.ticket.is_spam, [e.name for e in back.entries if isinstance(e, Event)]) == (
        False,
        [EventName.marked_not_spam],
    )


@pytest.mark.acceptance(44)
@pytest.mark.parametrize(
    ("read_by", "is_unread"),
    [(EVERYONE, True), (BOB, True), (ALICE, False)],
    ids=["spam at first", "read by another", "read"],
)
def test_what_is_no_spam_after_all_is_unread_for_whoever_has_not_read_it(
    read_by: str, is_unread: Any
) -> None:
    spam = a_ticket(is_spam=True, read_by=frozenset({read_by}))

    back = marking.judge_spam(spam, an_agent(), NOON, is_spam=False)

    assert back.ticket.is_unread_for(ALICE) is is_unread
