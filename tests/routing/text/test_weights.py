"""The file of weights that ships."""

import json
import zlib

import pytest

from chalicelib.routing.text import weights
from chalicelib.routing.text.features import BUCKETS, SIGNALS
from chalicelib.routing.text.model import LABELS


def made(**changes: object) -> bytes:
    about = {
        "labels": list(LABELS),
        "buckets": BUCKETS,
        "scales": [0.5] * len(LABELS),
        "biases": [0.0] * len(LABELS),
        "thresholds": [0.0] * len(LABELS),
        "signals": [0.0] * len(SIGNALS),
        "common": [],
    }
    body = bytearray(BUCKETS * len(LABELS))
    body[7 * len(LABELS)] = 0xFE  # minus two
    body[9 * len(LABELS) + 1] = 3
    return json.dumps(about | changes).encode() + b"\n" + zlib.compress(bytes(body))


def test_the_file_is_small() -> None:
    assert weights.FILE.stat().st_size < 400_000


def test_it_is_read_once() -> None:
    assert weights.shipped() is weights.shipped()


def test_weights_of_a_label_are_added_apart_from_the_others() -> None:
    sums = weights.parse(made()).sums(frozenset({7, 8, 9}))

    assert sums == (-1.0, 1.5, *[0.0] * (len(LABELS) - 2))


def test_one_weight_can_be_asked_for() -> None:
    assert weights.parse(made()).weight(7, LABELS[0]) == -1.0


@pytest.mark.parametrize("changes", [{"labels": ["spam"]}, {"buckets": 16}])
def test_weights_of_another_version_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="train them anew"):
        weights.parse(made(**changes))
