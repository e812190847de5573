"""What follows from each change of the table: one function, which the stream's handler calls."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from chalicelib import wiring
from chalicelib.accounts import roster
from chalicelib.core.desk import Desk
from chalicelib.customer_agent.outcomes import fold as outcomes
from chalicelib.messaging import deliver, due, helped, new_text_mail
from chalicelib.messaging.folding import (
    begins_to_wait,
    hands_out_anew,
    has_new_timers,
    lessons_taught,
    new_texts,
    newer_tickets,
    queued_messages,
    touched_tickets,
)
from chalicelib.reports import fold as reports
from chalicelib.reports import folding as counting
from chalicelib.reports.activity import count as activity
from chalicelib.reports.weekly import mail as weekly
from chalicelib.routing import backlog, lessons
from chalicelib.search import index as search
from chalicelib.status import fold as status
from chalicelib.telemetry import edges
from chalicelib.telemetry.edges import Span
from chalicelib.tickets import feed, recounting

_RECOUNTED_AFTER = timedelta(minutes=10)
_RESTORED = "restored_at"
"""Written by `infra/recovery`."""


def fold(event: Mapping[str, Any]) -> None:
    """Hand queued messages to the workers, then fold feed, badges and reports, by account."""
    by_account: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for record in event["Records"]:
        account_id = counting.owner(record["dynamodb"])
        if account_id and not _came_back(record["dynamodb"]):
            by_account[account_id].append(record["dynamodb"])
    begun = wiring.clock()
    try:
        for account_id, records in by_account.items():
            follow(account_id, records)
    except Exception as failure:
        _tell(by_account, event, begun, failure)
        raise
    _tell(by_account, event, begun, None)


def _tell(
    accounts: Iterable[str],
    event: Mapping[str, Any],
    begun: datetime,
    error: Exception | None,
) -> None:
    span = Span(begun=begun, ended=wiring.clock())
    edges.fold(list(accounts), len(event["Records"]), span, error)


def _came_back(record: Mapping[str, Any]) -> bool:
    """Tell whether a row was restored just now: what follows from it has followed long ago."""
    before: Mapping[str, Any] = record.get("OldImage") or {}
    after: Mapping[str, Any] = record.get("NewImage") or {}
    return _RESTORED in after and _RESTORED not in before


def follow(account_id: str, records: Sequence[Mapping[str, Any]]) -> None:
    """Do what follows from some changes of one account, in their order."""
    desk = wiring.system_desk(account_id, "")
    for held_until, message_ids in queued_messages(records).items():
        deliver.order(desk, message_ids, held_until=held_until)
    if texts := [*new_texts(records), *helped.handed_off(records)]:
        desk.queues.put("jobs", new_text_mail.orders(desk, texts))
    _follow_settings(desk, records)
    taught = [lessons.order(account_id, *lesson) for lesson in lessons_taught(records)]
    if orders := [*helped.orders(account_id, records), *taught]:
        desk.queues.put("jobs", orders)
    if hands_out_anew(records) or (begins_to_wait(records) and backlog.is_on(desk)):
        desk.queues.put("jobs", [backlog.order(account_id)])
        roster.wake(desk, by=desk.now() + backlog.AGAIN)
    if newer_tickets(records):
        # This code cannot count them, nor can its recount: that one comes again until newer code
        # takes it.
        desk.queues.put("jobs", [recounting.order(account_id)], delay=_RECOUNTED_AFTER)
    touched = touched_tickets(records)
    for start in range(0, len(touched), feed.AT_ONCE):
        feed.fold(desk, touched[start : start + feed.AT_ONCE])
    if touched:
        search.order(desk)
        activity.order(desk)
    outcomes.fold(desk, touched)
    status.fold(desk, records)
    reports.fold(desk, records)  # last: whoever waits for an answer does not wait for figures


def _follow_settings(desk: Desk, records: Sequence[Mapping[str, Any]]) -> None:
    if has_new_timers(records):
        order = {"job": due.REFRESH_JOB, "account_id": desk.account_id}
        desk.queues.put("jobs", [json.dumps(order)], delay=due.REFRESHED_AFTER)
    if counting.moves_weekly_mail(records):
        weekly.settings_changed(desk)
