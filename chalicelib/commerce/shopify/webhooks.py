"""Having a shop tell us of its orders: one subscription a topic."""

import msgspec

from chalicelib.commerce import faults, shops
from chalicelib.commerce.shopify.connect import HOOK
from chalicelib.commerce.shopify.graphql import Access, UserError, ask, refuse
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Forbidden, Invalid

TOPICS = (
    "ORDERS_CREATE", "ORDERS_UPDATED", "ORDERS_EDITED", "ORDERS_CANCELLED", "ORDERS_FULFILLED",
    "CUSTOMERS_CREATE", "CUSTOMERS_UPDATE", "APP_UNINSTALLED",
)  # fmt: skip
"""Those about privacy are set at the app, and come without a subscription."""
_TAKEN = "already been taken"
"""What Shopify says of a subscription that is there."""


class _Made(msgspec.Struct, frozen=True, rename="camel"):
    user_errors: tuple[UserError, ...] = ()


def register(desk: Desk) -> None:
    """Subscribe to what is not subscribed to yet; what the shop refuses is shown as its fault."""
    shop = shops.find_now(desk)
    if shop is None or not shop.is_open:
        return
    access = Access(domain=shop.domain, token=shops.opened(desk, shop).token)
    uri = f"{desk.place.base_url.rstrip('/')}{HOOK}"
    try:
        made = ask(desk, access, _document(), {"uri": uri}, shape=dict[str, _Made])
        refuse([e for each in made.values() for e in each.user_errors if _TAKEN not in e.message])
    except Forbidden as error:
        faults.note(desk, shop, error)
    except Invalid as error:
        faults.note(desk, shop, Forbidden(f"It does not tell us of orders: {error.detail}"))
    else:
        faults.note(desk, shop, None)


def _document() -> str:
    each = "\n".join(
        f"{topic.lower()}: webhookSubscriptionCreate(topic: {topic}, "
        "webhookSubscription: {uri: $uri, format: JSON}) { userErrors { field message } }"
        for topic in TOPICS
    )
    return f"mutation Subscribe($uri: String!) {{\n{each}\n}}"
