"""The badges' sums can be made anew from the tickets, whatever became of them (I-6)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Unavailable
from chalicelib.table import keys
from chalicelib.tickets import counts, feed, recounting
from chalicelib.tickets.feed import BadgesRow, FoldedRow, Touched
from chalicelib.tickets.model import Change, Ticket
from chalicelib.tickets.policy import Policy
from chalicelib.tickets.recounting import recount
from chalicelib.tickets.storage import commit
from tests.builders import ALICE, a_ticket, a_ticket_id

pytestmark = pytest.mark.any_engine


def kept(desk: Desk, number: int, **facts: Any) -> Ticket:
    ticket = a_ticket(id=a_ticket_id(number), number=number + 1, **facts)
    change = Change(before=None, ticket=ticket)
    return commit(desk.for_operation(desk.new_id("op")), change, Policy())


def folded(desk: Desk, *tickets: Ticket) -> None:
    some = [Touched(ticket_id=ticket.id, ticket=ticket) for ticket in tickets]
    feed.fold(desk.for_operation(desk.new_id("op")), some)


def spoil(desk: Desk, total: counts.Counts) -> None:
    pk, sk = keys.badges(desk.account_id)
    BadgesRow(pk=pk, sk=sk, counts=total, sequence=feed.sequence(desk)).save()


def test_sums_that_are_wrong_are_right_again(desk: Desk) -> None:
    tickets = [kept(desk, 0), kept(desk, 1, assignee_id=ALICE), kept(desk, 2, is_spam=True)]
    folded(desk, *tickets)
    spoil(desk, {"open:-": 17})
    recount(desk)

    assert feed.sums(desk) == counts.recount(tickets)
    assert feed.sequence(desk) == len(tickets)


def test_a_ticket_that_was_never_folded_is_counted(desk: Desk) -> None:
    known, lost = kept(desk, 0), kept(desk, 1)
    folded(desk, known, lost)
    pk, sk = keys.folded(desk.account_id, lost.id)
    FoldedRow(pk=pk, sk=sk).delete()
    recount(desk)

    assert feed.sums(desk) == counts.recount([known, lost])


def test_what_the_reader_of_the_stream_does_meanwhile_is_taken_in(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = kept(desk, 0)
    folded(desk, ticket)
    put_sums = feed.put_sums
    taken = replace(ticket, assignee_id=ALICE, version=ticket.version + 1)

    def put(own: Desk, total: counts.Counts, reached: int) -> bool:
        if feed.sequence(desk) == 1:
            folded(desk, taken)
        return put_sums(own, total, reached)

    monkeypatch.setattr(recounting.feed, "put_sums", put)
    recount(desk)

    assert feed.sums(desk) == counts.recount([taken])


def test_who_is_always_too_late_comes_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    folded(desk, kept(desk, 0))
    monkeypatch.setattr(recounting.feed, "put_sums", lambda *_: False)

    with pytest.raises(Unavailable):
        recount(desk)


def test_whoever_folds_from_what_was_there_before_folds_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = kept(desk, 0), kept(desk, 1)
    folded(desk, first)
    spoil(desk, {"open:-": 17})
    known = feed._known

    def look(own: Desk, ticket_ids: Sequence[str]) -> Any:
        monkeypatch.setattr(feed, "_known", known)
        assert feed.put_sums(desk.for_operation("recount"), counts.recount([first]), 1)
        return known(own, ticket_ids)

    monkeypatch.setattr(feed, "_known", look)
    folded(desk, second)

    assert feed.sums(desk) == counts.recount([first, second])


@pytest.mark.parametrize("is_known", [True, False])
def test_an_account_without_tickets_has_nothing_to_count(desk: Desk, *, is_known: bool) -> None:
    if is_known:
        folded(desk, a_ticket())
    recount(desk)

    assert feed.sums(desk) == {}


def test_a_head_that_is_gone_is_made_anew(desk: Desk) -> None:
    ticket = kept(desk, 0)
    folded(desk, ticket)
    pk, sk = keys.badges(desk.account_id)
    BadgesRow(pk=pk, sk=sk).delete()
    recount(desk)

    assert feed.sums(desk) == counts.recount([ticket])
