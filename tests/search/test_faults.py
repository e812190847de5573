"""Whatever fails or dies while the index is made, or does the same at once, is made good."""

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from chalicelib import settings
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Unavailable
from chalicelib.search import index, storage
from tests.kit.crash import crash_everywhere, fault_everywhere
from tests.kit.waits import skipped_waits
from tests.search.shelf import Shelf, known, lying, whole

DeskOf = Callable[[str], Desk]


def test_a_crash_anywhere_leaves_a_working_index_and_no_unknown_file(
    desk_of: DeskOf, aws: settings.Settings
) -> None:
    def check(shelf: Shelf) -> None:
        assert shelf.contents() == whole(shelf, 1, 2)
        assert lying(aws, shelf.desk()) <= known(shelf)
        assert shelf.found("teapot") == [2]

    def mend(shelf: Shelf) -> None:
        assert shelf.found("saucer") == [1]
        assert lying(aws, shelf.desk()) <= known(shelf)
        shelf.index()

    crashes = crash_everywhere(lambda: _half_indexed(desk_of), _work_off, mend, check)

    assert len(crashes) > 10


@pytest.mark.parametrize(
    "kind",
    [
        "lost_reply",
        *(pytest.param(kind, marks=pytest.mark.thorough) for kind in ("throttle", "error")),
    ],
)
def test_a_call_that_fails_is_made_good(desk_of: DeskOf, kind: str) -> None:
    def run(shelf: Shelf) -> None:
        for _ in range(3):
            with suppress(Unavailable):
                shelf.index()

    def check(shelf: Shelf) -> None:
        assert shelf.contents() == whole(shelf, 1, 2)

    with skipped_waits():
        fault_everywhere(lambda: _half_indexed(desk_of), run, check, kind=kind)


def test_two_jobs_at_once_are_as_good_as_one(
    shelf: Shelf, aws: settings.Settings, desk: Desk
) -> None:
    for number in range(1, 5):
        shelf.open(number, f"Cup number c{number}")
    desks = [shelf.desk() for _ in range(4)]
    threads = [threading.Thread(target=index.work_off, args=(own, {})) for own in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    shelf.index()

    assert shelf.contents() == whole(shelf, 1, 2, 3, 4)
    assert lying(aws, desk) <= known(shelf)


def test_who_loses_the_race_begins_anew_with_what_the_other_left(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.open(1, "A saucer")
    original, others = storage.add_file, [True]

    def meanwhile(desk: Desk, name: str, packed: Any) -> Any:
        if others.pop() if others else False:
            shelf.open(2, "A teapot")
            index.work_off(shelf.desk(), {})
        return original(desk, name, packed)

    monkeypatch.setattr(storage, "add_file", meanwhile)
    index.work_off(shelf.desk(), {})

    assert shelf.contents() == whole(shelf, 1, 2)


def _work_off(shelf: Shelf) -> None:
    index.work_off(shelf.desk(), {})


_accounts = iter(range(1, 10_000))


def _half_indexed(desk_of: DeskOf) -> Shelf:
    shelf = Shelf(desk_of(f"acc_{next(_accounts):>018}CRASHED0"))
    shelf.open(1, "A saucer")
    shelf.index()
    shelf.open(2, "A teapot")
    return shelf
