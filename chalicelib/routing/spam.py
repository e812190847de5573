"""Spam by a person's word: it teaches the filter, and what was none is sorted after all."""

from chalicelib.core.desk import Desk
from chalicelib.tickets.apply import Decide
from chalicelib.tickets.authors import author
from chalicelib.tickets.changes import Draft, resume
from chalicelib.tickets.model import Change, Ticket
from chalicelib.tickets.rules import marking


def spam(desk: Desk) -> Decide:
    """Return the decision that moves a ticket to the Spam view (acceptance 42)."""
    by, now = author(desk), desk.now()
    return lambda ticket: marking.judge_spam(ticket, by, now, is_spam=True)


def not_spam(desk: Desk) -> Decide:
    """Return the decision that brings a ticket back (acceptance 44).

    The tags and the routing that it was spared are made up for, once (decision 12).
    """
    by, now = author(desk), desk.now()

    def decide(ticket: Ticket) -> Change:
        change = marking.judge_spam(ticket, by, now, is_spam=False)
        is_first_time = ticket.is_unsorted and not change.is_empty
        return _sorted(desk, resume(change, now)).done() if is_first_time else change

    return decide


def _sorted(desk: Desk, draft: Draft) -> Draft:
    # What reads texts is a large part of a cold start, and hardly any request needs it.
    from chalicelib.routing.late_sorting import sorted_late

    return sorted_late(desk, draft)
