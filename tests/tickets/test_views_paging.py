"""Pages of lists of several partitions: nothing lost, nothing twice, in order."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.core.desk import Desk
from chalicelib.table.row import Row
from chalicelib.tickets import views
from chalicelib.tickets.filters import Filter
from chalicelib.tickets.model import Status, Tag, Ticket
from chalicelib.tickets.rows import to_row
from tests.builders import ALICE, NOON, a_ticket, a_ticket_id

STATUSES = st.sampled_from(Status)
# (status, minutes ago, is tagged): few different minutes, so that many are equal
HEADS = st.lists(st.tuples(STATUSES, st.integers(0, 6), st.booleans()), max_size=25)
WANTED = st.builds(
    Filter,
    statuses=st.lists(STATUSES, min_size=1, unique=True).map(tuple),
    tags=st.sampled_from([(), ("vip",)]),
    is_oldest_first=st.booleans(),
    assignee=st.none() | st.just(ALICE),
)


def put(desk: Desk, tickets: list[Ticket]) -> None:
    with Row.batch_write() as batch:
        for ticket in tickets:
            batch.save(to_row(desk.account_id, ticket))


def head(number: int, status: Status, minutes: int, tags: tuple[Tag, ...]) -> Ticket:
    return a_ticket(id=a_ticket_id(number), status=status, assignee_id=ALICE, tags=tags,
                    updated_at=NOON - timedelta(minutes=minutes))  # fmt: skip


def paged(desk: Desk, wanted: Filter, limit: int) -> list[Ticket]:
    found: list[Ticket] = []
    cursor = None
    while True:
        page = views.read(desk, wanted, limit=limit, cursor=cursor)
        assert len(page.items) <= limit
        found += page.items
        if (cursor := page.cursor) is None:
            return found


def matches(ticket: Ticket, wanted: Filter) -> bool:
    is_tagged = set(wanted.tags) <= {tag.name for tag in ticket.tags}
    return ticket.status in wanted.shown_statuses and is_tagged


def is_in_order(found: list[Ticket], wanted: Filter) -> bool:
    moments = [ticket.updated_at for ticket in found]
    return moments == sorted(moments, reverse=not wanted.is_oldest_first)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(heads=HEADS, wanted=WANTED, limit=st.integers(1, 9))
def test_all_pages_together_are_the_list(
    desk: Desk, heads: list[tuple[Status, int, object]], wanted: Filter, limit: int
) -> None:
    own = desk.for_account(desk.new_id("acc"))
    tags = (Tag(name="vip"),)
    tickets = [head(n, status, ago, tags if is_tagged else ())
               for n, (status, ago, is_tagged) in enumerate(heads)]  # fmt: skip
    put(own, tickets)

    found = paged(own, wanted, limit)

    expected = {ticket.id for ticket in tickets if matches(ticket, wanted)}
    assert sorted(ticket.id for ticket in found) == sorted(expected)
    assert is_in_order(found, wanted)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("wanted", [Filter(statuses=tuple(Status)), Filter(tags=("vip",))], ids=str)
def test_tickets_that_come_while_one_pages_hide_none_of_those_that_were_there(
    desk: Desk, seed: int, wanted: Filter
) -> None:
    chance, tags = Random(seed), (Tag(name="vip"),)
    there = [head(n, chance.choice(list(wanted.shown_statuses)), n, tags) for n in range(12)]
    put(desk, there)

    found, cursor = [], None
    for number in range(100, 200):
        page = views.read(desk, wanted, limit=3, cursor=cursor)
        found += [ticket.id for ticket in page.items]
        put(desk, [head(number, Status.open, -number, tags)])
        if (cursor := page.cursor) is None:
            break

    assert [ticket_id for ticket_id in found if ticket_id < a_ticket_id(100)] == [
        ticket.id for ticket in there
    ]


@pytest.mark.parametrize("is_oldest_first", [False, True])
def test_a_rare_filter_ends_its_page_early_and_keeps_the_order(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, is_oldest_first: object
) -> None:
    monkeypatch.setattr(views, "_PAGE_OF_FILTERED", 5)
    monkeypatch.setattr(views, "_READ_AT_MOST", 10)
    rare = {7, 23, 31, 48, 49, 77}
    put(desk, [head(n, Status.open if n % 2 else Status.closed, n,
                    (Tag(name="vip"),) if n in rare else ()) for n in range(80)])  # fmt: skip
    wanted = replace(Filter(statuses=tuple(Status), tags=("vip",)),
                     is_oldest_first=bool(is_oldest_first))  # fmt: skip

    first = views.read(desk, wanted, limit=3, cursor=None)
    found = paged(desk, wanted, 3)

    assert len(first.items) < 3
    assert {ticket.id for ticket in found} == {a_ticket_id(n) for n in rare}
    assert len(found) == len(rare)
    assert is_in_order(found, wanted)
