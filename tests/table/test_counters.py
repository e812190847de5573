"""Numbers that only grow."""

import pytest

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Unavailable
from chalicelib.table.counters import next_number
from dev.aws.faults import Faults
from dev.aws.gate import gate
from tests.kit.waits import skipped_waits

pytestmark = pytest.mark.any_engine


def test_numbers_start_at_one_and_rise(desk: Desk) -> None:
    assert [next_number(desk, "ticket") for _ in range(4)] == [1, 2, 3, 4]


def test_counters_and_accounts_count_apart(desk: Desk) -> None:
    next_number(desk, "ticket")

    assert next_number(desk, "other") == 1
    assert next_number(desk.for_account("acc_other " + desk.account_id), "ticket") == 1


def test_a_number_is_one_write(desk: Desk) -> None:
    with gate.recorded() as calls:
        next_number(desk, "ticket")

    assert [call.name for call in calls] == ["dynamodb.UpdateItem"]


@pytest.mark.parametrize("kind", ["throttle", "error", "lost_reply"])
def test_a_number_never_comes_twice(desk: Desk, kind: str) -> None:
    faults = Faults()
    faults.inject("dynamodb.UpdateItem", kind, times=2, skip=1)

    with gate.around(faults), skipped_waits():
        numbers = [next_number(desk, "ticket") for _ in range(3)]

    assert numbers == sorted(set(numbers))


def test_a_counter_that_does_not_answer_says_so(desk: Desk) -> None:
    faults = Faults()
    faults.inject("dynamodb.UpdateItem", "throttle", times=99)

    with gate.around(faults), skipped_waits(), pytest.raises(Unavailable):
        next_number(desk, "ticket")
