"""Where other helpdesks deliver to. The routes are open: what lets in is what they prove."""

from chalicelib.core.desk import Desk
from chalicelib.customer_agent.helpdesks import door
from chalicelib.customer_agent.helpdesks.model import Helpdesk
from chalicelib.web.answers import Answer, no_content
from chalicelib.web.request import Request
from chalicelib.web.routes import NOBODY_ASKED, Routes

open_routes = Routes()


@open_routes.post("/hooks/helpdesks/zendesk/{account_id}", needs=NOBODY_ASKED, status=204)
def take_zendesk(desk: Desk, request: Request, account_id: str) -> Answer:
    """Take word from Zendesk that somebody wrote."""
    return _taken(desk, Helpdesk.zendesk, request, account_id)


@open_routes.post("/hooks/helpdesks/gorgias/{account_id}", needs=NOBODY_ASKED, status=204)
def take_gorgias(desk: Desk, request: Request, account_id: str) -> Answer:
    """Take word from Gorgias that somebody wrote."""
    return _taken(desk, Helpdesk.gorgias, request, account_id)


def _taken(desk: Desk, helpdesk: Helpdesk, request: Request, account_id: str) -> Answer:
    headers = {name: request.headers[name] for name in door.HEADERS if name in request.headers}
    door.take(desk, helpdesk, account_id, request.body, headers)
    return no_content()
