"""The file of weights that ships."""

import json
import zlib

import pytest

from chalicelib.routing.text import weights
from chalicelib.routing.text.features import BUCKETS, SIGNALS
from chalicelib.routing.text.weights import COLUMNS, SPAM_COLUMNS


def made(**changes: object) -> bytes:
    about = {
        "columns": list(COLUMNS),
        "buckets": BUCKETS,
        "scales": [0.5] * len(COLUMNS),
        "biases": [0.0] * len(COLUMNS),
        "thresholds": [0.0] * len(COLUMNS),
        "signals": [[0.0] * len(SIGNALS)] * len(SPAM_COLUMNS),
        "common": [],
    }
    body = bytearray(BUCKETS * len(COLUMNS))
    body[7 * len(COLUMNS)] = 0xFE  # minus two
    body[9 * len(COLUMNS) + 1] = 3
    return json.dumps(about | changes).encode() + b"\n" + zlib.compress(bytes(body))


def test_the_file_is_small() -> None:
    assert weights.FILE.stat().st_size < 400_000


def test_it_is_read_once() -> None:
    assert weights.shipped() is weights.shipped()


def test_weights_of_a_column_are_added_apart_from_the_others() -> None:
    sums = weights.parse(made()).sums(frozenset({7, 8, 9}))

    assert sums == (-1.0, 1.5, *[0.0] * (len(COLUMNS) - 2))


def test_one_weight_can_be_asked_for() -> None:
    assert weights.parse(made()).weight(7, COLUMNS[0]) == -1.0


@pytest.mark.parametrize("changes", [{"columns": ["spam"]}, {"columns": None}, {"buckets": 16}])
def test_weights_of_another_version_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="train them anew"):
        weights.parse(made(**changes))
