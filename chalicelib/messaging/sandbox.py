"""The test shop: a page where somebody of the team writes as a shopper would.

What they write is a ticket like any other, but that nothing outside the account hears of it, and
that no figure, lesson or turn comes of it: `Ticket.is_test`.
"""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.accounts import storage as accounts
from chalicelib.channels.webchat import sandbox
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict
from chalicelib.customers import rules as customers
from chalicelib.customers import storage as profiles
from chalicelib.customers.model import Identity, IdentityKind
from chalicelib.tickets import storage
from chalicelib.tickets.apply import apply
from chalicelib.tickets.authors import author
from chalicelib.tickets.model import Status
from chalicelib.tickets.rules import states

SHOPPER = "Sandbox shopper"
_AT_ONCE = 50
_NEWEST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Where the test shop is, and until when."""

    url: str
    expires_at: datetime


def open_shop(desk: Desk) -> Opened:
    """Return the way into the test shop; Conflict `chat_off` where there is no chat to try."""
    settings = accounts.account_now(desk).settings
    if not settings.web_chat.enabled:
        raise Conflict("The chat is switched off; switch it on to try it.", code="chat_off")
    key, expires_at = sandbox.issue(desk)
    return Opened(url=f"{desk.place.base_url}/sandbox?key={key}", expires_at=expires_at)


def shopper(desk: Desk) -> Identity:
    """Return as whom all tests of an account write: one profile, which no visitor can be."""
    return customers.identity(IdentityKind.user, f"sandbox {desk.account_id}")


def close_tickets(desk: Desk) -> tuple[int, int]:
    """Close the test tickets, some at once; return how many were, and how many are left."""
    owner_id = profiles.owner_of(desk, shopper(desk), consistent=True)
    if owner_id is None:
        return 0, 0
    ids = storage.tickets_of_customer(desk, owner_id, limit=_NEWEST)
    found = storage.heads(desk, ids, consistent=True)
    due = [t.id for t in found if t.is_test and t.status is not Status.closed]
    by, now = author(desk), desk.now()
    for number, ticket_id in enumerate(due[:_AT_ONCE]):
        # Each is a change of its own: closing again what is closed is nothing.
        own = desk.for_operation(f"{desk.operation_id}-{number}").for_key("", "")
        apply(own, ticket_id, lambda ticket: states.close(ticket, by, now))
    return min(len(due), _AT_ONCE), max(0, len(due) - _AT_ONCE)
