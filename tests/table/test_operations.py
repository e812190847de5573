"""Operations that must take effect once."""

from typing import Any

import pytest

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict, Invalid
from chalicelib.table import operations
from chalicelib.table.write import ConditionFailed, transact
from tests.accounts.shop import keyed


def mark(desk: Desk, number: int) -> dict[str, Any]:
    result = {"number": number}
    transact(desk, operations.mark(desk, result))
    return result


def test_the_same_operation_again_gives_its_first_result(desk: Desk) -> None:
    first = operations.once(keyed(desk), lambda: mark(keyed(desk), 1))
    own = keyed(desk)

    again = operations.once(own, lambda: mark(own, 2))

    assert (first, again) == ({"number": 1}, {"number": 1})
    assert "replayed" in own.cache


def test_another_body_under_the_same_key_is_refused(desk: Desk) -> None:
    mark(keyed(desk), 1)

    with pytest.raises(Invalid) as refused:
        operations.find(keyed(desk, body="b2"))
    assert refused.value.code == "idempotency_mismatch"


def test_operations_without_a_key_leave_no_mark(desk: Desk) -> None:
    assert operations.mark(desk, {"number": 1}) == []
    assert operations.find(desk) is None
    assert operations.once(desk, lambda: {"number": 2}) == {"number": 2}


def test_of_two_at_once_the_slower_answers_what_the_quicker_did(desk: Desk) -> None:
    own = keyed(desk)

    def act() -> dict[str, Any]:
        mark(keyed(desk), 1)
        return mark(own, 2)

    assert operations.once(own, act) == {"number": 1}


def test_a_transaction_sent_again_finds_its_own_mark(desk: Desk) -> None:
    own = keyed(desk)
    puts = operations.mark(own, {"number": 1})
    transact(own, puts)

    transact(own, puts)
    with pytest.raises(ConditionFailed):
        transact(own, operations.mark(own, {"number": 1}))


def test_a_conflict_of_its_own_is_told(desk: Desk) -> None:
    def act() -> dict[str, Any]:
        raise Conflict("taken")

    with pytest.raises(Conflict, match="taken"):
        operations.once(keyed(desk), act)


def test_a_key_of_one_account_is_unknown_in_another(desk: Desk) -> None:
    own = keyed(desk)
    mark(own, 1)

    assert operations.find(own.for_account(f"{desk.account_id}x")) is None


def test_what_was_decided_on_something_old_is_decided_anew(desk: Desk) -> None:
    races = [ConditionFailed(0), ConditionFailed(0)]

    def act() -> dict[str, Any]:
        if races:
            raise races.pop()
        return {"number": 3}

    assert operations.decided(desk, act, lost="Too many.") == {"number": 3}


def test_who_loses_every_race_is_told(desk: Desk) -> None:
    def act() -> dict[str, Any]:
        raise ConditionFailed(0)

    with pytest.raises(Conflict, match="Too many"):
        operations.decided(desk, act, lost="Too many.")
