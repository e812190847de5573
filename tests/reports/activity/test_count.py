"""Counters against a plain reckoning, when jobs come twice, late, at once, or die."""

import hashlib
from collections.abc import Callable

import pytest

from chalicelib.core.errors import Unavailable
from chalicelib.reports.activity import count, storage
from chalicelib.table import keys
from chalicelib.table.read import rows
from chalicelib.table.write import ConditionFailed
from chalicelib.tickets import feed
from dev.aws.faults import Faults
from dev.aws.gate import gate
from tests.kit.crash import dying
from tests.kit.seeds import seeds
from tests.kit.waits import skipped_waits
from tests.reports.activity.floor import Floor

pytestmark = pytest.mark.any_engine
Floors = Callable[[int], Floor]


def digest(floor: Floor) -> str:
    """Return what is another as soon as any counter is."""
    return hashlib.sha256(repr(sorted(floor.counted().items())).encode()).hexdigest()


@pytest.mark.acceptance(114, 115, 116, 117)
@pytest.mark.parametrize("seed", seeds(1, of=5))
def test_whatever_becomes_of_the_jobs_the_counters_are_the_sum(floor: Floors, seed: int) -> None:
    team = floor(seed)
    for _ in range(60):
        team.act()
        if team.chance.random() < 0.3:
            with dying(team.chance.choice(("before", "after")), team.chance.randint(1, 12)):
                team.tell()
                count.step(team.shop.desk())
        if team.tickets and team.chance.random() < 0.2:  # a job that comes late, or again
            some = team.chance.choices(sorted(team.tickets), k=3)
            count.count(team.shop.desk(), some, 0)
    team.untold += [feed.Touched(ticket_id=t.id, ticket=t) for t in team.tickets.values()]
    team.count()

    assert team.counted() == team.expected()


def test_what_the_feed_forgot_and_what_was_before_it_is_walked_through(floor: Floors) -> None:
    team = floor(7)
    for _ in range(15):
        team.act()
    team.count()
    team.act()
    team.tell()
    team.world.pass_time(hours=49)
    for row in rows(keys.feed(team.shop.desk().account_id)):
        row.delete()
    for _ in range(5):
        team.act()
    team.count()

    assert team.counted() == team.expected()


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.thorough)])
def test_made_anew_they_are_the_same_and_shown_meanwhile(floor: Floors, seed: int) -> None:
    team = floor(seed)
    for _ in range(40):
        team.act()
    team.count()
    before = digest(team)

    count.begin_anew(team.shop.desk())
    assert digest(team) == before
    count.step(team.shop.desk())
    team.write(min(team.tickets))  # counted once, by the walk or after it
    team.close(min(team.tickets))
    team.count()

    head = storage.head(team.shop.desk())
    assert (head.shown, head.made, head.dropped, team.rows(0)) == (1, 1, (), 0)
    assert team.counted() == team.expected()
    again = digest(team)
    count.begin_anew(team.shop.desk())
    team.count()
    assert digest(team) == again


def test_who_counts_for_counters_that_are_given_up_adds_nothing(floor: Floors) -> None:
    team = floor(3)
    ticket = team.open()
    team.count()
    count.begin_anew(team.shop.desk())
    team.count()
    team.answer(ticket.id)

    with pytest.raises(ConditionFailed):
        count.count(team.shop.desk(), [ticket.id], 0)

    team.count()
    assert team.counted() == team.expected()


def test_what_is_begun_anew_is_not_begun_again_before_it_is_done(floor: Floors) -> None:
    team = floor(3)
    team.open()
    team.count()
    for _ in range(3):
        count.begin_anew(team.shop.desk())

    assert storage.head(team.shop.desk()).made == 1


@pytest.mark.parametrize("kind", ["lost_reply", "conflict"])
def test_writes_that_fail_or_whose_answer_is_lost_count_once(floor: Floors, kind: str) -> None:
    team = floor(5)
    for _ in range(4):
        team.open()
    team.tell()
    faults = Faults()
    faults.inject("dynamodb.TransactWriteItems", kind, times=2)

    with gate.around(faults), skipped_waits():
        count.step(team.shop.desk())

    assert team.counted() == team.expected()


def test_a_table_that_stays_busy_is_tried_again_later(floor: Floors) -> None:
    team = floor(5)
    team.open()
    team.tell()
    faults = Faults()
    faults.inject("dynamodb.TransactWriteItems", "conflict", times=7)

    with gate.around(faults), skipped_waits(), pytest.raises(Unavailable):
        count.step(team.shop.desk())
    team.count()

    assert team.counted() == team.expected()


def test_a_worker_counts_what_there_is_and_begins_anew_when_told_to(floor: Floors) -> None:
    team = floor(5)
    team.open()
    team.tell()

    count.work_off(team.shop.desk(), {})
    assert team.counted() == team.expected() != {}
    count.work_off(team.shop.desk(), {"is_anew": True})

    assert storage.head(team.shop.desk()).made == 1


@pytest.mark.thorough
def test_many_tickets_at_once_fit_into_what_dynamodb_takes(floor: Floors) -> None:
    team = floor(5)
    for number in range(70):
        ticket = team.open()
        team.world.pass_time(minutes=10 * (1 + number**2 % 97))
        team.answer(ticket.id)
    team.tell()

    with gate.recorded() as calls:
        count.step(team.shop.desk())

    writes = [call.parameters() for call in calls if call.name == "dynamodb.TransactWriteItems"]
    updates = [each["Update"] for w in writes for each in w["TransactItems"] if "Update" in each]
    assert max(len(w["TransactItems"]) for w in writes) <= 100
    assert max(len(update["UpdateExpression"]) for update in updates) < 4_000
    assert (len(writes) < 10, team.counted()) == (True, team.expected())
