"""What was written to the output, as CloudWatch reads it: a JSON object in each line."""

import json
from typing import Any

import pytest

Line = dict[str, Any]


def lines(capsys: pytest.CaptureFixture[str]) -> list[Line]:
    """Return the lines since the last look; each must be an object by itself."""
    return [json.loads(line) for line in capsys.readouterr().out.splitlines() if line]


def operations(capsys: pytest.CaptureFixture[str], name: str) -> list[Line]:
    """Return the lines of one kind of operation."""
    return [line for line in lines(capsys) if line.get("operation") == name]


def measured(line: Line) -> dict[str, float]:
    """Return the metrics of a line as CloudWatch takes them, or fail where it would take none."""
    (directive,) = line["_aws"]["CloudWatchMetrics"]
    assert line["_aws"]["Timestamp"] > 0
    (dimensions,) = directive["Dimensions"]
    assert all(isinstance(line[name], str) and line[name] for name in dimensions)
    assert 0 < len(directive["Metrics"]) <= 100
    return {each["Name"]: float(line[each["Name"]]) for each in directive["Metrics"]}
