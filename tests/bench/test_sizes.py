"""Item sizes follow the published rules."""

from typing import Any

import pytest

from bench.sizes import item_size, value_size


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ({"S": "hello"}, 5),
        ({"S": "grün"}, 5),
        ({"S": ""}, 0),
        ({"N": "0"}, 1),
        ({"N": "7"}, 2),
        ({"N": "42"}, 2),
        ({"N": "123"}, 3),
        ({"N": "1000000"}, 2),
        ({"N": "0.001"}, 2),
        ({"N": "12.50"}, 3),
        ({"N": "-42"}, 3),
        ({"N": "1E+20"}, 2),
        ({"B": "aGVsbG8="}, 5),
        ({"B": b"hello"}, 5),
        ({"BOOL": False}, 1),
        ({"NULL": True}, 1),
        ({"L": []}, 3),
        ({"M": {}}, 3),
        ({"L": [{"S": "ab"}, {"S": "c"}]}, 3 + 3 + 2),
        ({"M": {"name": {"S": "ab"}}}, 3 + 4 + 2 + 1),
        ({"L": [{"L": []}]}, 3 + 3 + 1),
        ({"SS": ["ab", "c"]}, 3),
        ({"NS": ["7", "123"]}, 5),
        ({"BS": ["aGVsbG8="]}, 5),
    ],
)
def test_a_value_has_a_size(value: dict[str, Any], size: int) -> None:
    assert value_size(value) == size


def test_an_item_is_its_names_and_values() -> None:
    assert item_size({"pk": {"S": "A#1"}, "is_open": {"BOOL": True}}) == 2 + 3 + 7 + 1


def test_no_item_has_no_size() -> None:
    assert item_size(None) == item_size({}) == 0
