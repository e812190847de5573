"""Units follow the published rules and their worked examples."""

from typing import Any

import pytest

from bench import capacity
from bench.capacity import Index

KB = 1024


def sized(size: int, **attributes: str) -> dict[str, Any]:
    """Return an item of exactly so many bytes."""
    item = {name: {"S": value} for name, value in attributes.items()}
    rest = size - sum(len(name) + len(value["S"]) for name, value in item.items()) - 1
    return item | {"x": {"S": "x" * rest}}


@pytest.mark.parametrize(
    ("size", "consistent", "eventual", "transaction"),
    [
        (0, 1, 0.5, 2),
        (1, 1, 0.5, 2),
        (500, 1, 0.5, 2),
        (4 * KB, 1, 0.5, 2),
        (4 * KB + 1, 2, 1, 4),
        (8 * KB, 2, 1, 4),
        (10 * KB, 3, 1.5, 6),
        (40 * KB, 10, 5, 20),
        (400 * KB, 100, 50, 200),
    ],
)
def test_reads_go_by_four_kilobytes(
    size: int, consistent: float, eventual: float, transaction: float
) -> None:
    assert capacity.read_units(size, is_consistent=True) == consistent
    assert capacity.read_units(size, is_consistent=False) == eventual
    assert capacity.transaction_read_units(size) == transaction


@pytest.mark.parametrize(
    ("before", "after", "units"),
    [
        (0, 512, 1),
        (0, 1 * KB, 1),
        (0, 1 * KB + 1, 2),
        (0, 3 * KB + 500, 4),
        (500, 3 * KB, 3),
        (3 * KB, 500, 3),
        (5 * KB, 0, 5),
        (0, 0, 1),
        (300 * KB, 0, 300),
    ],
)
def test_writes_go_by_one_kilobyte_of_the_larger(before: int, after: int, units: float) -> None:
    old, new = sized(before) if before else None, sized(after) if after else None

    assert capacity.write_units(old, new) == units
    assert capacity.transaction_write_units(old, new) == 2 * units


BY_STATE = Index(name="by_state", keys=("state", "at"), table_keys=("pk",), included=("title",))


@pytest.mark.parametrize(
    ("before", "after", "units"),
    [
        ({}, {}, 0),
        ({"pk": "1"}, {"pk": "1"}, 0),
        ({}, {"pk": "1", "state": "open", "at": "1"}, 1),
        ({"pk": "1", "state": "open", "at": "1"}, {}, 1),
        ({"pk": "1"}, {"pk": "1", "state": "open"}, 0),
        ({"pk": "1", "state": "open", "at": "1"}, {"pk": "1"}, 1),
        ({"pk": "1", "state": "open", "at": "1"}, {"pk": "1", "state": "open", "at": "2"}, 2),
        (
            {"pk": "1", "state": "open", "at": "1"},
            {"pk": "1", "state": "open", "at": "1", "note": "outside"},
            0,
        ),
        (
            {"pk": "1", "state": "open", "at": "1", "title": "a"},
            {"pk": "1", "state": "open", "at": "1", "title": "b"},
            1,
        ),
        (
            {"pk": "1", "state": "open", "at": "1", "title": "a" * 2000},
            {"pk": "1", "state": "open", "at": "2", "title": "b"},
            2 + 1,
        ),
    ],
)
def test_an_index_is_charged_for_its_entries(
    before: dict[str, str], after: dict[str, str], units: float
) -> None:
    old, new = ({name: {"S": v} for name, v in item.items()} or None for item in (before, after))

    assert BY_STATE.units(old, new) == units


def test_an_index_of_everything_notices_every_change() -> None:
    index = Index(name="all", keys=("pk",), table_keys=("pk",))

    assert index.units({"pk": {"S": "1"}}, {"pk": {"S": "1"}, "note": {"S": "a"}}) == 1


def test_a_million_pairs_of_message_and_reply_have_a_price() -> None:
    assert capacity.dollars(read=0, write=12e6) == pytest.approx(7.5)
