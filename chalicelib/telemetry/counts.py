"""What is counted behind the edges, where it is decided: messages, providers, hand-offs."""

from datetime import datetime
from urllib.parse import urlsplit

from chalicelib.core.desk import Desk
from chalicelib.telemetry.log import tell
from chalicelib.telemetry.model import By, Metric, Operation

_STATES = {
    "sent": Metric.sent,
    "failed": Metric.send_failed,
    "unknown": Metric.unknown,
}


def delivery(desk: Desk, ticket_id: str, channel: str, state: str) -> None:
    """Tell that a message on its way out came to be sent, failed or unknown."""
    if metric := _STATES.get(state):
        members = {"account": desk.account_id, "ticket": ticket_id}
        found = {**members, "channel": channel, "outcome": state}
        tell("message out", desk.now(), members=found, measured={metric: 1}, by=By.channel)


def received(desk: Desk, channel: str, outcome: str, *, ticket_id: str, notice: str = "") -> None:
    """Tell what became of a customer's message; one that comes twice is counted once."""
    members = {"account": desk.account_id, "ticket": ticket_id or None, "channel": channel}
    found = {**members, "outcome": outcome, "notice": notice or None}
    measured = {} if outcome == "duplicate" else {Metric.received: 1.0}
    tell("message in", desk.now(), members=found, measured=measured, by=By.channel)


def bounced(account_id: str, at: datetime, *, channel: str, is_complaint: bool) -> None:
    """Tell that a mail came back, or that somebody pressed "spam"; never whose address it was."""
    metric, outcome = (
        (Metric.complaints, "complaint") if is_complaint else (Metric.bounces, "bounce")
    )
    members = {"account": account_id or None, "channel": channel, "outcome": outcome}
    tell("report", at, members=members, measured={metric: 1}, by=By.channel)


def provider_failed(url: str, why: str, at: datetime) -> None:
    """Tell that a foreign host did not answer, or that it was out of order: no path, no account."""
    members = {"operation": Operation.provider, "host": _whose(url), "outcome": why}
    tell("provider", at, members=members, measured={Metric.provider_failures: 1})


def hand_off_failed(desk: Desk, ticket_id: str, to: str, outcome: str) -> None:
    """Tell that a conversation came back, or went on, to the own team instead."""
    members = {"operation": Operation.hand_off, "account": desk.account_id, "ticket": ticket_id}
    found = {**members, "to": to, "outcome": outcome}
    tell("hand-off", desk.now(), members=found, measured={Metric.hand_offs_failed: 1})


def _whose(url: str) -> str:
    """Return the host without what stands for a merchant in its name."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return ".".join(host.split(".")[-2:])
