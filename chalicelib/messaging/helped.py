"""Orders to let the Customer Agent answer: it thinks longer than a request may take."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.table import keys
from chalicelib.table.row import Row
from chalicelib.tickets.model import Ticket
from chalicelib.tickets.rows import TicketRow, to_ticket

ANSWER_JOB = "customer_agent"
_FACTS = "facts"


def order(account_id: str, ticket_id: str) -> str:
    """Return the order, for the queue of jobs, to answer what a ticket waits for."""
    return json.dumps({"job": ANSWER_JOB, "account_id": account_id, "ticket_id": ticket_id})


def orders(account_id: str, records: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the orders that follow from what the table's stream says, one a ticket."""
    found = dict.fromkeys(
        keys.ticket_of(record["NewImage"]["pk"]["S"])
        for record in records
        if _owed(record.get("NewImage")) not in (0, _owed(record.get("OldImage")))
    )
    return [order(account_id, ticket_id) for ticket_id in found]


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


def _owed(image: Mapping[str, Any] | None) -> int:
    ticket = _ticket(image)
    return ticket.session.owes if ticket and ticket.session else 0


def _ticket(image: Mapping[str, Any] | None) -> Ticket | None:
    if not image or image["sk"]["S"] != keys.HEAD or _FACTS not in image:
        return None
    row = Row.from_raw_data(dict(image))
    return to_ticket(row) if isinstance(row, TicketRow) else None
