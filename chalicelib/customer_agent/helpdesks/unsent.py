"""What a human wrote elsewhere and nobody may send: the own team sees it, and can mend it."""

from chalicelib.channels.registry import capabilities
from chalicelib.core.desk import Desk
from chalicelib.routing.late_sorting import sorted_late
from chalicelib.tickets import session as sessions
from chalicelib.tickets.changes import Draft
from chalicelib.tickets.event_names import EventName
from chalicelib.tickets.model import SYSTEM, Status
from chalicelib.tickets.rules.states import opened

BECAUSE = "not_sent"


def shown(desk: Desk, draft: Draft) -> Draft:
    """Return the change that puts the ticket before the own team, unread, as a hand-off does.

    What the customer says then comes to them. A closed chat stays closed (acceptance 20).
    """
    ticket = draft.ticket
    if ticket.is_spam:
        return draft
    draft = draft.set(read_by=frozenset(), updated_at=draft.now)
    if ticket.session is None or not ticket.is_helped:
        return _reopened(draft)
    session = sessions.routed(ticket.session)
    draft = draft.set(session=session, quiet_since=None)
    draft = _reopened(draft.add_event(EventName.handed_off, SYSTEM, because=BECAUSE))
    return draft if draft.ticket.status is Status.closed else sorted_late(desk, draft)


def _reopened(draft: Draft) -> Draft:
    is_closed = draft.ticket.status is Status.closed
    if not is_closed or not capabilities(draft.ticket.channel).agent_may_reopen:
        return draft
    return opened(draft).add_event(EventName.reopened, SYSTEM, because=BECAUSE)
