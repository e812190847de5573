"""Transactions and single writes, and our errors for what can go wrong."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError
from pynamodb.attributes import NumberAttribute
from pynamodb.exceptions import PynamoDBException, TransactWriteError

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Unavailable
from chalicelib.table import keys
from chalicelib.table.read import find, rows
from chalicelib.table.row import Row, VersionedRow, connection
from chalicelib.table.write import (
    ConditionFailed,
    Put,
    absent_or_mine,
    attempts,
    pause,
    put_next,
    transact,
    translated,
)
from dev.aws.faults import Faults
from dev.aws.gate import gate
from tests.kit.http_world import World
from tests.kit.waits import skipped_waits

pytestmark = pytest.mark.any_engine
WRITE = "dynamodb.TransactWriteItems"


class _CupRow(Row, discriminator="cup"):
    """A row of the test's own."""

    size = NumberAttribute()


class _JarRow(VersionedRow, discriminator="jar"):
    """A row of the test's own, written version by version."""


@pytest.fixture
def faults() -> Iterator[Faults]:
    """Return the faults of the test; nobody waits."""
    faults = Faults()
    with gate.around(faults), skipped_waits():
        yield faults


def cup(desk: Desk, name: str, size: int = 1) -> _CupRow:
    return _CupRow(*keys.chat(desk.account_id, name), size=size)


def put(desk: Desk, name: str, size: int = 1) -> Put:
    return Put(row=cup(desk, name, size), condition=absent_or_mine(desk.operation_id))


def sizes(desk: Desk) -> dict[str, int | None]:
    found = {n: find(_CupRow, keys.chat(desk.account_id, n), consistent=True) for n in "abc"}
    return {name: int(row.size) if row else None for name, row in found.items()}


def test_all_rows_are_written_and_bear_the_operation(desk: Desk) -> None:
    transact(desk, [put(desk, "a"), put(desk, "b", 2)])

    assert sizes(desk) == {"a": 1, "b": 2, "c": None}
    assert {row.operation for row in rows(keys.chat(desk.account_id, "a")[0])} == {
        desk.operation_id
    }


def test_all_rows_or_none(desk: Desk) -> None:
    other = desk.for_operation("theirs")
    transact(other, [put(other, "b")])

    with pytest.raises(ConditionFailed) as failed:
        transact(desk, [put(desk, "a"), put(desk, "b", 9), put(desk, "c")])

    assert failed.value.index == 1
    assert failed.value.old is not None
    assert failed.value.old["size"] == {"N": "1"}
    assert sizes(desk) == {"a": None, "b": 1, "c": None}


def test_the_failed_row_is_told_from_those_that_are_deleted(desk: Desk) -> None:
    other = desk.for_operation("theirs")
    transact(other, [put(other, "b")])

    with pytest.raises(ConditionFailed) as failed:
        transact(desk, [put(desk, "a"), put(desk, "b")], deletes=[cup(desk, "c")])

    assert failed.value.index == 1


def test_rows_are_deleted_along(desk: Desk) -> None:
    transact(desk, [put(desk, "a")])

    transact(desk.for_operation("2"), [put(desk, "b")], deletes=[cup(desk, "a")])

    assert sizes(desk) == {"a": None, "b": 1, "c": None}


def test_an_operation_meets_its_own_rows_gladly(desk: Desk) -> None:
    for _ in range(2):
        transact(desk, [put(desk, "a")])

    with pytest.raises(ConditionFailed):
        transact(desk.for_operation("another"), [put(desk.for_operation("another"), "a")])


def follow(desk: Desk, version: int, operation: str = "mine") -> None:
    own = desk.for_operation(operation)
    transact(own, [put_next(own, _JarRow(*keys.chat(desk.account_id, "jar"), version=version))])


def test_each_version_follows_the_one_before(desk: Desk) -> None:
    follow(desk, 1)
    follow(desk, 2, "theirs")
    follow(desk, 3)

    with pytest.raises(ConditionFailed):
        follow(desk, 5)
    with pytest.raises(ConditionFailed):
        follow(desk, 3, "theirs")
    with pytest.raises(ConditionFailed):
        follow(desk, 1, "theirs")


def test_an_operation_finds_its_own_version_written_where_the_answer_was_lost(desk: Desk) -> None:
    for version in (1, 1, 2, 2):
        follow(desk, version)


@pytest.mark.parametrize("stale", [1, 2])
def test_but_it_does_not_go_back_to_one_that_came_before(desk: Desk, stale: int) -> None:
    for version, operation in enumerate(["mine", "mine", "theirs", "mine"], start=1):
        follow(desk, version, operation)

    with pytest.raises(ConditionFailed):
        follow(desk, stale)


@pytest.mark.parametrize("kind", ["throttle", "error", "conflict", "lost_reply"])
def test_a_busy_table_is_waited_for(desk: Desk, faults: Faults, kind: str) -> None:
    faults.inject(WRITE, kind, times=6)

    transact(desk, [put(desk, "a")])

    assert sizes(desk)["a"] == 1


