"""Bulk jobs on all that match a view: each ticket once, whatever moves and whoever dies."""

import json
from datetime import timedelta
from random import Random

import pytest

from chalicelib.messaging import bulk, jobs_storage
from chalicelib.tickets.apply import apply
from chalicelib.tickets.model import Status, Tag
from chalicelib.tickets.rules import speaking
from dev.aws.gate import Call
from tests.builders import an_agent
from tests.faults.shop import Shop, found
from tests.kit.crash import crash_everywhere, dying
from tests.kit.waits import skipped_waits
from tests.messaging.jobs import (
    BULK,
    VIP,
    events,
    fill,
    job,
    mended,
    outcomes,
    started,
    step_and_die,
    tickets,
    worked_off,
)

pytestmark = pytest.mark.thorough

MANY = 120


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let few tickets make many steps."""
    monkeypatch.setattr(bulk, "GATHERED", 3)
    monkeypatch.setattr(bulk, "CHUNK", 2)
    monkeypatch.setattr(jobs_storage, "CHUNK", 2)


def touch(shop: Shop, ticket_id: str) -> None:
    """Let another agent write a note: the ticket moves to the front of every list."""
    desk = shop.desk()
    apply(desk, ticket_id, lambda found: speaking.note(found, an_agent(), "Mine.", desk.now()))


@pytest.mark.acceptance(39, 45)
@pytest.mark.parametrize(
    "query",
    [
        {"view": "all"},
        {"view": "all", "status": ["open", "snoozed"]},
        {"view": "unassigned", "channel": "email", "team": "none"},
        {"tag": ["old", "big"], "is_unread": True, "updated_within": "7d"},
    ],
    ids=str,
)
def test_all_that_match_are_closed_and_no_others(shop: Shop, query: dict[str, object]) -> None:
    wanted = fill(shop, 30, tags=(Tag(name="old"), Tag(name="big")))
    others = fill(shop, 3, status=Status.closed, updated_at=shop.desk().now())

    job_id = started(shop, {"action": "close", **query})
    steps = worked_off(shop)

    assert outcomes(shop, job_id) == dict.fromkeys(wanted, "ok")
    assert events(shop, "closed") == dict.fromkeys(wanted, 1)
    assert steps == 1 + 2  # the tickets are written down, then done in two chunks
    assert not set(others) & outcomes(shop, job_id).keys()


@pytest.mark.acceptance(45)
def test_a_job_follows_a_custom_view_as_it_was_at_the_start(shop: Shop) -> None:
    wanted = fill(shop, 3, tags=(Tag(name="old"),))
    fill(shop, 3)
    body = {"name": "Old ones", "filters": {"tags": ["old"]}}
    view_id = shop.done("POST", "/v1/views", body)["id"]

    job_id = started(shop, {"action": "spam", "view": view_id, "status": "open"})
    shop.done("DELETE", f"/v1/views/{view_id}")
    worked_off(shop)

    assert outcomes(shop, job_id) == dict.fromkeys(wanted, "ok")
    assert shop.ask("POST", BULK, {"action": "spam", "view": view_id}).status == 404


def test_what_matches_nothing_is_done_at_once(shop: Shop) -> None:
    fill(shop, 2)
    job_id = started(shop, {"action": "close", "view": "unassigned", "assignee": "me"})

    assert worked_off(shop) == 1
    assert (job(shop, job_id)["state"], job(shop, job_id)["total"]) == ("done", 0)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("action", [VIP, {"action": "snooze", "preset": "tomorrow"}], ids=str)
def test_tickets_that_move_are_neither_missed_nor_met_twice(
    shop: Shop, small_steps: None, seed: int, action: dict[str, object]
) -> None:
    there, chance, came = fill(shop, 20), Random(seed), list[str]()

    def others_work() -> None:
        shop.cloud.world.pass_time(seconds=1)
        touch(shop, chance.choice(there))
        came.extend(fill(shop, 1, created_at=shop.desk().now(), updated_at=shop.desk().now()))

    job_id = started(shop, {**action, "view": "all", "status": "any"})
    worked_off(shop, others_work)

    assert outcomes(shop, job_id) == dict.fromkeys(there, "ok")
    assert job(shop, job_id)["total"] == len(there)
    untouched = tickets(shop)
    assert all(untouched[each].version == 1 for each in came)


def changes_something(call: Call) -> bool:
    """Leave out reads: who dies at one leaves what the change before it left."""
    return call.name not in ("dynamodb.GetItem", "dynamodb.Query", "dynamodb.BatchGetItem")


def test_a_worker_may_die_at_any_call(shop: Shop, small_steps: None) -> None:
    there = fill(shop, 4)

    def run(world: Shop) -> None:
        world.hand = started(world, idempotency_key="the same")
        worked_off(world)

    def recover(world: Shop) -> None:
        world.hand = started(world, idempotency_key="the same")
        mended(world)

    def check(world: Shop) -> None:
        assert outcomes(world, world.hand) == dict.fromkeys(there, "ok")
        assert events(world, "tagged") == dict.fromkeys(there, 1)
        found = job(world, world.hand)
        assert (found["state"], found["total"], found["done"]) == ("done", 4, 4)

    with skipped_waits():
        crashes = crash_everywhere(shop.kept(), run, recover, check, counts=changes_something)

    assert len(crashes) > 25


@pytest.mark.parametrize("seed", range(2))
def test_a_large_job_gets_done_however_often_its_workers_die(shop: Shop, seed: int) -> None:
    there, chance = fill(shop, MANY), Random(seed)
    job_id, deaths = started(shop), 0

    for _ in range(100):
        if not shop.cloud.queues["jobs"]:
            break
        call, when = chance.randint(1, 120), chance.choice(["before", "after"])
        if step_and_die(shop, call, when=when):
            deaths += 1
            shop.cloud.world.pass_time(minutes=3)
            shop.cloud.sweep()

    mended(shop)
    assert deaths > 1
    assert outcomes(shop, job_id) == dict.fromkeys(there, "ok")
    assert events(shop, "tagged") == dict.fromkeys(there, 1)


def test_an_order_that_comes_again_does_nothing(shop: Shop) -> None:
    fill(shop, 30)
    job_id = started(shop)
    orders = list(shop.cloud.queues["jobs"])
    shop.cloud.step("jobs")

    shop.cloud.deliver_batch("jobs", orders)

    assert len(shop.cloud.queues["jobs"]) == 1
    worked_off(shop)
    assert job(shop, job_id)["done"] == 30


def test_two_workers_at_one_chunk_act_once(shop: Shop) -> None:
    there = fill(shop, 4)
    job_id = started(shop)
    shop.cloud.step("jobs")
    [order] = shop.cloud.queues["jobs"]
    with dying("before", 13):
        shop.cloud.step("jobs")

    shop.cloud.queues["jobs"] += [order]
    worked_off(shop)

    assert events(shop, "tagged") == dict.fromkeys(there, 1)
    assert outcomes(shop, job_id) == dict.fromkeys(there, "ok")


def test_after_each_chunk_others_have_their_turn(shop: Shop) -> None:
    small = found(shop.cloud, "Small Shop")
    fill(shop, 60)
    fill(small, 1)
    large_job, small_job = started(shop), started(small)
    turns: list[str] = []

    def note() -> None:
        turns.append(json.loads(shop.cloud.queues["jobs"][0])["job_id"])

    note()
    worked_off(shop, lambda: note() if shop.cloud.queues["jobs"] else None)

    # Each has written down its tickets, then chunks take turns until the smaller one is done.
    expected = [large_job, small_job, large_job, small_job, large_job, large_job]
    assert turns == expected


def test_two_jobs_at_once_do_not_disturb_each_other(shop: Shop) -> None:
    there = fill(shop, 40)
    first, second = started(shop), started(shop, {"action": "close", "view": "all"})

    worked_off(shop)

    assert outcomes(shop, first) == outcomes(shop, second) == dict.fromkeys(there, "ok")


def test_lately_is_counted_from_the_start(shop: Shop) -> None:
    wanted = fill(shop, 2, updated_at=shop.desk().now() - timedelta(minutes=50))
    job_id = started(shop, {**VIP, "updated_within": "1h"})

    shop.cloud.world.pass_time(hours=1)
    worked_off(shop)

    assert set(outcomes(shop, job_id)) == set(wanted)
