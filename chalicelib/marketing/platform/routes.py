"""`/v1/customer_platform`: connecting it (guard `guards.agent`). Keys go in and never come out."""

from typing import Annotated, Any

from msgspec import Meta

from chalicelib.core.desk import Desk
from chalicelib.marketing.platform import connect, storage
from chalicelib.marketing.platform.model import Platform, Provider
from chalicelib.web.answers import Answer, no_content
from chalicelib.web.bodies import Body
from chalicelib.web.routes import Routes

routes = Routes()

HOOK = "/hooks/klaviyo/"
Key = Annotated[str, Meta(min_length=16, max_length=200, pattern=r"\A[!-~]+\Z")]


class PlatformBody(Body, frozen=True):
    """The platform and its keys; a key that is left out stays as it was."""

    provider: Provider
    api_key: Key | None = None
    webhook_secret: Key | None = None
    """What the platform signs its webhooks with; Klaviyo wants 16 characters and more."""


@routes.get("/v1/customer_platform", needs="settings:read")
def show_platform(desk: Desk) -> dict[str, Any]:
    """Show which platform is connected, and where it is to send its webhooks."""
    return _shown(desk, storage.load(desk))


@routes.on("PUT", "/v1/customer_platform", needs="settings:write", body=PlatformBody)
def connect_platform(desk: Desk, body: PlatformBody) -> dict[str, Any]:
    """Connect the platform, or give it other keys."""
    done = connect.connect(
        desk,
        body.provider,
        api_key=body.api_key or "",
        webhook_secret=body.webhook_secret or "",
    )
    return _shown(desk, done)


@routes.on("DELETE", "/v1/customer_platform", needs="settings:write", status=204)
def disconnect_platform(desk: Desk) -> Answer:
    """Let the platform go; its keys are forgotten."""
    connect.disconnect(desk)
    return no_content()


def _shown(desk: Desk, known: Platform) -> dict[str, Any]:
    return {
        "provider": known.provider,
        "has_api_key": True,
        "has_webhook_secret": known.has_webhook_secret,
        "webhook_url": f"{desk.place.base_url.rstrip('/')}{HOOK}{desk.account_id}",
        "connected_at": known.connected_at,
        "fault": known.fault or None,
    }
