"""What holds after any history of a ticket, whatever came in whatever order."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.errors import DeskhandError
from chalicelib.tickets import counts, due
from chalicelib.tickets.model import Change, Event, Message, Status, Ticket
from tests.builders import ALICE, BOB, NOON, a_chat_ticket, a_ticket
from tests.tickets.verbs import POLICY, VERBS

STEPS = st.lists(st.tuples(st.sampled_from(sorted(VERBS)), st.integers(0, 200_000)), max_size=25)
TICKETS = st.sampled_from([a_ticket(), a_chat_ticket(), a_ticket(is_spam=True)])
Steps = list[tuple[str, int]]


def history(ticket: Ticket, steps: Steps) -> Iterator[tuple[Change, datetime]]:
    """Yield every change, with its moment; what is refused changes nothing."""
    now = NOON
    for verb, seconds in steps:
        now += timedelta(seconds=seconds)
        try:
            change = VERBS[verb](ticket, now)
        except DeskhandError:
            continue
        yield change, now
        ticket = change.ticket


@given(TICKETS, STEPS)
def test_a_thread_has_no_gap_and_no_repeat(ticket: Ticket, steps: Steps) -> None:
    entries = [entry for change, _ in history(ticket, steps) for entry in change.entries]

    assert [entry.sequence for entry in entries] == list(range(2, len(entries) + 2))
    assert {entry.ticket_id for entry in entries} <= {ticket.id}


@given(TICKETS, STEPS)
def test_a_version_is_one_change(ticket: Ticket, steps: Steps) -> None:
    for change, _ in history(ticket, steps):
        before = change.before
        assert before is not None
        assert change.ticket.version == before.version + (not change.is_empty)
        assert {entry.version for entry in change.entries} <= {change.ticket.version}
        assert change.is_empty == (change.ticket == before)


@given(TICKETS, STEPS)
def test_the_head_knows_its_newest_entry(ticket: Ticket, steps: Steps) -> None:
    for change, _ in history(ticket, steps):
        assert change.before is not None
        assert change.ticket.sequence == change.before.sequence + len(change.entries)


@given(TICKETS, STEPS)
def test_nothing_is_looked_at_later_than_it_is_due(ticket: Ticket, steps: Steps) -> None:
    for change, _ in history(ticket, steps):
        moment = due.due_at(change.ticket, POLICY)
        facts = [change.ticket.follow_up_after]
        if change.ticket.status is Status.snoozed:
            facts.append(change.ticket.snoozed_until)

        assert all(moment is not None and moment <= fact for fact in facts if fact)


@given(TICKETS, STEPS)
def test_facts_of_a_status_are_there_in_that_status_only(ticket: Ticket, steps: Steps) -> None:
    for change, _ in history(ticket, steps):
        now = change.ticket
        assert (now.snoozed_until is not None) == (now.status is Status.snoozed)
        assert (now.closed_at is not None) == (now.status is Status.closed)
        assert not (now.status is Status.closed and now.quiet_since)


@given(TICKETS, STEPS)
def test_a_customer_who_waits_is_never_closed_by_the_clock(ticket: Ticket, steps: Steps) -> None:
    waits = True
    for change, _ in history(ticket, steps):
        for entry in change.entries:
            if isinstance(entry, Message) and not entry.is_automatic:
                waits = entry.is_inbound
            if isinstance(entry, Event) and entry.details.get("because") == "inactivity":
                assert not waits


@given(TICKETS, STEPS, st.integers(0, 10**6))
def test_what_came_due_comes_due_once(ticket: Ticket, steps: Steps, wait: int) -> None:
    for change, now in history(ticket, steps):
        moment = now + timedelta(seconds=wait)
        done = due.come_due(change.ticket, moment, POLICY)

        assert due.come_due(done.ticket, moment, POLICY).is_empty


@given(TICKETS, STEPS)
def test_verbs_said_twice_take_effect_once(ticket: Ticket, steps: Steps) -> None:
    once = ("Alice closes", "Alice reopens", "Alice tags", "Alice reads", "Alice says spam",
            "Alice gives it to Bob", "the visitor ends")  # fmt: skip
    for change, now in history(ticket, steps):
        for verb in once:
            try:
                done = VERBS[verb](change.ticket, now)
            except DeskhandError:
                continue
            assert VERBS[verb](done.ticket, now).is_empty


@given(st.lists(st.tuples(TICKETS, STEPS), max_size=4), st.randoms(use_true_random=False))
def test_counts_folded_in_any_order_with_repeats_equal_a_recount(
    lives: list[tuple[Ticket, Steps]], chance: Random
) -> None:
    records: list[Ticket] = []
    for number, (ticket, steps) in enumerate(lives):
        own = replace(ticket, id=f"tkt_{number}")
        records += [own, *(change.ticket for change, _ in history(own, steps))]
    latest = {record.id: record for record in records}

    late = [*records, *records]
    chance.shuffle(late)

    assert folded(late) == counts.recount(latest.values())


def folded(records: list[Ticket]) -> counts.Counts:
    """Fold as the stream's reader does: a version that is known changes nothing."""
    total: counts.Counts = {}
    known: dict[str, Ticket] = {}
    for record in records:
        before = known.get(record.id)
        if before is None or before.version < record.version:
            share = counts.of(before) if before else {}
            total = counts.moved(total, share, counts.of(record))
            known[record.id] = record
    return total


@given(st.lists(st.tuples(TICKETS, STEPS), max_size=4))
def test_a_badge_counts_unread_open_tickets_of_mine_and_of_nobody(
    lives: list[tuple[Ticket, Steps]],
) -> None:
    tickets = [[ticket, *(c.ticket for c, _ in history(ticket, steps))][-1]
               for ticket, steps in lives]  # fmt: skip
    sums = counts.recount(tickets)

    for agent_id in (ALICE, BOB):
        asking = [
            ticket
            for ticket in tickets
            if ticket.status is Status.open
            and not ticket.is_spam
            and ticket.assignee_id in (None, agent_id)
            and ticket.is_unread_for(agent_id)
        ]
        assert counts.unread(sums, agent_id) == len(asking)


@given(st.lists(st.tuples(TICKETS, STEPS), max_size=4))
def test_views_count_the_open_tickets_that_they_list(lives: list[tuple[Ticket, Steps]]) -> None:
    tickets = [[ticket, *(c.ticket for c, _ in history(ticket, steps))][-1]
               for ticket, steps in lives]  # fmt: skip
    listed = [ticket for ticket in tickets if ticket.status is Status.open and not ticket.is_spam]
    holders = Counter(ticket.assignee_id for ticket in listed)

    assert counts.opened(counts.recount(tickets), ALICE) == {
        "all": len(listed),
        "mine": holders[ALICE],
        "unassigned": holders[None],
        "spam": sum(ticket.status is Status.open for ticket in tickets) - len(listed),
    }
