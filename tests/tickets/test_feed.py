"""Feed and badges, folded from records that come late, twice, in any order (F-18, I-6)."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Unavailable
from chalicelib.table import keys
from chalicelib.table.read import rows
from chalicelib.tickets import counts, feed
from chalicelib.tickets.feed import FeedRow, Touched, fold
from chalicelib.tickets.model import Status, Ticket
from dev.aws.faults import Faults
from dev.aws.gate import Call, gate
from tests.builders import ALICE, BOB, NOON, a_chat_ticket, a_ticket, a_ticket_id
from tests.kit.http_world import World
from tests.kit.seeds import seeds
from tests.tickets.test_histories import history
from tests.tickets.verbs import VERBS

pytestmark = pytest.mark.any_engine


def touched(ticket: Ticket) -> Touched:
    return Touched(ticket_id=ticket.id, ticket=ticket)


def operations(desk: Desk) -> Iterator[Desk]:
    """Yield desks of ever new operations, as each batch of the stream is one."""
    while True:
        yield desk.for_operation(desk.new_id("op"))


def changes(desk: Desk, after: int = 0) -> list[tuple[int, str, int]]:
    found = feed.after(desk, after)
    return [(change["sequence"], change["ticket_id"], change["version"]) for change in found]


def lives(chance: Random) -> list[list[Ticket]]:
    """Return every version of some tickets' lives."""
    verbs = sorted(VERBS)
    made = []
    for number in range(5):
        ticket = replace(chance.choice([a_ticket(), a_chat_ticket()]), id=a_ticket_id(number))
        steps = [(chance.choice(verbs), chance.randrange(90_000)) for _ in range(12)]
        made.append([ticket, *(change.ticket for change, _ in history(ticket, steps))])
    return made


@pytest.mark.acceptance(36)
def test_a_message_is_on_the_badge_until_it_is_read(desk: Desk) -> None:
    new, turn = a_ticket(), operations(desk)

    fold(next(turn), [touched(new)])
    assert (unread(desk, ALICE), unread(desk, BOB)) == (1, 1)

    fold(next(turn), [touched(replace(new, version=2, read_by=frozenset({ALICE})))])
    assert (unread(desk, ALICE), unread(desk, BOB)) == (0, 1)

    fold(next(turn), [touched(replace(new, version=3, assignee_id=ALICE))])
    assert (unread(desk, ALICE), unread(desk, BOB)) == (1, 0)

    fold(next(turn), [touched(replace(new, version=4, status=Status.closed))])
    assert (unread(desk, ALICE), unread(desk, BOB)) == (0, 0)


def test_a_fresh_account_has_nothing_to_tell(desk: Desk) -> None:
    assert (unread(desk, ALICE), feed.sequence(desk), feed.after(desk, 0)) == (0, 0, [])


def test_the_feed_tells_what_changed_in_order(desk: Desk) -> None:
    one, other = a_ticket(), a_ticket(id=a_ticket_id(2), version=7)
    state = Touched(ticket_id=one.id, ticket=None)
    turn = operations(desk)

    fold(next(turn), [touched(one), touched(other)])
    fold(next(turn), [state])

    assert changes(desk) == [(1, one.id, 1), (2, other.id, 7), (3, one.id, 0)]
    assert changes(desk, 2) == [(3, one.id, 0)]
    assert changes(desk, 3) == []
    assert feed.sequence(desk) == 3


def test_a_poll_that_brings_nothing_is_one_read(desk: Desk) -> None:
    fold(desk, [touched(a_ticket())])

    with gate.recorded() as calls:
        feed.after(desk, 1)
        unread(desk, ALICE)

    assert [call.name for call in calls] == ["dynamodb.Query", "dynamodb.GetItem"]


