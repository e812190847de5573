"""Who has a ticket that comes back: whoever had it, unless they are gone (decision 29)."""

from chalicelib.accounts import roster
from chalicelib.accounts import storage as accounts
from chalicelib.core.desk import Desk
from chalicelib.routing import backlog
from chalicelib.tickets import assignment
from chalicelib.tickets.apply import apply
from chalicelib.tickets.model import Ticket


def reassign(desk: Desk, ticket: Ticket) -> Ticket:
    """Hand a reopened ticket out anew where its assignee was deactivated.

    Of one who is only offline the account decides: keep, leave it to whoever takes it, or hand it
    out anew.
    """
    holder = ticket.assignee_id
    if holder is None:
        return ticket
    is_here = holder in accounts.assignable(desk)
    way = accounts.account(desk).settings.on_offline_assignee
    if is_here and way == "keep":
        return ticket
    online = roster.read(desk)
    if is_here and holder in {shift.agent_id for shift in online.shifts}:
        return ticket
    free = _released(desk, ticket, holder, because="offline" if is_here else "deactivated",
                     is_left=is_here and way == "unassign")  # fmt: skip
    return backlog.hand_out(desk, free, online)


def _released(desk: Desk, ticket: Ticket, holder: str, *, because: str, is_left: bool) -> Ticket:
    now, own = desk.now(), desk.for_operation(desk.randomness(16).hex())
    done = apply(
        own,
        ticket.id,
        lambda t: assignment.release(t, holder, now, because=because, is_left=is_left),
        loaded=ticket,
    )
    return done.ticket
