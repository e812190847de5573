"""Orders to let the Customer Agent answer: it thinks longer than a request may take."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.table import keys
from chalicelib.table.row import Row
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


def _owed(image: Mapping[str, Any] | None) -> int:
    if not image or image["sk"]["S"] != keys.HEAD or _FACTS not in image:
        return 0
    row = Row.from_raw_data(dict(image))
    session = to_ticket(row).session if isinstance(row, TicketRow) else None
    return session.owes if session else 0
