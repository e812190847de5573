"""The lines that an action leaves in its ticket, written with what became of it."""

from datetime import datetime

from chalicelib.commerce.actions.model import Action, Outcome
from chalicelib.tickets.changes import change
from chalicelib.tickets.event_names import EventName
from chalicelib.tickets.model import SYSTEM, Author, AuthorType, Change, Ticket

_NAMES = {
    Outcome.done: EventName.done_at_shop,
    Outcome.unknown: EventName.unknown_at_shop,
    Outcome.not_done: EventName.not_done_at_shop,
}


def line(ticket: Ticket, action: Action, now: datetime) -> Change:
    """Return the change of a ticket that tells what became of an action.

    What was done is the agent's, also where that is seen later; the rest is nobody's.
    """
    agent = Author(type=AuthorType.agent, id=action.agent_id, name=action.agent_name)
    details = {"action_id": action.id, "kind": action.kind, "name": action.name, **action.told}
    by = SYSTEM if action.state is Outcome.not_done or not action.agent_id else agent
    return change(ticket, now).add_event(_NAMES[action.state], by, **details).done()
