"""What is counted behind the edges, by channel or by where it is."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib import jobs
from chalicelib.channels.model import Kind, Receipt
from chalicelib.core.desk import Desk
from chalicelib.telemetry import counts
from tests.builders import a_ticket_id
from tests.telemetry.written import lines, measured

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "metric"),
    [("sent", "MessagesSent"), ("failed", "MessagesFailed"), ("unknown", "MessagesUnknown")],
)
def test_what_became_of_a_message_is_counted_by_channel(
    desk: Desk, capsys: Any, state: str, metric: str
) -> None:
    counts.delivery(desk, a_ticket_id(), Kind.sms, state)

    (line,) = lines(capsys)
    assert (line["account"], line["ticket"]) == (desk.account_id, a_ticket_id())
    assert line["_aws"]["CloudWatchMetrics"][0]["Dimensions"] == [["service", "channel"]]
    assert line["channel"] == "sms"
    assert measured(line) == {metric: 1}


@pytest.mark.parametrize("state", ["queued", "sending", "delivered", "read"])
def test_other_states_are_no_outcome(desk: Desk, capsys: Any, state: str) -> None:
    counts.delivery(desk, a_ticket_id(), Kind.sms, state)

    assert lines(capsys) == []


@pytest.mark.parametrize(("outcome", "counted"), [("received", 1), ("duplicate", 0)])
def test_a_message_is_counted_once(desk: Desk, capsys: Any, outcome: str, counted: int) -> None:
    counts.received(desk, Kind.email, outcome, ticket_id="")

    (line,) = lines(capsys)
    assert line.get("MessagesReceived", 0) == counted
    assert line["outcome"] == outcome


@pytest.mark.parametrize(
    ("receipt", "metrics"),
    [
        (Receipt(provider_id="1", state="failed", address="a@b.example"), [{"Bounces": 1}]),
        (Receipt(provider_id="1", state="delivered", is_complaint=True, address="a@b.example"),
         [{"Complaints": 1}]),
        (Receipt(provider_id="1", state="delivered", address="a@b.example"), []),
    ],
)  # fmt: skip
def test_bounces_and_complaints_are_counted_and_nobody_named(
    ports: object, capsys: Any, monkeypatch: pytest.MonkeyPatch, receipt: Receipt,
    metrics: list[dict[str, float]],
) -> None:  # fmt: skip
    monkeypatch.setattr(jobs, "receipts", lambda *_, **__: [receipt])
    jobs.settle_receipts("{}")

    told = lines(capsys)
    assert [measured(line) for line in told] == metrics
    assert "b.example" not in json.dumps(told)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://api.twilio.com/2010/Accounts/AC1?To=%2B49123", "twilio.com"),
        ("https://fern-and-moss.zendesk.com/api/v2/tickets", "zendesk.com"),
        ("https://ada:hush@shop.example/x", "shop.example"),
        ("https://[broken", None),
    ],
)
def test_a_provider_is_named_without_the_merchant(capsys: Any, url: str, host: str | None) -> None:
    counts.provider_failed(url, "503", NOW)

    (line,) = lines(capsys)
    assert line.get("host", "") == (host or "")
    assert measured(line) == {"ProviderFailures": 1}
    assert not {"hush", "AC1", "fern"} & set(json.dumps(line).replace("/", " ").split())


def test_a_hand_off_that_came_back_is_counted(desk: Desk, capsys: Any) -> None:
    counts.hand_off_failed(desk, a_ticket_id(), "zendesk", "taken_back")

    (line,) = lines(capsys)
    assert (line["to"], line["ticket"]) == ("zendesk", a_ticket_id())
    assert measured(line) == {"HandOffsFailed": 1}
