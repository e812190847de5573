"""Tests are handed out as xdist would, whatever is forgotten of those that are done."""

from types import SimpleNamespace
from typing import Any

from xdist.scheduler import LoadGroupScheduling

from tests.plugins.quick import Forgetful

_TESTS = ["a.py::one", "a.py::two@pair", "b.py::three@pair", *(f"c.py::n[{n}]" for n in range(9))]


class _Worker:
    shutting_down = False

    def __init__(self) -> None:
        self.waiting: list[int] = []
        self.gateway = SimpleNamespace(id="gw")

    def send_runtest_some(self, indices: list[int]) -> None:
        self.waiting += indices

    def shutdown(self) -> None:
        self.shutting_down = True


def _scheduled(kind: type[LoadGroupScheduling]) -> tuple[Any, list[Any]]:
    config: Any = SimpleNamespace(getvalue=lambda _name: ["popen"] * 2, option=SimpleNamespace())
    config.option.loadscopereorder = False
    scheduler: Any = kind(config)
    workers: list[Any] = [_Worker(), _Worker()]
    for worker in workers:
        scheduler.add_node(worker)
        scheduler.add_node_collection(worker, list(_TESTS))
    scheduler.schedule()
    return scheduler, workers


def _order(kind: type[LoadGroupScheduling]) -> list[tuple[int, str]]:
    scheduler, workers = _scheduled(kind)
    done: list[tuple[int, str]] = []
    while any(worker.waiting for worker in workers):
        for number, worker in enumerate(workers):
            for _ in range(1 + number):
                if worker.waiting:
                    index = worker.waiting.pop(0)
                    done.append((number, _TESTS[index]))
                    scheduler.mark_test_complete(worker, index)
    assert scheduler.tests_finished
    assert not scheduler.has_pending
    return done


def test_each_test_goes_to_whom_xdist_gives_it() -> None:
    handed = _order(Forgetful)

    assert handed == _order(LoadGroupScheduling)
    assert sorted(test for _, test in handed) == sorted(_TESTS)
    assert len({worker for worker, test in handed if test.endswith("@pair")}) == 1


def test_what_a_worker_that_died_had_not_done_is_done_by_the_other() -> None:
    scheduler, (dead, other) = _scheduled(Forgetful)
    scheduler.mark_test_complete(dead, dead.waiting.pop(0))
    running = _TESTS[dead.waiting[0]]

    assert scheduler.remove_node(dead) == running
    while other.waiting:
        scheduler.mark_test_complete(other, other.waiting.pop(0))
    assert scheduler.tests_finished
    assert not scheduler.has_pending
