"""What the sweep does with a ticket whose moment came: wake, close, follow up."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.accounts import storage as accounts
from chalicelib.channels.webchat import sessions as chats
from chalicelib.core.desk import Desk
from chalicelib.messaging import helped
from chalicelib.tickets import bodies, due, filters, markers, policy, replying, storage, views
from chalicelib.tickets.apply import Done, apply
from chalicelib.tickets.due import Policy
from chalicelib.tickets.model import Change, Message, Status, Ticket
from chalicelib.tickets.rules.speaking import FOLLOW_UP_DELAY

_UNSEEN = 100
_REFRESHED = 50
REFRESH_JOB = "refresh_due"
REFRESHED_AFTER = accounts.REMEMBERED + timedelta(seconds=30)
"""By then every request is over that remembered the old settings, and derived from them."""


def come_due(desk: Desk, ticket_id: str) -> Done:
    """Do whatever is due; the ticket itself says what, the index only said to look."""
    now, rules = desk.now(), policy.load(desk)
    done = apply(desk, ticket_id, lambda ticket: _decide(desk, ticket, now, rules), rules=rules)
    answer_at = due.answer_due_at(done.ticket)
    if answer_at is not None and answer_at <= now:
        desk.queues.put("jobs", [helped.order(desk.account_id, done.ticket)])
    if not done.entries:
        storage.refresh_due(desk, _looked_at(desk, done.ticket, now), rules)
    return done


def refresh(desk: Desk, position: Mapping[str, Any]) -> dict[str, Any] | None:
    """Derive the due moments of one page of tickets anew; return where to go on, or None."""
    status = Status(position.get("status", Status.open))
    wanted = filters.Filter(statuses=(status,))
    start: dict[str, Any] = position.get("start") or {}
    page, following = views.read_on(desk, wanted, start, limit=_REFRESHED)
    rules = policy.load_now(desk)
    for found in page:
        # Lists do not carry the facts that timers hang on.
        storage.refresh_due(desk, storage.load(desk, found.id), rules)
    if following:
        return {"status": status, "start": following}
    return {"status": Status.snoozed} if status is Status.open else None


def _decide(desk: Desk, ticket: Ticket, now: datetime, rules: Policy) -> Change:
    if due.is_follow_up_due(ticket, now):
        visitor = _visitor(desk, ticket)
        is_there = visitor is None or due.online_until(visitor, now)
        text = "" if visitor is None or is_there else _text(desk, ticket, visitor.seen_sequence)
        change = due.follow_up(ticket, visitor, now, policy=rules, text=text)
        if not change.is_empty:
            return bodies.kept(desk, change)
    may_speak = not rules.closing_text or not replying.refusal(desk, ticket, is_automatic=True)
    return due.come_due(ticket, now, rules, may_speak=may_speak)


def _looked_at(desk: Desk, ticket: Ticket, now: datetime) -> Ticket:
    """Return the ticket as it is next due: while the visitor is there, when they could be gone.

    Only the index hears of that: a version for each look would disturb whoever works on it.
    """
    visitor = _visitor(desk, ticket) if due.is_follow_up_due(ticket, now) else None
    again = due.online_until(visitor, now) if visitor else None
    return replace(ticket, follow_up_after=again) if again else ticket


def _visitor(desk: Desk, ticket: Ticket) -> due.Visitor | None:
    chat = chats.find(desk, ticket.person)
    if chat is None:
        return None
    return due.Visitor(
        heard_at=chat.heard_at,
        seen_sequence=chat.seen_in(ticket.id),
        email=chat.email or ticket.customer.email,
        has_gone_on=_has_gone_on(desk, ticket),
    )


def _has_gone_on(desk: Desk, ticket: Ticket) -> bool:
    newest = markers.ticket_of_conversation(desk, ticket.channel, ticket.inbox, ticket.person)
    if newest in (None, ticket.id) or ticket.follow_up_after is None:
        return False
    spoke_at = ticket.follow_up_after - FOLLOW_UP_DELAY
    return storage.load(desk, newest).created_at > spoke_at


def _text(desk: Desk, ticket: Ticket, seen: int) -> str:
    """Return the replies that the visitor has neither seen nor answered, oldest first (21)."""
    _, entries = storage.thread(desk, ticket.id, limit=_UNSEEN, after=seen)
    messages = [entry for entry in entries if isinstance(entry, Message)]
    answered = max((message.sequence for message in messages if message.is_inbound), default=0)
    unseen = [_said(desk, message) for message in messages if message.sequence > answered]
    name = accounts.account(desk).name
    return "\n\n".join([f"{name} answered you in the chat:", *unseen])


def _said(desk: Desk, message: Message) -> str:
    text = getattr(bodies.whole(desk, message), "text", "")
    names = ", ".join(file.name for file in message.attachments)
    return "\n".join(filter(None, (text, names and f"[{names}]")))
