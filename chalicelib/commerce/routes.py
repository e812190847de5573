"""`/v1/shop` and customers' orders (guard `guards.agent`). Keys go in and never come out."""

from typing import Annotated, Any

from msgspec import Meta

from chalicelib.commerce import shops
from chalicelib.commerce.look import look
from chalicelib.commerce.model import Keys, Shop
from chalicelib.commerce.orders.present import shown
from chalicelib.commerce.shopify import connect
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Fault, Invalid
from chalicelib.web.answers import Answer, no_content
from chalicelib.web.bodies import Body
from chalicelib.web.routes import Routes

routes = Routes()

COOKIE = "deskhand_shop"
Word = Annotated[str, Meta(min_length=8, max_length=200, pattern=r"\A[!-~]+\Z")]


class ConnectBody(Body, frozen=True):
    """The shop, and an app of the merchant's own where they have one."""

    shop: Annotated[str, Meta(max_length=100)]
    client_id: Word | None = None
    client_secret: Word | None = None


@routes.post("/v1/shop/connect", needs="settings:write", body=ConnectBody)
def begin(desk: Desk, body: ConnectBody) -> Answer:
    """Tell where the shop is to be asked; this browser has ten minutes to come back from there."""
    if (body.client_id is None) != (body.client_secret is None):
        missing = "/client_id" if body.client_id is None else "/client_secret"
        raise Invalid("An app has both.", faults=[Fault(missing, "required", "Give both.")])
    own = Keys(client_id=body.client_id or "", client_secret=body.client_secret or "")
    url, browser, pending = connect.start(desk, body.shop.strip().lower(), own)
    told = {"authorize_url": url, "expires_at": pending.until}
    return Answer(told, headers={"Set-Cookie": _cookie(desk, browser)})


@routes.get("/v1/shop", needs="settings:read")
def show_shop(desk: Desk) -> dict[str, Any]:
    """Show which shop is connected, and whether it must be connected again."""
    return _shown(shops.load(desk))


@routes.on("DELETE", "/v1/shop", needs="settings:write", status=204)
def let_go(desk: Desk) -> Answer:
    """Let the shop go; its keys are forgotten, and its orders soon after."""
    connect.disconnect(desk)
    return no_content()


@routes.get("/v1/customers/{customer_id}/orders", needs="customers:read")
def show_orders(desk: Desk, customer_id: str) -> dict[str, Any]:
    """Show what a customer ordered last (acceptance 61), as of now or of when the shop was there.

    `state` says which: `live`, `cached`, `unavailable` (nothing is known), `not_connected`, or
    `unproved` where nobody has proved that the customer's address is theirs.
    """
    seen = look(desk, customer_id)
    return {
        "data": [shown(order) for order in seen.orders],
        "count": seen.count,
        "state": seen.state,
        "as_of": seen.as_of,
    }


def _cookie(desk: Desk, browser: str) -> str:
    # Lax: it comes along when the shop leads back, and from nowhere else does that do harm.
    seconds = int(connect.LASTS.total_seconds())
    flags = f"HttpOnly; SameSite=Lax; Max-Age={seconds}; Path=/"
    is_secret = desk.place.base_url.startswith("https://")
    return f"{COOKIE}={browser}; {flags}{'; Secure' if is_secret else ''}"


def _shown(shop: Shop) -> dict[str, Any]:
    return {
        "domain": shop.domain,
        "state": "connected" if shop.is_open else "reconnect",
        "scopes": sorted(shop.scopes),
        "missing_scopes": connect.missing_scopes(shop),
        "has_own_app": shop.has_own_app,
        "connected_at": shop.connected_at,
        "fault": shop.fault or None,
    }
