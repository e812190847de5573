"""Who has a ticket that comes back: whoever had it, unless they are gone (decision 29)."""

from datetime import datetime

from chalicelib.accounts import roster
from chalicelib.accounts import storage as accounts
from chalicelib.channels.registry import capabilities
from chalicelib.core.desk import Desk
from chalicelib.routing import handing
from chalicelib.tickets.apply import Decide
from chalicelib.tickets.assignment import given
from chalicelib.tickets.authors import author
from chalicelib.tickets.changes import resume
from chalicelib.tickets.event_names import EventName
from chalicelib.tickets.model import SYSTEM, Change, Event, Ticket
from chalicelib.tickets.rules import states


def reopen(desk: Desk) -> Decide:
    """Return the decision that opens what is snoozed or closed, by hand."""
    by, now = author(desk), desk.now()

    def decide(ticket: Ticket) -> Change:
        carries = capabilities(ticket.channel)
        return reassigned(desk, states.reopen(ticket, by, now, capabilities=carries), now)

    return decide


def reassigned(desk: Desk, change: Change, now: datetime) -> Change:
    """Return the change that reopens a ticket with whoever has it from now on.

    It is handed out anew where its assignee was deactivated. Of one who is only offline the account
    decides: keep, leave it to whoever takes it, or hand it out anew. All of it is one change: what
    brought the ticket back does not come again when a worker dies after it.
    """
    holder = change.ticket.assignee_id
    if holder is None or not any(_is_back(entry) for entry in change.entries):
        return change
    is_here = holder in accounts.assignable(desk)
    way = accounts.account(desk).settings.on_offline_assignee
    if is_here and (way == "keep" or _is_online(desk, holder)):
        return change
    because = "offline" if is_here else "deactivated"
    free = given(resume(change, now), None, SYSTEM, because=because)
    if is_here and way == "unassign":
        return free.set(is_left=True).done()
    return handing.hand_out(desk, free).done()


def _is_back(entry: object) -> bool:
    return isinstance(entry, Event) and entry.name is EventName.reopened


def _is_online(desk: Desk, agent_id: str) -> bool:
    return any(shift.agent_id == agent_id for shift in roster.read(desk).shifts)
