"""What follows from each change of the table: one function, which the stream's handler calls."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
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
    queued_messages,
    touched_tickets,
)
from chalicelib.reports import fold as reports
from chalicelib.reports import folding as counting
from chalicelib.reports.activity import count as activity
from chalicelib.reports.weekly import mail as weekly
from chalicelib.routing import backlog, lessons
from chalicelib.search import index as search
from chalicelib.tickets import feed


def fold(event: Mapping[str, Any]) -> None:
    """Hand queued messages to the workers, then fold feed, badges and reports, by account."""
    by_account: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for record in event["Records"]:
        if account_id := counting.owner(record["dynamodb"]):
            by_account[account_id].append(record["dynamodb"])
    for account_id, records in by_account.items():
        follow(account_id, records)


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
    touched = touched_tickets(records)
    for start in range(0, len(touched), feed.AT_ONCE):
        feed.fold(desk, touched[start : start + feed.AT_ONCE])
    if touched:
        search.order(desk)
        activity.order(desk)
    outcomes.fold(desk, touched)
    reports.fold(desk, records)  # last: whoever waits for an answer does not wait for figures


def _follow_settings(desk: Desk, records: Sequence[Mapping[str, Any]]) -> None:
    if has_new_timers(records):
        order = {"job": due.REFRESH_JOB, "account_id": desk.account_id}
        desk.queues.put("jobs", [json.dumps(order)], delay=due.REFRESHED_AFTER)
    if counting.moves_weekly_mail(records):
        weekly.settings_changed(desk)
