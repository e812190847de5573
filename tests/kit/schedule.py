"""Schedules: tasks run one AWS call at a time, in an order that a seed decides and repeats."""

import random
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from botocore.awsrequest import AWSResponse

from dev.aws.gate import Call, Send, gate


class Abandoned(BaseException):
    """Ends the tasks of a schedule that is stuck."""


class Stuck(AssertionError):
    """A task waited for something that only a paused task can give, as a lock held over a call."""


@dataclass(slots=True)
class Run:
    """What one schedule did."""

    seed: int
    trace: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    """(task, call about to be made), in order."""
    results: dict[int, Any] = field(default_factory=dict[int, Any])
    errors: dict[int, BaseException] = field(default_factory=dict[int, BaseException])

    def __str__(self) -> str:
        """Read as the seed and the calls in order."""
        steps = " ".join(f"{task}:{call.partition('.')[2] or call}" for task, call in self.trace)
        return f"seed {self.seed}: {steps}"


class _Task(threading.Thread):
    """One task, asleep until it holds the baton."""

    def __init__(self, index: int, work: Callable[[], object], schedule: "_Schedule") -> None:
        super().__init__(daemon=True, name=f"task {index}")
        self.index = index
        self.work = work
        self.schedule = schedule
        self.baton = threading.Semaphore(0)

    def run(self) -> None:
        run = self.schedule.run
        try:
            self.pause("start")
            run.results[self.index] = self.work()
        except BaseException as error:  # a crash of one task is a result too
            run.errors[self.index] = error
        finally:
            self.schedule.live.discard(self.index)
            self.schedule.back.release()

    def pause(self, call: str) -> None:
        """Hand the baton back and wait for it."""
        if call != "start":
            self.schedule.back.release()
        self.baton.acquire()
        if self.schedule.is_over:
            raise Abandoned
        self.schedule.run.trace.append((self.index, call))


class _Schedule:
    """Gives the baton to one task at a time."""

    def __init__(self, works: Sequence[Callable[[], object]], seed: int, patience: float) -> None:
        self.run = Run(seed)
        self.back = threading.Semaphore(0)
        self.live = set(range(len(works)))
        self.is_over = False
        self.patience = patience
        self.tasks = [_Task(index, work, self) for index, work in enumerate(works)]

    def play(self) -> Run:
        chance = random.Random(self.run.seed)
        for task in self.tasks:
            task.start()
        with gate.around(self._pause):
            while self.live:
                self.tasks[chance.choice(sorted(self.live))].baton.release()
                if not self.back.acquire(timeout=self.patience):
                    self._abandon()
        for task in self.tasks:
            task.join()
        return self.run

    def _pause(self, call: Call, send: Send) -> AWSResponse:
        task = threading.current_thread()
        if isinstance(task, _Task) and task.schedule is self:
            task.pause(call.name)
        return send()

    def _abandon(self) -> None:
        self.is_over = True
        for task in self.tasks:
            task.baton.release()
        for task in self.tasks:
            task.join(timeout=1)
        raise Stuck(str(self.run))


def explore(tasks: Sequence[Callable[[], object]], *, seed: int, patience: float = 10) -> Run:
    """Run the tasks to their ends; the same seed makes the same run.

    Only one task moves between two AWS calls. Threads that a task starts itself are not scheduled.
    Raise Stuck when nothing moves for `patience` seconds.
    """
    return _Schedule(tasks, seed, patience).play()


def explore_seeds(
    make: Callable[[], tuple[Sequence[Callable[[], object]], Callable[[Run], object]]],
    seeds: Iterable[int],
    *,
    patience: float = 10,
) -> int:
    """Play one schedule a seed, each in a fresh world; return how many different ones there were.

    `make` returns the tasks and the check of their run, which raises AssertionError.
    """
    seen: set[tuple[tuple[int, str], ...]] = set()
    for seed in seeds:
        tasks, check = make()
        run = explore(tasks, seed=seed, patience=patience)
        seen.add(tuple(run.trace))
        try:
            check(run)
        except AssertionError as error:
            error.add_note(str(run))
            raise
    return len(seen)
