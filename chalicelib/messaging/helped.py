"""Orders to let the Customer Agent answer, or tell another helpdesk what is said: both take longer
than a request may."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.table import keys
from chalicelib.table.row import Row
from chalicelib.tickets.entry_rows import MessageRow
from chalicelib.tickets.model import AuthorType, State, Ticket
from chalicelib.tickets.rows import TicketRow, understood

ANSWER_JOB = "customer_agent"
TELL_JOB = "tell_helpdesk"
LOST_JOB = "customer_agent_lost"
_FACTS = "facts"
_NOT_THERE = (State.failed.value, State.unknown.value)


def order(account_id: str, ticket: Ticket) -> str:
    """Return the order, for the queue of jobs, to do what a ticket waits for."""
    is_elsewhere = bool(ticket.session and ticket.session.elsewhere)
    job = TELL_JOB if is_elsewhere else ANSWER_JOB
    return json.dumps({"job": job, "account_id": account_id, "ticket_id": ticket.id})


def orders(account_id: str, records: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the orders that follow from what the table's stream says, one a ticket."""
    found: dict[str, Ticket] = {}
    for record in records:
        after, before = _ticket(record.get("NewImage")), _ticket(record.get("OldImage"))
        if after is not None and _owed(after) not in (0, _owed(before)):
            found[after.id] = after
    lost = dict.fromkeys(ticket_id for record in records if (ticket_id := _lost(record)))
    job = {"job": LOST_JOB, "account_id": account_id}
    return [
        *(order(account_id, ticket) for ticket in found.values()),
        *(json.dumps({**job, "ticket_id": ticket_id}) for ticket_id in lost),
    ]


def handed_off(records: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Return (channel, ticket id) of each ticket that has just come to the team."""
    return [
        (now.channel, now.id)
        for record in records
        if (now := _ticket(record.get("NewImage"))) is not None
        and not now.is_helped
        and (before := _ticket(record.get("OldImage"))) is not None
        and before.is_helped
    ]


def _lost(record: Mapping[str, Any]) -> str:
    """Return the ticket in which an answer of the Customer Agent has just failed for good.

    Or of which nobody knows whether it left: it is never sent again unasked.
    """
    after, before = record.get("NewImage", {}), record.get("OldImage", {})
    if _state(before) in _NOT_THERE or _state(after) not in _NOT_THERE:
        return ""
    row = Row.from_raw_data(dict(after))
    is_its = isinstance(row, MessageRow) and row.author[0] == AuthorType.customer_agent.value
    return keys.ticket_of(row.pk) if is_its else ""


def _state(image: Mapping[str, Any]) -> str:
    return image.get("state", {}).get("S", "")


def _owed(ticket: Ticket | None) -> int:
    return ticket.session.owes if ticket and ticket.session else 0


def _ticket(image: Mapping[str, Any] | None) -> Ticket | None:
    if not image or image["sk"]["S"] != keys.HEAD or _FACTS not in image:
        return None
    row = Row.from_raw_data(dict(image))
    return next(understood([row]), None) if isinstance(row, TicketRow) else None
