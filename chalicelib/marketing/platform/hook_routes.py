"""Where the platform delivers to. The route is open: what lets it in is the signature."""

from chalicelib.core.desk import Desk
from chalicelib.marketing.platform import door
from chalicelib.web.answers import Answer, no_content
from chalicelib.web.request import Request
from chalicelib.web.routes import NOBODY_ASKED, Routes

open_routes = Routes()

_KEPT = ("klaviyo-signature", "klaviyo-timestamp", "klaviyo-webhook-id")


@open_routes.post("/hooks/klaviyo/{account_id}", needs=NOBODY_ASKED, status=204)
def take_klaviyo(desk: Desk, request: Request, account_id: str) -> Answer:
    """Take what Klaviyo tells of an account's customers."""
    headers = {name: request.headers[name] for name in _KEPT if name in request.headers}
    door.take(desk, account_id, request.body, headers)
    return no_content()
