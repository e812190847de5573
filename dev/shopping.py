"""A demo shop on Shopify and Recharge: connected by the product's own routes, and with orders."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from dev.product import Product
from dev.web.exchange import Answered, Asked
from dev.web.shops import DOMAIN, recharge_of, shops_of
from dev.web.site import Site

ORDERS: tuple[Mapping[str, Any], ...] = (
    {"name": "#1043", "email": "priya@mail.example", "customer": "Priya Nair", "days_ago": 6,
     "fulfilled": True, "lines": [{"title": "Hanging planter", "variant": "Moss", "quantity": 1,
                                   "price": "49.90"}]},
    {"name": "#1047", "email": "jonas@post.example", "customer": "Jonas Weber", "days_ago": 4,
     "fulfilled": True, "lines": [{"title": "Stoneware pot", "variant": "Large", "quantity": 2,
                                   "price": "34.00"}]},
    {"name": "#1051", "email": "sam@inbox.example", "customer": "Sam Doyle", "days_ago": 2,
     "lines": [{"title": "Fern in a pot", "quantity": 2, "price": "24.90"},
               {"title": "Brass mister", "quantity": 1, "price": "19.00"}]},
    {"name": "#1022", "email": "sam@inbox.example", "customer": "Sam Doyle", "days_ago": 40,
     "fulfilled": True},
)  # fmt: skip

SUBSCRIPTIONS: tuple[Mapping[str, Any], ...] = (
    {"email": "sam@inbox.example", "title": "Fern food", "variant": "500 ml", "price": "12.90",
     "next_in_days": 9},
    {"email": "sam@inbox.example", "title": "Moss spray", "quantity": 2, "price": "8.50",
     "count": 2, "next_in_days": 30},
    {"email": "priya@mail.example", "title": "Potting soil", "unit": "week", "count": 6,
     "price": "15.00", "next_in_days": 4},
)  # fmt: skip
TOKEN = "sk_test_1x1_fern-and-moss"


def connect(product: Product, site: Site, token: str) -> None:
    """Connect the demo shop as its owner would, and let customers order."""
    browser = {"authorization": f"Bearer {token}", "content-type": "application/json"}
    body = f'{{"shop": "{DOMAIN}"}}'.encode()
    asked = Asked(method="POST", target="/v1/shop/connect", headers=browser, body=body)
    begun = site.answer(asked)
    cookie = next(text for name, text in begun.headers if name.lower() == "set-cookie")
    place = _after(site, _leads_to(begun), cookie)
    _after(site, place, cookie)
    product.loop.drain()
    for order in ORDERS:
        shops_of(product).place_order(DOMAIN, order)
    product.loop.drain()
    _subscribe(product, site, token)


def _subscribe(product: Product, site: Site, token: str) -> None:
    own = {"provider": "recharge", "api_token": TOKEN}
    status, told = site.ask("PUT", "/v1/subscription_platform", own, token=token)
    if status != 200:
        raise RuntimeError(f"Recharge was not connected: {told}")
    for subscription in SUBSCRIPTIONS:
        recharge_of(product).subscribe(subscription)


def _leads_to(begun: Answered) -> str:
    return str(json.loads(begun.body)["authorize_url"])


def _after(site: Site, url: str, cookie: str) -> str:
    parts = urlsplit(url)
    target = f"{parts.path}?{parts.query}"
    headers = {"cookie": cookie.partition(";")[0]}
    answered = site.answer(Asked(method="GET", target=target, headers=headers, body=b""))
    return next(text for name, text in answered.headers if name.lower() == "location")
