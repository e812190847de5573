"""Histories: what callers asked and were told, and whether one at a time could have done it.

The search is Wing and Gong's, with the visited (operations left, state) pairs remembered as Lowe
does: try each operation that may come first, step the model, go on with the rest.
"""

import threading
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

State = TypeVar("State", bound=Hashable)

UNKNOWN = "<unknown>"
"""The result of an operation that never answered; it may have taken effect or not."""


@dataclass(slots=True, eq=False)
class Operation:
    """One call of a caller; `ended` stays None when no answer came."""

    name: str
    args: tuple[Any, ...]
    called: int
    result: Any = UNKNOWN
    ended: int | None = None

    def __str__(self) -> str:
        """Read as `[3-7] take('alice') -> True`."""
        arguments = ", ".join(map(repr, self.args))
        end = "" if self.ended is None else self.ended
        return f"[{self.called}-{end}] {self.name}({arguments}) -> {self.result!r}"


Step = Callable[[State, Operation], State | None]
"""Return the state after the operation, or None where it could not have had this result."""


@dataclass(slots=True)
class History:
    """What happened, on one logical clock; safe for threads."""

    operations: list[Operation] = field(default_factory=list[Operation])
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _time: int = 0

    @contextmanager
    def operation(self, name: str, *args: Any) -> Iterator[Operation]:
        """Record the block, which sets `result`; an exception leaves the result unknown."""
        with self._lock:
            self._time += 1
            operation = Operation(name, args, self._time)
            self.operations.append(operation)
        yield operation
        with self._lock:
            self._time += 1
            operation.ended = self._time

    def call(self, name: str, work: Callable[..., Any], *args: Any) -> Any:
        """Record `work(*args)` and return its result."""
        with self.operation(name, *args) as operation:
            operation.result = work(*args)
        return operation.result

    def __str__(self) -> str:
        """List the operations in the order of their calls."""
        return "\n".join(map(str, self.operations))


def linearize(
    operations: Sequence[Operation], step: Step[State], initial: State
) -> list[Operation] | None:
    """Return an order in which they could have run one at a time, or None if there is none."""
    seen: set[tuple[frozenset[Operation], State]] = set()
    stack: list[tuple[frozenset[Operation], State, tuple[Operation, ...]]] = [
        (frozenset(operations), initial, ())
    ]
    while stack:
        left, state, done = stack.pop()
        if all(each.ended is None for each in left):
            return list(done)
        if (left, state) in seen:
            continue
        seen.add((left, state))
        for each in _may_be_next(left):
            after = step(state, each)
            if after is not None:
                stack.append((left - {each}, after, (*done, each)))
    return None


def _may_be_next(left: frozenset[Operation]) -> list[Operation]:
    """Return what was called before anything still left had ended."""
    horizon = min(each.ended for each in left if each.ended is not None)
    return [each for each in left if each.called < horizon]


def assert_linearizable(history: History, step: Step[State], initial: State) -> list[Operation]:
    """Return the order found, or raise AssertionError with the history."""
    order = linearize(history.operations, step, initial)
    if order is None:
        raise AssertionError(f"no order explains\n{history}")
    return order
