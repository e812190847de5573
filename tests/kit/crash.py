"""Trouble at every AWS call of an operation: it dies before or after it, or the call fails.

A crash is followed by what AWS does next (redelivery, the stream again, the sweep), which must
mend it. A failed call is botocore's and the operation's own to mend.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from botocore.awsrequest import AWSResponse

from dev.aws.faults import Faults
from dev.aws.gate import Call, Send, gate

World = TypeVar("World")
_MANY = 1_000


class Crash(BaseException):
    """A kill or a Lambda timeout: no `except Exception` may stop it."""


@dataclass(frozen=True, slots=True)
class Point:
    """Where it died."""

    when: str
    number: int
    call: str

    def __str__(self) -> str:
        """Read as `after call 2 dynamodb.PutItem`."""
        return f"{self.when} call {self.number} {self.call}"


@dataclass(slots=True)
class Crashes:
    """What was tried."""

    points: list[Point] = field(default_factory=list[Point])
    broken: list[tuple[Point | None, Exception]] = field(
        default_factory=list[tuple[Point | None, Exception]]
    )

    def __len__(self) -> int:
        """Return the number of crash points."""
        return len(self.points)

    def __str__(self) -> str:
        """List what broke, one line each."""
        lines = [f"{at or 'without a crash'}: {error!r}" for at, error in self.broken]
        return "\n".join([f"{len(lines)} of {len(self)} crash points broke", *lines[:20]])


total = Crashes()
"""All of this test run, for the summary."""


class Death:
    """A layer that dies at the numbered call; a dead process makes no more calls."""

    def __init__(self, when: str, number: int, counts: Callable[[Call], bool]) -> None:
        """`when` is before or after; calls count from 1, those that `counts` accepts."""
        self.when = when
        self.number = number
        self.counts = counts
        self.point: Point | None = None
        self._seen = 0

    def __call__(self, call: Call, send: Send) -> AWSResponse:
        """Be a layer of the gate."""
        if not self.counts(call):
            return send()
        if self.point:
            raise Crash(f"dead since {self.point}")
        self._seen += 1
        if self._seen != self.number:
            return send()
        if self.when == "after":
            send()
        self.point = Point(self.when, self.number, call.name)
        raise Crash(str(self.point))


def _every(_call: Call) -> bool:
    return True


@contextmanager
def dying(when: str, number: int, counts: Callable[[Call], bool] = _every) -> Iterator[Death]:
    """Let the block die at one call; `point` stays None when there was no such call."""
    death = Death(when, number, counts)
    with gate.around(death):
        try:
            yield death
        except (Crash, Exception):
            # What a dying process makes of its death is heard by nobody.
            if not death.point:
                raise


def crash_everywhere(
    fresh: Callable[[], World],
    run: Callable[[World], object],
    recover: Callable[[World], object],
    check: Callable[[World], object],
    *,
    counts: Callable[[Call], bool] = _every,
) -> Crashes:
    """Crash `run` at every call, each time in a fresh world; raise AssertionError if any breaks.

    `recover` is what AWS does next (redelivery, the stream again, the sweep), `check` raises when
    an invariant is broken. The run that needs no recovery is checked as well, recovered or not.
    Calls that `counts` refuses belong to somebody else, as a laptop's pumps: they never die.
    """
    crashes = Crashes()
    for when in ("before", "after"):
        for number in range(1, _MANY):
            world = fresh()
            with dying(when, number, counts) as death:
                run(world)
            _note(crashes, death.point, lambda world=world: (recover(world), check(world)))
            if not death.point:
                break
        else:
            raise AssertionError(f"still calling after {_MANY} calls")
    _note(crashes, None, lambda: _undisturbed(fresh(), run, check))
    return _judged(crashes)


def fault_everywhere(
    fresh: Callable[[], World],
    run: Callable[[World], object],
    check: Callable[[World], object],
    *,
    kind: str,
    times: int = 1,
    call: str = "*",
) -> Crashes:
    """Let each call of `run` fail in turn, `times` in a row, each time in a fresh world.

    `kind` is one of `dev.aws.faults.Kind`. What `run` raises breaks the point too: suppress there
    what the caller may be told. Use `skipped_waits` around it.
    """
    crashes = Crashes()
    for number in range(_MANY):
        faults, world = Faults(), fresh()
        faults.inject(call, kind, times=times, skip=number)
        with gate.around(faults):
            failure = _failure(partial(run, world))
        has_struck = not any(fault.times == times for fault in faults.pending())
        point = Point(f"{times} x {kind} from", number + 1, call) if has_struck else None
        _note(crashes, point, partial(_settled, failure, check, world))
        if not has_struck:
            return _judged(crashes)
    raise AssertionError(f"still calling after {_MANY} calls")


def _judged(crashes: Crashes) -> Crashes:
    total.points.extend(crashes.points)
    if crashes.broken:
        raise AssertionError(str(crashes))
    return crashes


def _undisturbed(
    world: World, run: Callable[[World], object], check: Callable[[World], object]
) -> None:
    run(world)
    check(world)


def _settled(failure: Exception | None, check: Callable[[World], object], world: World) -> None:
    if failure:
        raise failure
    check(world)


def _note(crashes: Crashes, at: Point | None, proof: Callable[[], object]) -> None:
    if at:
        crashes.points.append(at)
    failure = _failure(proof)
    if failure:
        crashes.broken.append((at, failure))


def _failure(proof: Callable[[], object]) -> Exception | None:
    try:
        proof()
    except Exception as error:
        return error
    return None
