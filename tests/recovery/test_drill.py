"""The drill that people do, and what its steps look at."""

import subprocess
import sys
from typing import Any

import pytest

from chalicelib import stream
from tests.architecture.code import ROOT


@pytest.mark.thorough
def test_tickets_are_lost_and_come_back() -> None:
    command = [sys.executable, "-m", "dev.drill"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert len(done.stdout.splitlines()) >= 7


@pytest.mark.parametrize(
    ("before", "after", "is_followed"),
    [
        (None, {"restored_at": {"S": "2026"}}, False),
        ({"restored_at": {"S": "2026"}}, {"restored_at": {"S": "2026"}}, True),
        ({}, {}, True),
        ({"restored_at": {"S": "2026"}}, {}, True),
    ],
)
def test_nothing_follows_from_a_row_that_came_back(
    before: Any, after: Any, *, is_followed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    followed: list[str] = []
    monkeypatch.setattr(stream, "follow", lambda account_id, _: followed.append(account_id))
    keys = {"pk": {"S": "A#acc_1#T#tkt_1"}, "sk": {"S": "T"}}
    stream.fold({"Records": [{"dynamodb": {"Keys": keys, "OldImage": before, "NewImage": after}}]})

    assert followed == (["acc_1"] if is_followed else [])
