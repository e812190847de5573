"""Names in the code, in alarms, on the dashboard and in the documents are the same ones."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.channels.model import Kind
from chalicelib.telemetry.model import NAMESPACE, SERVICE, By, Metric, Operation, embedded
from infra.package import written
from tests.architecture.code import ROOT

TEMPLATE = written()
RUNBOOK = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
TOLD, _, ENTRIES = RUNBOOK.partition("## What is told")[2].partition("## Alarms")
ENTRIES = ENTRIES.partition("\n## ")[0]
VALUES = {By.operation: set(Operation), By.channel: set(Kind)}


def of_type(kind: str) -> dict[str, Any]:
    """Return the properties of the resources of a type, by name."""
    found = TEMPLATE["Resources"].items()
    return {n: r["Properties"] for n, r in found if r.get("Type") == f"AWS::{kind}"}


ALARMS = of_type("CloudWatch::Alarm")


def listened_to(alarm: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield namespace, name and dimensions of an alarm's metrics."""
    parts = [
        each["MetricStat"]["Metric"] for each in alarm.get("Metrics", ()) if "MetricStat" in each
    ]
    for each in parts or [alarm]:
        dimensions = {d["Name"]: d["Value"] for d in each.get("Dimensions", ())}
        yield each["Namespace"], each["MetricName"], dimensions


def widgets() -> list[dict[str, Any]]:
    """Return what the dashboard shows."""
    (board,) = of_type("CloudWatch::Dashboard").values()
    return json.loads(board["DashboardBody"]["Fn::Sub"])["widgets"]


def shown() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield namespace, name and dimensions of what the dashboard draws."""
    for widget in widgets():
        for line in widget["properties"].get("metrics", ()):
            namespace, name, *rest = [part for part in line if isinstance(part, str)]
            yield namespace, name, dict(zip(rest[::2], rest[1::2], strict=True))


USED = [*(each for alarm in ALARMS.values() for each in listened_to(alarm)), *shown()]


def test_alarms_and_dashboard_listen_to_what_is_told() -> None:
    ours = [(name, dimensions) for namespace, name, dimensions in USED if namespace == NAMESPACE]

    assert len(ours) > len(Metric)
    for name, dimensions in ours:
        assert name in set(Metric)
        (by,) = set(dimensions) - {SERVICE}
        assert dimensions[by] in VALUES[By(by)]
        assert "AWS::StackName" in json.dumps(dimensions[SERVICE])


def test_whatever_is_told_can_be_seen() -> None:
    seen = {name for namespace, name, _ in shown() if namespace == NAMESPACE}

    assert set(Metric) - seen == set()


def test_other_namespaces_are_those_of_aws() -> None:
    assert {namespace for namespace, _, _ in USED} - {NAMESPACE} == {
        "AWS/ApiGateway", "AWS/DynamoDB", "AWS/Lambda", "AWS/SES", "AWS/SQS",
    }  # fmt: skip


@pytest.mark.parametrize("name", [*Metric, *Operation])
def test_every_name_is_explained(name: str) -> None:
    assert f"`{name}`" in TOLD


def test_every_alarm_has_an_entry_and_every_entry_an_alarm() -> None:
    entries = re.findall(r"^### `(\w+)`$", ENTRIES, re.MULTILINE)

    assert entries == list(dict.fromkeys(entries))
    assert set(entries) == set(ALARMS)


@pytest.mark.parametrize("name", ALARMS)
def test_an_entry_says_all_there_is_to_know(name: str) -> None:
    entry = ENTRIES.partition(f"### `{name}`\n")[2].partition("\n### ")[0]

    found = re.findall(r"^- \*\*(.+?):\*\*", entry, re.MULTILINE)
    assert found == ["Means", "Look", "Do", "By itself"]


def test_queries_ask_for_operations_that_there_are() -> None:
    asked = set(re.findall(r'operation = "(\w+)"', RUNBOOK))

    assert asked
    assert asked <= set(Operation)


def test_every_alarm_stands_on_the_dashboard_and_calls_somebody() -> None:
    (listed,) = [each["properties"]["alarms"] for each in widgets() if each["type"] == "alarm"]

    assert set(listed) == {f"${{{name}.Arn}}" for name in ALARMS}
    assert all(alarm["AlarmActions"] == [{"Ref": "AlarmTopic"}] for alarm in ALARMS.values())
    assert all(alarm["AlarmDescription"] for alarm in ALARMS.values())


def test_silence_of_the_sweep_is_an_alarm_and_of_nothing_else() -> None:
    silent = {n for n, alarm in ALARMS.items() if alarm["TreatMissingData"] == "breaching"}

    assert silent == {"SweepLateAlarm"}


def test_a_failure_that_is_mended_by_the_second_try_rings_nothing() -> None:
    queues = of_type("SQS::Queue")
    waits = {name: alarm for name, alarm in ALARMS.items() if name.endswith("WaitsAlarm")}

    assert {f"{name.removesuffix('WaitsAlarm')}Queue" for name in waits} == {
        name for name, queue in queues.items() if "RedrivePolicy" in queue
    }
    for name, alarm in waits.items():
        hidden = queues[f"{name.removesuffix('WaitsAlarm')}Queue"]["VisibilityTimeout"]
        assert alarm["Threshold"] > hidden


def test_alarms_over_all_functions_have_all_of_them() -> None:
    functions = {
        name
        for name, r in TEMPLATE["Resources"].items()
        if "LoggingConfig" in r.get("Properties", ())
    }
    for name in ("FunctionsFailAlarm", "FunctionsThrottledAlarm"):
        heard = {d["FunctionName"]["Ref"] for _, _, d in listened_to(ALARMS[name])}
        assert heard == functions


def test_alarms_over_the_table_have_all_of_its_indexes() -> None:
    (table,) = of_type("DynamoDB::Table").values()
    indexes = {index["IndexName"] for index in table["GlobalSecondaryIndexes"]}
    found = [(n, d) for _, n, d in listened_to(ALARMS["TableThrottledAlarm"])]

    for metric in ("ReadThrottleEvents", "WriteThrottleEvents"):
        heard = {d.get("GlobalSecondaryIndexName") for name, d in found if name == metric}
        assert heard == {None, *indexes}


def test_a_line_has_the_members_that_cloudwatch_asks_for() -> None:
    moment = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)

    assert embedded({Metric.lateness: 3.5}, By.operation, moment) == {
        "Lateness": 3.5,
        "_aws": {
            "Timestamp": 1772625600000,
            "CloudWatchMetrics": [
                {
                    "Namespace": "Deskhand",
                    "Dimensions": [["service", "operation"]],
                    "Metrics": [{"Name": "Lateness", "Unit": "Seconds"}],
                }
            ],
        },
    }
