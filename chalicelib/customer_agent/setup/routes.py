"""The settings of the Customer Agent over HTTP (guard `guards.agent`)."""

from typing import Any

import msgspec

from chalicelib.core.desk import Desk
from chalicelib.customer_agent.setup import change, storage
from chalicelib.customer_agent.setup.model import Setup
from chalicelib.customer_agent.setup.storage import Kept
from chalicelib.web.answers import Answer
from chalicelib.web.etags import etag, expected_version
from chalicelib.web.request import Request
from chalicelib.web.routes import Routes

routes = Routes()


@routes.get("/v1/customer_agent", needs="settings:read")
def show_customer_agent(desk: Desk) -> Answer:
    """Show how the Customer Agent is set up."""
    return _answer(storage.load(desk))


@routes.on("PATCH", "/v1/customer_agent", needs="settings:write", body=dict, patches=Setup)
def change_customer_agent(desk: Desk, body: dict[str, Any], request: Request) -> Answer:
    """Change the settings named; null takes one back to its default, lists are replaced whole.

    With If-Match, 409 where somebody else has changed them. New hand-offs obey from then on.
    """
    return _answer(change.patch(desk, body, expected=expected_version(request)))


def _answer(kept: Kept) -> Answer:
    return Answer(msgspec.to_builtins(kept.setup), 200, {"ETag": etag(kept.version)})
