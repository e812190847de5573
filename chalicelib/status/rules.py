"""What is stuck, for how long a sign of it is kept, and whether it is over."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from chalicelib.core.errors import DeskhandError
from chalicelib.core.ids import derived, is_id, message_address, message_id
from chalicelib.inboxes.model import Inbox, Witness
from chalicelib.status.model import Fault, Of, Places, Queue, Seen, Stuck, Work
from chalicelib.table import keys
from chalicelib.table.keys import Key

LATE = timedelta(minutes=5)
"""What has waited for longer is late: the sweep looks each minute."""
SLOW = timedelta(hours=1)
"""Background work that was begun longer ago is late: some of it is large."""
TRIES = 5
"""How often a queue hands a message over before it is put aside (`infra/resources.yaml`)."""
QUEUES = {
    "run_job": ("jobs", timedelta(minutes=30)),
    "receive_inbound": ("inbound", timedelta(minutes=12)),
    "deliver_message": ("deliver", timedelta(minutes=6)),
}
"""By the work of whoever takes its messages: a queue whose messages name their account, and how
long one that failed is kept back there."""
NOT_SENT = "dropped: taken back on the status page"
"""What a message says that was not sent, since somebody dropped it."""
AGAIN = "again_of"
"""The member of an order that somebody had tried again: what it was noted as."""
LONGEST_ORDER = 200_000
_PUT_ASIDE = timedelta(days=14)
_MESSAGES = timedelta(days=1)
_DUE = timedelta(days=2)
_LOOKED_AT = timedelta(minutes=2)
_SETTLED = frozenset({"delivery_failed", "delivery_unknown"})
_FAULTS = {
    Witness.sending: "provider_refuses",
    Witness.reports: "reports_failures",
    Witness.renewal: "not_renewed",
}
_STUCK = frozenset({"queued", "failed", "unknown"})
_KINDS = {
    "ACCOUNT": "plan",
    "AGENTS": "presence",
    "ROSTER": "handing_out",
    "C": "keyword_answer",
    "INBOXES": "token",
    "LINK_DOMAIN": "link_domain",
    "OUTLOOK": "predictions",
    "WEEKLY_MAIL": "weekly_mail",
    "EXPORTS": "export",
    "ACTION": "shop_action",
    "JOB": "bulk",
    "T": "ticket",
}
_DROPPED_BY_ROW = frozenset({"export_reports", "bulk"})
_ONCE = frozenset({"delivery", "shop_delivery", "platform_delivery", "helpdesk_delivery"})
"""Orders that come once: another that says the same is the same."""
_DROPPABLE = frozenset({"ticket", "export", "bulk"})
"""Due things that nobody misses who drops them; the others are asked for again by what they are."""


def kind_of(pk: str, sk: str) -> str:
    """Return in one word what a due row is about."""
    family = keys.family(pk)
    if family == "T" and sk != keys.HEAD:
        return "message"
    return _KINDS.get(family, "other")


def due_id(pk: str, sk: str) -> str:
    """Return the id under which a due row is noted; a message's is its own."""
    if kind_of(pk, sk) == "message":
        return message_id(keys.ticket_of(pk), int(sk.removeprefix(keys.FIRST_ENTRY)))
    return f"{Of.due}_{_digest(f'{pk}#{sk}')}"


def order_id(queue: str, body: str) -> str:
    """Return the id under which a queue's message is noted, the same for each that says the same.

    >>> order_id("jobs", '{"a": 1}') == order_id("jobs", '{"a": 1, "again_of": "x"}')
    True
    """
    order = read(body)
    order.pop(AGAIN, None)
    return f"{Of.order}_{_digest(queue + json.dumps(order, sort_keys=True))}"


def is_stuck_id(text: str) -> bool:
    """Tell whether this can be the id of something stuck."""
    if text.startswith(f"{Of.message}_"):
        return message_address(text) is not None
    return is_id(Of.due, text) or is_id(Of.order, text)


def read(body: str) -> dict[str, Any]:
    """Return what a queue's message says; nothing where it is no order of ours."""
    try:
        order: Any = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return cast("dict[str, Any]", order) if isinstance(order, dict) else {}


def order_kind(queue: str, order: dict[str, Any]) -> str:
    """Return in one word what a queue's message is about."""
    if queue != "jobs":
        return {"inbound": "delivery", "deliver": "keyword_answer"}.get(queue, "other")
    return str(order.get("job") or "bulk")[:60]