@pytest.mark.parametrize("seed", seeds(4, of=12))
def test_records_late_twice_and_in_any_order_fold_to_a_recount(desk: Desk, seed: int) -> None:
    chance, turn = Random(seed), operations(desk)
    versions = lives(chance)
    records = [ticket for life in versions for ticket in life]
    late = [*records, *chance.sample(records, len(records) // 2)]
    chance.shuffle(late)

    while late:
        batch = {ticket.id: ticket for ticket in late[: chance.randint(1, 5)]}
        late = late[len(batch) :]  # what is left over in a batch of one ticket comes again
        fold(next(turn), [touched(ticket) for ticket in batch.values()])
    fold(next(turn), [touched(life[-1]) for life in versions])

    expected = counts.recount(life[-1] for life in versions)
    assert folded_counts(desk) == expected
    assert [unread(desk, who) for who in (ALICE, BOB)] == [
        counts.unread(expected, who) for who in (ALICE, BOB)
    ]


def unread(desk: Desk, agent_id: str) -> int:
    return counts.unread(feed.sums(desk), agent_id)


def folded_counts(desk: Desk) -> counts.Counts:
    (row,) = rows(keys.badges(desk.account_id)[0])
    assert isinstance(row, feed.BadgesRow)
    return dict(row.counts)


@pytest.mark.parametrize("seed", seeds(2, of=6))
def test_a_ticket_never_goes_back_and_the_feed_has_no_gap(desk: Desk, seed: int) -> None:
    chance, turn = Random(seed), operations(desk)
    late = [ticket for life in lives(chance) for ticket in life] * 2
    chance.shuffle(late)
    for ticket in late:
        fold(next(turn), [touched(ticket)])

    found = changes(desk)

    assert [sequence for sequence, _, _ in found] == list(range(1, len(found) + 1))
    for ticket_id in {ticket.id for ticket in late}:
        versions = [version for _, its, version in found if its == ticket_id]
        assert versions == sorted(set(versions))


def test_a_fold_whose_answer_is_lost_is_folded_once(desk: Desk, faults: Faults) -> None:
    faults.inject("dynamodb.TransactWriteItems", "lost_reply")

    fold(desk, [touched(a_ticket())])

    assert (changes(desk), unread(desk, ALICE)) == ([(1, a_ticket().id, 1)], 1)


@pytest.mark.parametrize("same", [True, False])
def test_two_at_once_fold_one_after_the_other(desk: Desk, same: object) -> None:
    mine = a_ticket()
    theirs = replace(mine, id=mine.id if same else a_ticket_id(2))
    rivals = [desk.for_operation("rival")]

    def rival(call: Call) -> None:
        if call.name == "dynamodb.TransactWriteItems" and rivals:
            fold(rivals.pop(), [touched(theirs)])

    with gate.hooked(before=rival):
        fold(desk, [touched(mine)])

    assert len(changes(desk)) == unread(desk, ALICE) == (1 if same else 2)


def test_who_is_always_overtaken_is_told_to_come_again(desk: Desk) -> None:
    def rival(call: Call) -> None:
        if call.name == "dynamodb.TransactWriteItems" and b"rival" not in (
            call.request.body or b""
        ):
            other = a_ticket(id=desk.new_id("tkt"))
            fold(desk.for_operation("rival " + other.id), [touched(other)])

    with gate.hooked(before=rival), pytest.raises(Unavailable):
        fold(desk, [touched(a_ticket())])


def test_accounts_have_feeds_of_their_own(desk: Desk) -> None:
    fold(desk, [touched(a_ticket())])
    other = desk.for_account("acc_other")

    assert (feed.after(other, 0), unread(other, ALICE)) == ([], 0)


def test_as_many_as_fit_are_one_transaction(desk: Desk) -> None:
    many = [touched(a_ticket(id=a_ticket_id(n))) for n in range(feed.AT_ONCE)]

    with gate.recorded() as calls:
        fold(desk, many)

    assert [call.name for call in calls].count("dynamodb.TransactWriteItems") == 1
    assert unread(desk, ALICE) == feed.AT_ONCE


def test_nothing_is_read_past_a_gap_that_is_young(desk: Desk, world: World) -> None:
    fold(desk, [touched(a_ticket(id=a_ticket_id(n))) for n in range(5)])
    (half_written,) = [row for row in rows(keys.feed(desk.account_id)) if row.sk.endswith("3")]
    half_written.delete()

    assert [sequence for sequence, _, _ in changes(desk)] == [1, 2]
    world.pass_time(seconds=11)
    assert [sequence for sequence, _, _ in changes(desk)] == [1, 2, 4, 5]


def test_what_is_told_is_forgotten_after_two_days(desk: Desk) -> None:
    fold(desk, [touched(a_ticket())])

    (row,) = rows(keys.feed(desk.account_id))

    assert isinstance(row, FeedRow)
    assert row.expires_at == (NOON + feed.KEPT).timestamp()
