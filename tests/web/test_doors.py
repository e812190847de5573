"""Bytes that a door takes reach its worker as they came, and nobody else's."""

import base64
import json

import pytest

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Forbidden
from chalicelib.web import doors


@pytest.mark.parametrize("length", [0, 1, 135_000, 135_001, 400_000])
def test_a_body_comes_back_as_it_was(desk: Desk, length: int) -> None:
    body = bytes(range(256)) * (length // 256) + b"\xff" * (length % 256)

    order = doors.kept(desk, body)

    assert len(json.dumps(order)) <= doors.LONGEST_ORDER + 100
    assert doors.body_of(desk, order) == body


def test_what_fits_rests_nowhere_but_in_the_queue(desk: Desk) -> None:
    assert doors.kept(desk, b"short") == {"body": base64.b64encode(b"short").decode()}


def test_the_body_of_another_account_is_not_read(desk: Desk) -> None:
    with pytest.raises(Forbidden):
        doors.body_of(desk, {"body_key": "hooks/acc_other/hook_1"})
