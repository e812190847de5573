"""Folding the table's stream into the Customer Agent's conversations and their counters.

The stream says *look*, the ticket says what there is. A conversation and what it adds are written
together, on the condition that it is as it was read: a record that comes again adds nothing.
"""

from collections.abc import Sequence

from chalicelib.accounts import storage as accounts
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Unavailable
from chalicelib.customer_agent.outcomes import rules, storage
from chalicelib.table.write import ConditionFailed, attempts
from chalicelib.tickets import storage as tickets
from chalicelib.tickets.feed import Touched
from chalicelib.tickets.session import Outcome


def fold(desk: Desk, touched: Sequence[Touched]) -> None:
    """Note what became of these tickets' conversations; raise Unavailable to be tried again."""
    for one in touched:
        ticket = one.ticket
        if ticket is not None and ticket.session is not None and not ticket.is_test:
            _note(desk, one.ticket_id, ticket.version)


def _note(desk: Desk, ticket_id: str, version: int) -> None:
    for _ in attempts(desk):
        before = storage.load(desk, ticket_id)
        if before.version >= version:
            return None
        ticket, entries = tickets.ahead(desk, ticket_id, before.sequence)
        is_spam = ticket.is_spam
        if before.outcome is Outcome.routed and before.is_spam == is_spam:
            return None  # from then on it is the team's
        after = rules.followed(before, ticket, entries)
        wanted = rules.share(after, accounts.calendar(desk).zone)
        try:
            moved = rules.moves(before.held, wanted)
            return storage.save(desk, before, storage.counted(after, wanted), moved)
        except ConditionFailed:
            continue
    raise Unavailable("Others note the same conversation; try again.")
