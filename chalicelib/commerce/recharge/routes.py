"""`/v1/subscription_platform`: connecting it (guard `guards.agent`). A token never comes out."""

from typing import Annotated, Any, Literal

from msgspec import Meta

from chalicelib.commerce.model import Connection
from chalicelib.commerce.recharge import connect, rules, storage
from chalicelib.core.desk import Desk
from chalicelib.web.answers import Answer, no_content
from chalicelib.web.bodies import Body
from chalicelib.web.routes import Routes

routes = Routes()

Token = Annotated[str, Meta(min_length=16, max_length=200, pattern=r"\A[!-~]+\Z")]


class PlatformBody(Body, frozen=True):
    """The platform and its token."""

    provider: Literal["recharge"]
    api_token: Token


@routes.get("/v1/subscription_platform", needs="settings:read")
def show_platform(desk: Desk) -> dict[str, Any]:
    """Show which platform is connected, and whether it must be connected again."""
    return _shown(storage.load(desk))


@routes.on("PUT", "/v1/subscription_platform", needs="settings:write", body=PlatformBody)
def connect_platform(desk: Desk, body: PlatformBody) -> dict[str, Any]:
    """Connect the platform, or give it another token; it is asked whether it takes it."""
    return _shown(connect.connect(desk, body.api_token))


@routes.on("DELETE", "/v1/subscription_platform", needs="settings:write", status=204)
def disconnect_platform(desk: Desk) -> Answer:
    """Let the platform go; its token is forgotten."""
    connect.disconnect(desk)
    return no_content()


def _shown(known: Connection) -> dict[str, Any]:
    return {
        "provider": connect.PROVIDER,
        "state": "connected" if known.is_open else "reconnect",
        "scopes": sorted(known.scopes),
        "missing_scopes": rules.missing(known.scopes),
        "connected_at": known.connected_at,
        "fault": known.fault or None,
    }
