"""What a ticket adds to the badges: pure, so that the counts can be folded and recounted.

Under an agent's id stands what is unread for them, and behind `OPEN` how many open tickets a place
has: an agent's inbox, nobody's, or the spam.
"""

from collections.abc import Iterable, Mapping

from chalicelib.tickets.model import EVERYONE, Status, Ticket

UNASSIGNED = "*"
SPAM = "spam"
OPEN = "open "
Counts = dict[str, int]


def of(ticket: Ticket) -> Counts:
    """Return the ticket's share: none once it is closed or while it sleeps, nor while
    the Customer Agent has it."""
    if ticket.status is not Status.open or ticket.is_helped:
        return {}
    if ticket.is_spam:
        return {OPEN + SPAM: 1}
    return {OPEN + (ticket.assignee_id or UNASSIGNED): 1} | _unread(ticket)


def _unread(ticket: Ticket) -> Counts:
    # An assigned ticket counts for its assignee alone. An unassigned one counts for everybody and
    # is taken off again for each agent who has read it: so one write serves a team of any size.
    if EVERYONE in ticket.read_by:
        return {}
    if ticket.assignee_id is not None:
        return {ticket.assignee_id: 1} if ticket.is_unread_for(ticket.assignee_id) else {}
    return {UNASSIGNED: 1, **dict.fromkeys(ticket.read_by, -1)}


def unread(counts: Mapping[str, int], agent_id: str) -> int:
    """Return an agent's badge from the sums."""
    return max(0, counts.get(UNASSIGNED, 0) + counts.get(agent_id, 0))


def opened(counts: Mapping[str, int], agent_id: str) -> Counts:
    """Return how many open tickets each of the views has that everybody has."""
    places = {name: number for name, number in counts.items() if name.startswith(OPEN)}
    spam = places.pop(OPEN + SPAM, 0)
    return {
        "all": sum(places.values()),
        "mine": places.get(OPEN + agent_id, 0),
        "unassigned": places.get(OPEN + UNASSIGNED, 0),
        "spam": spam,
    }


def moved(total: Mapping[str, int], before: Mapping[str, int], after: Mapping[str, int]) -> Counts:
    """Return the sums when one ticket's share changes; zeros are left out."""
    names = {*total, *before, *after}
    sums = {name: total.get(name, 0) - before.get(name, 0) + after.get(name, 0) for name in names}
    return {name: value for name, value in sums.items() if value}


def recount(tickets: Iterable[Ticket]) -> Counts:
    """Return the sums from the tickets themselves."""
    total: Counts = {}
    for ticket in tickets:
        total = moved(total, {}, of(ticket))
    return total