def reason_of(error: BaseException) -> tuple[str, str]:
    """Return why something failed, as a code and in our own words, where there are any.

    What nobody foresaw says nothing: its words are made of what was read.
    """
    if isinstance(error, DeskhandError):
        return error.code, error.detail[:300]
    return "unexpected", ""


def kept_for(stuck: Stuck, now: datetime) -> timedelta:
    """Return for how long a sign is kept if nothing else happens."""
    if stuck.of is Of.message:
        return _MESSAGES
    if stuck.of is Of.order:
        return _PUT_ASIDE
    return max(_DUE, 2 * ((stuck.next_try_at or now) - now))


def looked_at(stuck: Stuck, now: datetime) -> datetime:
    """Return when to look whether a sign is over."""
    return max(stuck.next_try_at or now, now) + _LOOKED_AT


def is_over(stuck: Stuck, places: Places) -> bool:
    """Tell whether what was stuck has gone through, or is nobody's concern any more."""
    if stuck.place is None or stuck.is_dropped:
        return stuck.is_dropped
    seen = places.get(stuck.place)
    if seen is None:
        return True
    if stuck.of is Of.message:
        return seen.state not in _STUCK or seen.state_detail == NOT_SENT
    if seen.due_at is None or stuck.version is not None:
        return seen.due_at is None or seen.version != stuck.version
    return stuck.of is Of.due and _has_moved(stuck, seen)


def _has_moved(stuck: Stuck, seen: Seen) -> bool:
    # What failed was pushed ahead to this very moment; whatever goes through gets a later one.
    return bool(stuck.next_try_at and seen.due_at and seen.due_at > stuck.next_try_at)


def still_stuck(found: Iterable[Stuck], places: Places) -> list[Stuck]:
    """Return what is not over, the oldest first."""
    return sorted((s for s in found if not is_over(s, places)), key=lambda s: s.since)


def heads(found: Iterable[Stuck]) -> set[Key]:
    """Return the keys of the tickets that things are about."""
    return {(place[0], keys.HEAD) for s in found if (place := s.place) and ticket_of(s)}


def ticket_of(stuck: Stuck) -> str:
    """Return the ticket that something is about, or nothing."""
    if stuck.place is None or keys.family(stuck.place[0]) != "T":
        return ""
    return keys.ticket_of(stuck.place[0])


def can_drop(stuck: Stuck, seen: Seen | None) -> bool:
    """Tell whether dropping it loses nothing that would come back by itself, or be missed."""
    if stuck.of is Of.due:
        # Nothing else would ever wake a ticket that sleeps.
        return stuck.kind in _DROPPABLE and not (seen and seen.is_asleep)
    if stuck.of is Of.message:
        return not (seen and seen.state == "sending")
    return stuck.next_try_at is None or stuck.kind in _ONCE | _DROPPED_BY_ROW


def queues(
    now: datetime, overdue: Sequence[datetime], work: Sequence[Work], found: Sequence[Stuck]
) -> tuple[Queue, ...]:
    """Return how long each kind of work waits; `overdue` is since when rows have been due."""
    sending = [s.since for s in found if s.of is Of.message and s.reason not in _SETTLED]
    orders = [s.since for s in found if s.of is Of.order]
    begun = [each.started_at for each in work]
    return (
        _queue("sending", now, sending),
        _queue("due", now, [*overdue, *(s.since for s in found if s.of is Of.due)]),
        _queue("background", now, [*begun, *orders], late=SLOW),
    )


def _queue(name: str, now: datetime, since: Sequence[datetime], *, late: timedelta = LATE) -> Queue:
    oldest_at = min(since, default=None)
    is_late = oldest_at is not None and now - oldest_at > late
    return Queue(name=name, waiting=len(since), oldest_at=oldest_at, is_late=is_late)


def inbox_fault(inbox: Inbox, now: datetime) -> Fault | None:
    """Return why an inbox does not work, if anything is known against it."""
    if inbox.fault:
        code = _FAULTS[inbox.fault_seen_by]
        return Fault(code=code, detail=inbox.fault, since=inbox.faulty_since)
    if inbox.expires_at is not None and inbox.expires_at <= now:
        return Fault(code="token_ended", since=inbox.expires_at)
    return None


def _digest(text: str) -> str:
    return derived(hashlib.sha256(text.encode()).digest())
