"""Controls of the stand-ins for Shopify and Recharge: orders, subscriptions, and their troubles."""

from collections.abc import Mapping
from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from dev.product import Product
from dev.providers import recharge
from dev.providers.recharge import Recharge
from dev.providers.shopify import TROUBLES, ShopifyShops
from dev.providers.shopify_orders import shown
from dev.web.exchange import Answered, Asked, Refused, as_json, redirect

DOMAIN = "fern-and-moss.myshopify.com"
"""The demo shop's, where no other is named."""
_NEEDED = {"shop", "state", "redirect_uri"}


def shops_of(product: Product) -> ShopifyShops:
    """Return the stand-in."""
    return next(each for each in product.network.stand_ins if isinstance(each, ShopifyShops))


def recharge_of(product: Product) -> Recharge:
    """Return the other stand-in."""
    return next(each for each in product.network.stand_ins if isinstance(each, Recharge))


def say_yes(product: Product, asked: Asked) -> Answered:
    """Be the page at the shop on which a merchant says yes: it does so by itself."""
    given = {name: values[-1] for name, values in asked.query.items()}
    if not given.keys() >= _NEEDED:
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "Name shop, state and redirect_uri.")
    return redirect(shops_of(product).say_yes(given["shop"], given))


def change_shop(product: Product, body: Mapping[str, Any]) -> Answered:
    """Place or change an order (`order`), tell a webhook (`topic`), or set the shop's `trouble`."""
    shops = shops_of(product)
    shop = shops.shop(str(body.get("shop") or DOMAIN))
    trouble, order = body.get("trouble", shop.trouble), body.get("order")
    if trouble not in TROUBLES:
        detail = "A trouble is slow, failing, lost or lost_once; an empty one ends it."
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, detail)
    shop.trouble = trouble
    shop.scopes = frozenset(body.get("scopes", shop.scopes))
    if "topic" in body:
        shops.tell(shop, str(body["topic"]), body.get("payload", {}))
    if order is None:
        return as_json({"shop": shop.domain, "trouble": shop.trouble})
    if not isinstance(order, dict):
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "An order is an object.")
    placed = shops.place_order(shop.domain, order)
    return as_json(shown(placed), 201)


def change_subscriptions(product: Product, body: Mapping[str, Any]) -> Answered:
    """Let somebody subscribe or change what they have (`subscription`), or set the `trouble`."""
    stand_in = recharge_of(product)
    trouble, wanted = body.get("trouble", stand_in.trouble), body.get("subscription")
    if trouble not in recharge.TROUBLES:
        detail = "A trouble is slow, failing or lost; an empty one ends it."
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, detail)
    stand_in.trouble = trouble
    if wanted is None:
        return as_json({"trouble": stand_in.trouble})
    if not isinstance(wanted, dict) or not {"id", "email"} & wanted.keys():
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "A subscription has an email, or an id.")
    return as_json(stand_in.subscribe(wanted), 201)


def mails_of(product: Product, asked: Asked) -> Answered:
    """Show the mails that a shop would have sent to its customers, oldest first."""
    domain = asked.query.get("shop", [DOMAIN])[-1]
    mails = shops_of(product).shop(domain).mails
    return as_json({"data": [asdict(mail) for mail in mails]})