@pytest.mark.parametrize("kind", ["throttle", "error", "conflict", "lost_reply"])
def test_but_not_for_ever(desk: Desk, faults: Faults, world: World, kind: str) -> None:
    faults.inject(WRITE, kind, times=99)

    with pytest.raises(Unavailable):
        transact(desk, [put(desk, "a")])

    assert sum(world.slept) <= 3


def test_a_transaction_that_makes_no_sense_is_a_bug_not_a_wait(desk: Desk, world: World) -> None:
    twice = [put(desk, "a"), put(desk, "a", 2)]

    with pytest.raises(TransactWriteError):
        transact(desk, twice)

    assert world.slept == []


def test_what_is_sent_again_bears_the_same_token(desk: Desk, faults: Faults) -> None:
    faults.inject(WRITE, "throttle", times=12)

    with gate.recorded() as calls:
        transact(desk, [put(desk, "a")])
        transact(desk, [put(desk, "a")])

    tokens = [call.parameters()["ClientRequestToken"] for call in calls]
    assert len(set(tokens)) == 2
    assert tokens[-1] not in tokens[:-1]
    assert {len(token) for token in tokens} == {36}


def test_pauses_grow_and_vary(desk: Desk, world: World) -> None:
    for attempt in range(7):
        pause(desk, attempt)

    assert all(0 <= slept <= 0.02 * 2**n for n, slept in enumerate(world.slept))


def test_who_loses_every_race_hears_so_within_three_seconds(desk: Desk, world: World) -> None:
    unlucky = replace(desk, randomness=lambda size: b"\xff" * size)

    assert list(attempts(unlucky)) == list(range(20))
    assert world.slept[:4] == pytest.approx([0.02, 0.04, 0.08, 0.16], rel=1e-3)
    assert sum(world.slept) < 3


def test_who_wins_at_once_waits_for_nothing(desk: Desk, world: World) -> None:
    assert next(attempts(desk)) == 0
    assert world.slept == []


@pytest.mark.parametrize(
    ("cause", "expected"),
    [
        (ReadTimeoutError(endpoint_url="https://x"), Unavailable),
        (None, PynamoDBException),
    ],
)
def test_errors_of_single_calls_are_translated(cause: Any, expected: type[Exception]) -> None:
    with pytest.raises(expected), translated():
        raise PynamoDBException("failed", cause)


@pytest.mark.parametrize("kind", ["throttle", "error", "lost_reply"])
def test_a_read_of_a_busy_table_says_so(desk: Desk, faults: Faults, kind: str) -> None:
    faults.inject("dynamodb.*", kind, times=99)

    with pytest.raises(Unavailable):
        find(_CupRow, keys.chat(desk.account_id, "a"))
    with pytest.raises(Unavailable):
        rows(keys.chat(desk.account_id, "a")[0])


def test_a_condition_of_a_single_write_is_told(desk: Desk) -> None:
    with pytest.raises(ConditionFailed), translated():
        cup(desk, "a").update(actions=[_CupRow.size.set(2)], condition=Row.pk.exists())


def _with_later(desk: Desk, name: str = "a") -> None:
    """Let newer code keep something of its own in a cup, which is read."""
    pk, sk = keys.chat(desk.account_id, name)
    item = {"_t": {"S": "cup"}, "pk": {"S": pk}, "sk": {"S": sk}, "size": {"N": "1"},
            "due_shard": {"S": "D#1"}, "later": {"S": "kept"}}  # fmt: skip
    connection().client.put_item(TableName=Row.Meta.table_name, Item=item)
    assert find(_CupRow, (pk, sk))


def _raw(desk: Desk, name: str = "a") -> dict[str, Any]:
    pk, sk = keys.chat(desk.account_id, name)
    key = {"pk": {"S": pk}, "sk": {"S": sk}}
    return connection().client.get_item(TableName=Row.Meta.table_name, Key=key)["Item"]


def test_what_newer_code_keeps_in_a_row_survives_a_transaction(desk: Desk) -> None:
    _with_later(desk)

    transact(desk, [Put(row=cup(desk, "a", 2), condition=_CupRow.size == 1)])

    found = _raw(desk)
    assert found["later"] == {"S": "kept"}
    assert found["size"] == {"N": "2"}
    assert "due_shard" not in found


def test_what_newer_code_keeps_in_a_row_survives_a_single_write(desk: Desk) -> None:
    _with_later(desk)

    cup(desk, "a", 3).save()

    found = _raw(desk)
    assert found["later"] == {"S": "kept"}
    assert found["size"] == {"N": "3"}
    assert "due_shard" not in found


def test_the_failed_condition_is_told_whatever_is_sent_first(desk: Desk) -> None:
    _with_later(desk)
    rewritten = Put(row=cup(desk, "a", 2), condition=_CupRow.size == 7)

    with pytest.raises(ConditionFailed) as failed:
        transact(desk, [rewritten, put(desk, "b")])

    assert failed.value.index == 0
