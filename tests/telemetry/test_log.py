"""The way out: what any code says is made safe, and nobody's work fails for want of an output."""

import io
import json
import sys
from datetime import UTC, datetime
from typing import Any

import pytest

import app
from chalicelib.telemetry.log import MOST, logger, tell
from chalicelib.telemetry.model import Metric
from tests.telemetry.written import lines

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def test_the_framework_s_own_logger_is_another() -> None:
    assert app.app.log.name != logger.name


def test_what_any_code_logs_of_an_error_has_none_of_its_words(capsys: Any) -> None:
    try:
        raise ValueError("mail of a@b.example")
    except ValueError:
        logger.exception("segments are not known", extra={"account": "acc_1"})

    (line,) = lines(capsys)
    assert (line["message"], line["error"]) == ("segments are not known", "ValueError")
    assert "b.example" not in json.dumps(line)


@pytest.mark.parametrize("value", ["a\nb\r\n{}", "\u2028" * 5, "x" * 10_000, '"}\n{"level":"'])
def test_a_hostile_value_stays_within_its_line(capsys: Any, value: str) -> None:
    tell("operation", NOW, members={"ticket": value}, measured={Metric.operations: 1})

    (line,) = lines(capsys)
    assert len(line["ticket"]) <= 200
    assert line["Operations"] == 1


def test_a_line_that_gets_too_long_is_cut_and_stays_one(capsys: Any) -> None:
    huge = {f"m{n}": ["x" * 200] * 60 for n in range(60)}
    tell("operation", NOW, members=huge)

    (line,) = lines(capsys)
    assert line["is_cut"]
    assert len(json.dumps(line)) < MOST


class Broken(io.StringIO):
    """Fails however it is used."""

    def write(self, _text: str) -> int:
        raise OSError("no space left")


def closed() -> io.StringIO:
    stream = io.StringIO()
    stream.close()
    return stream


@pytest.mark.parametrize("output", [Broken(), closed(), None], ids=["full", "closed", "none"])
def test_nobody_fails_for_want_of_an_output(
    monkeypatch: pytest.MonkeyPatch, output: io.StringIO | None
) -> None:
    monkeypatch.setattr(sys, "stdout", output)
    monkeypatch.setattr(sys, "stderr", output)

    tell("operation", NOW, members={"a": "b"}, measured={Metric.operations: 1})
    logger.warning("mail for nobody")


@pytest.mark.parametrize(
    ("members", "name"),
    [
        ({"message": "taken"}, "message_"),
        ({"name": "taken"}, "name_"),
        ({"asctime": "taken"}, "asctime_"),
        ({"timestamp": "taken"}, "timestamp_"),
        ({"taskName": "taken"}, "taskName_"),
        ({"level": 7}, "level_"),
        ({"x": object()}, "x"),
    ],
)
def test_members_that_cannot_be_told_by_their_name_are_told_by_another(
    capsys: Any, members: dict[str, Any], name: str
) -> None:
    tell("operation", NOW, members=members, measured={Metric.operations: 1})

    (line,) = lines(capsys)
    assert (line["message"], line["level"], line["Operations"]) == ("operation", "INFO", 1)
    assert line[name] in {"taken", 7} or "object" in line[name]
