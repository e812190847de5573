"""The checker accepts what one at a time could have done and nothing else."""

import pytest

from tests.kit.history import UNKNOWN, History, Operation, assert_linearizable, linearize


def register(state: str, operation: Operation) -> str | None:
    """Be a register: `write` always works, `read` tells the value."""
    if operation.name == "write":
        return operation.args[0]
    return state if operation.result in (state, UNKNOWN) else None


def wrote(value: str, called: int, ended: int | None) -> Operation:
    return Operation("write", (value,), called, None, ended)


def saw(value: str, called: int, ended: int | None) -> Operation:
    return Operation("read", (), called, value, ended)


@pytest.mark.parametrize(
    ("operations", "possible"),
    [
        ([wrote("a", 1, 2), saw("a", 3, 4)], True),
        ([wrote("a", 1, 2), saw("", 3, 4)], False),
        ([wrote("a", 1, 4), saw("", 2, 3)], True),
        ([wrote("a", 1, 4), saw("a", 2, 3)], True),
        ([wrote("a", 1, 6), saw("a", 2, 3), saw("", 4, 5)], False),
        ([wrote("a", 1, 2), wrote("b", 3, 4), saw("a", 5, 6)], False),
        ([wrote("a", 1, 4), wrote("b", 2, 3), saw("a", 5, 6)], True),
        ([wrote("a", 1, None), saw("", 2, 3), saw("a", 4, 5)], True),
        ([wrote("a", 1, None), saw("", 2, 3)], True),
        ([wrote("a", 1, None), saw("a", 2, 3), saw("", 4, 5)], False),
        ([saw("a", 1, 2), wrote("a", 3, None)], False),
        ([], True),
    ],
)
def test_a_register_is_judged(operations: list[Operation], possible: bool) -> None:  # noqa: FBT001
    assert (linearize(operations, register, "") is not None) is possible


def takes(state: str, operation: Operation) -> str | None:
    """Be a ticket that one agent can take."""
    won = state == ""
    return (operation.args[0] if won else state) if operation.result is won else None


def test_two_winners_of_one_ticket_are_found() -> None:
    twice = [Operation("take", (who,), 1, result=True, ended=9) for who in ("alice", "bob")]

    assert linearize(twice, takes, "") is None
    twice[1].result = False
    assert linearize(twice, takes, "") == twice


def test_an_operation_that_raised_stays_unknown() -> None:
    history = History()

    with pytest.raises(TimeoutError), history.operation("write", "a"):
        raise TimeoutError

    assert history.operations[0].ended is None
    assert history.operations[0].result == UNKNOWN


def test_an_impossible_history_is_shown() -> None:
    history = History()
    history.call("read", lambda: "a")

    with pytest.raises(AssertionError, match=r"\[1-2\] read\(\) -> 'a'"):
        assert_linearizable(history, register, "")


@pytest.mark.thorough
def test_a_long_sequential_history_is_judged_at_once() -> None:
    history = History()
    for value in map(str, range(2000)):
        history.call("write", lambda _: None, value)
        history.call("read", lambda value=value: value)

    assert len(assert_linearizable(history, register, "")) == 4000
