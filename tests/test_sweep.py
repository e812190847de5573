"""The sweep hands over what is due; one bad row never keeps the others waiting."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib import jobs, stream
from chalicelib.accounts import people
from chalicelib.core.errors import Unavailable
from chalicelib.messaging import bulk, due
from chalicelib.messaging import jobs_storage as storage
from chalicelib.table import keys
from chalicelib.table.across_accounts import DueRow
from chalicelib.tickets import deliveries
from dev.aws.gate import gate
from tests.accounts.shop import Shop
from tests.builders import a_ticket_id
from tests.kit.http_world import World
from tests.messaging.stores import Waiting, store, waiting

__all__ = ["store", "waiting"]


@pytest.fixture
def shards(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the shards in the order in which they are looked at; each holds nothing."""
    seen: list[int] = []

    def look(shard: int, _now: datetime) -> list[DueRow]:
        seen.append(shard)
        return []

    monkeypatch.setattr(jobs, "across_accounts_due", look)
    return seen


def test_another_shard_is_first_each_minute(shards: list[int], ports: object, world: World) -> None:
    for _ in range(2):
        jobs.sweep()
        world.pass_time(minutes=1)

    first, second = shards[: keys.DUE_SHARDS], shards[keys.DUE_SHARDS :]
    assert sorted(first) == sorted(second) == list(range(keys.DUE_SHARDS))
    assert second == [*first[1:], first[0]]


def test_a_due_job_is_ordered_anew_not_done(store: Shop, waiting: Waiting, world: World) -> None:
    job = bulk.start(store.asked_by(store.owner), "close", {}, ids=(a_ticket_id(),))
    waiting("jobs")
    world.pass_time(minutes=6)

    bulk.come_due(store.desk(), job.id)

    order = {"account_id": store.account.id, "job_id": job.id, "version": job.version}
    assert waiting("jobs") == [order]
    assert storage.load(store.desk(), job.id).failed == 0


def test_an_owed_invitation_is_ordered_anew(store: Shop, waiting: Waiting) -> None:
    agent = store.hire()
    waiting("jobs")

    with gate.recorded() as calls:
        people.come_due(store.desk(), agent.id)

    assert [order["agent_id"] for order in waiting("jobs")] == [agent.id]
    assert not [call for call in calls if call.service == "sesv2"]


def test_a_row_that_cannot_be_pushed_ahead_stops_nothing(
    store: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise Unavailable("busy")

    monkeypatch.setattr(deliveries, "postpone", fail)

    jobs._come_due(DueRow(pk=f"A#{store.account.id}#T#tkt_1", sk="M#x"))


def test_timers_are_derived_anew_once_nobody_remembers_the_old_settings(
    store: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    delays: list[timedelta] = []

    def put(_self: object, _queue: str, _bodies: list[str], *, delay: timedelta) -> None:
        delays.append(delay)

    monkeypatch.setattr(type(store.desk().queues), "put", put)
    monkeypatch.setattr(stream, "has_new_timers", lambda _: True)

    stream.follow(store.account.id, [])

    assert delays == [due.REFRESHED_AFTER]
