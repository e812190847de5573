"""The index holds everything that was said, whatever happens while it is made."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from chalicelib import settings
from chalicelib.core.desk import Desk
from chalicelib.search import gather, index, storage
from chalicelib.table import keys
from chalicelib.table.row import Row
from dev.aws.gate import gate
from tests.kit.http_world import World
from tests.search.shelf import Shelf, known, lying, whole

DeskOf = Callable[[str], Desk]


def test_it_holds_all_that_was_said_and_reads_only_what_is_new(shelf: Shelf) -> None:
    ticket = shelf.open(1, "A saucer")
    shelf.open(2, "A teapot")
    shelf.index()
    ticket = shelf.note(shelf.write(ticket, "And a cup"), "They are kind")
    shelf.index()
    shelf.write(ticket, "And a spoon")
    with gate.recorded() as calls:
        shelf.index()

    assert shelf.contents() == whole(shelf, 1, 2)
    reads = [call for call in calls if call.name == "dynamodb.Query"]
    assert sum("T#" in str(call.parameters()) for call in reads) == 1


def test_nothing_new_costs_two_reads(shelf: Shelf) -> None:
    shelf.open(1)
    shelf.index()

    with gate.recorded() as calls:
        index.work_off(shelf.desk(), {})

    assert [call.name for call in calls] == ["dynamodb.GetItem", "dynamodb.Query"]


def test_many_are_indexed_in_pieces_and_each_orders_the_next(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gather, "AT_ONCE", 3)
    for number in range(1, 9):
        shelf.open(number, f"Cup number c{number}")
    orders: list[bool] = []
    monkeypatch.setattr(index, "_put", lambda *_, **__: orders.append(True))

    for _ in range(3):
        index.work_off(shelf.desk(), {})

    assert len(orders) == 2
    assert shelf.contents() == whole(shelf, *range(1, 9))


def test_there_are_few_files_however_often_it_is_added_to(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "SMALL", 1_000)
    for number in range(1, 25):
        shelf.open(number, _babble(number))
        shelf.index()
    sizes = [file.size for file in storage.load(shelf.desk(), consistent=True).files]

    assert len(sizes) <= 5
    assert sizes == sorted(sizes, reverse=True)
    assert shelf.contents() == whole(shelf, *range(1, 25))


def test_a_file_stays_small_enough_for_a_workers_memory(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "LARGEST", 3_000)
    for number in range(1, 9):
        shelf.open(number, _babble(number))
        shelf.index()

    assert len(storage.load(shelf.desk(), consistent=True).files) > 1
    assert shelf.found(_babble(3).split()[50]) == [3]


def test_what_the_feed_has_forgotten_is_found_by_going_through_all_tickets(
    shelf: Shelf, desk: Desk, world: World
) -> None:
    shelf.open(1, "A saucer")
    shelf.index()
    shelf.open(2, "A spoon", is_spam=True)
    shelf.open(3, "A teapot")
    _forget(desk)
    world.pass_time(days=3)
    assert shelf.answer("spoon").indexed_until is not None

    index.work_off(shelf.desk(), {})
    assert shelf.answer("spoon").indexed_until is None
    shelf.index()

    assert [shelf.found(word) for word in ("saucer", "spoon", "teapot")] == [[1], [2], [3]]


def test_going_through_all_tickets_loses_none_that_changes_meanwhile(
    shelf: Shelf, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gather, "AT_ONCE", 2)
    opened = [shelf.open(number, f"Cup number c{number}") for number in range(1, 8)]
    _forget(desk)
    index.work_off(shelf.desk(), {})
    shelf.write(opened[0], "A spoon")
    shelf.write(opened[6], "A fork")
    shelf.index()

    assert shelf.contents() == whole(shelf, *range(1, 8))


def test_an_index_that_lost_a_file_is_made_anew(
    shelf: Shelf, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.open(1, "A saucer")
    shelf.index()
    [file] = storage.load(shelf.desk(), consistent=True).files
    desk.files.remove(f"search/{desk.account_id}/{file.name}")
    monkeypatch.setattr(storage, "_remembered", type(storage._remembered)())
    orders: list[dict[str, Any]] = []
    monkeypatch.setattr(index, "_put", lambda _desk, **order: not orders.append(order))
    shelf.open(2, "A teapot")

    assert (shelf.found("teapot"), shelf.found("saucer")) == ([2], [])
    assert orders == [{"is_anew": True}]
    index.work_off(shelf.desk(), {"is_anew": True})
    shelf.index()
    index.work_off(shelf.desk(), {"is_anew": True})

    assert shelf.contents() == whole(shelf, 1, 2)
    assert shelf.found("saucer") == [1]


def test_files_that_no_index_names_are_deleted_when_nobody_reads_them(
    shelf: Shelf, aws: settings.Settings, desk: Desk, world: World
) -> None:
    for number in (1, 2):
        shelf.open(number)
        shelf.index()
    assert len(lying(aws, desk)) == 2
    world.pass_time(hours=1, seconds=1)
    shelf.open(3)
    shelf.index()
    manifest = storage.load(shelf.desk(), consistent=True)

    assert lying(aws, desk) == known(shelf)
    assert len(manifest.dropped) == 1
    assert shelf.found("hello") == [3, 2, 1]


def test_it_is_ordered_once_in_two_minutes_and_again_once_it_was_done(
    shelf: Shelf, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders: list[timedelta] = []
    monkeypatch.setattr(index, "_put", lambda _desk, delay: not orders.append(delay))

    for _ in range(3):
        index.order(shelf.desk())
    world.pass_time(minutes=2)
    index.order(shelf.desk())
    index.work_off(shelf.desk(), {})
    index.order(shelf.desk())

    assert orders == [index.EVERY] * 3


def test_accounts_share_nothing(desk_of: DeskOf) -> None:
    ours, theirs = (Shelf(desk_of(f"acc_{n:>026}")) for n in ("SEARCH1", "SEARCH2"))
    ours.open(1, "A saucer")
    theirs.open(1, "A teapot")
    ours.index()
    theirs.index()

    assert (ours.found("saucer"), ours.found("teapot")) == ([1], [])
    assert (theirs.found("saucer"), theirs.found("teapot")) == ([], [1])


def _babble(number: int) -> str:
    return " ".join(f"w{(number * 7_919 + n * 104_729) % 10**9:x}" for n in range(100))


def _forget(desk: Desk) -> None:
    for row in Row.query(keys.feed(desk.account_id)):
        row.delete()
