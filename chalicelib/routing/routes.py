"""What brings a ticket back over HTTP, so that somebody has to have it; and spam."""

from chalicelib.core.desk import Desk
from chalicelib.routing import reopening
from chalicelib.routing import spam as by_hand
from chalicelib.tickets.apply import apply
from chalicelib.tickets.routes import answered
from chalicelib.web.answers import Answer
from chalicelib.web.routes import Routes

routes = Routes()


@routes.post("/v1/tickets/{ticket_id}/reopen", needs="tickets:write")
def reopen(desk: Desk, ticket_id: str) -> Answer:
    """Open what is snoozed or closed; a closed chat stays closed."""
    return answered(desk, apply(desk, ticket_id, reopening.reopen(desk)).ticket)


@routes.post("/v1/tickets/{ticket_id}/spam", needs="tickets:write")
def spam(desk: Desk, ticket_id: str) -> Answer:
    """Move to the Spam view."""
    return answered(desk, apply(desk, ticket_id, by_hand.spam(desk)).ticket)


@routes.post("/v1/tickets/{ticket_id}/not_spam", needs="tickets:write")
def not_spam(desk: Desk, ticket_id: str) -> Answer:
    """Bring back from the Spam view (acceptance 44)."""
    return answered(desk, apply(desk, ticket_id, by_hand.not_spam(desk)).ticket)
