"""Shopify's stand-in: a page that says yes, tokens, orders by GraphQL, webhooks signed as it does.

Any `name.myshopify.com` is there as soon as somebody asks for it. `POST /dev/shopify` places and
changes orders, and makes a shop slow, failing, or one whose answers get lost (once: that of the
next change). `GET /dev/shopify` tells the mails that it would have sent.
"""

import base64
import hashlib
import hmac
import json
import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from chalicelib.core.desk import Reply
from chalicelib.core.errors import Uncertain
from dev.providers.exchange import Place, Request, as_reply
from dev.providers.shopify_edits import EFFECTS, Denied, Edits, Mailed
from dev.providers.shopify_orders import Placed, as_payload, shown
from dev.providers.silent import Silent
from dev.web.exchange import Asked

APP = ("dev-app", "dev-app-secret-of-this-laptop")
"""The id and secret of the installation's app; of an own app it is what was asked with last."""
TROUBLES = ("", "slow", "failing", "lost", "lost_once")
SCOPES = frozenset({"read_customers", "read_products", "write_order_edits", "write_orders"})
_SLOW_SECONDS = 4.0
_FIRST = 1001
_ORDER = re.compile(r"gid://shopify/Order/(\d+)")
_DENIED = {
    "data": None,
    "errors": [{"message": "Access denied", "extensions": {"code": "ACCESS_DENIED"}}],
}
_FAILURE = {"errors": [{"message": "Internal error", "extensions": {}}]}


@dataclass(slots=True)
class Shop:
    """One shop as Shopify has it."""

    domain: str
    secret: str = APP[1]
    token: str = ""
    trouble: str = ""
    topics: dict[str, str] = field(default_factory=dict[str, str])
    """Where each topic is told."""
    orders: dict[str, Placed] = field(default_factory=dict[str, Placed])
    scopes: frozenset[str] = SCOPES
    edits: Edits = field(default_factory=Edits)
    mails: list[Mailed] = field(default_factory=list[Mailed])
    """What it has sent to its customers."""


class ShopifyShops(Silent):
    """It carries no messages; it tells of orders."""

    hosts = ("*.myshopify.com",)
    provider = "shopify"

    def __init__(self, place: Place) -> None:
        """Have no shop yet."""
        self._place = place
        self._lock = threading.Lock()
        self._shops: dict[str, Shop] = {}
        self._due: list[Asked] = []
        self._told = 0

    def answer(self, request: Request) -> Reply:
        """Answer as the published API does, or as its trouble is."""
        shop = self.shop(urlsplit(request.url).hostname or "")
        if request.path == "/admin/oauth/access_token":
            return self._grant(shop, request)
        if request.headers.get("x-shopify-access-token") != shop.token or not shop.token:
            return as_reply(401, {"errors": "[API] Invalid API key or access token"})
        if shop.trouble == "slow":
            time.sleep(_SLOW_SECONDS)
        if shop.trouble == "failing":
            return as_reply(500, _FAILURE)
        asked = json.loads(request.body)
        reply = self._done(shop, asked)
        if shop.trouble == "lost":
            raise Uncertain("The other side did not answer.")
        if shop.trouble == "lost_once" and any(f"{each}(" in asked["query"] for each in EFFECTS):
            shop.trouble = ""
            raise Uncertain("The other side did not answer.")
        return reply

    def shop(self, domain: str) -> Shop:
        """Return a shop; whichever is asked for is there."""
        with self._lock:
            return self._shops.setdefault(domain, Shop(domain))

    def say_yes(self, domain: str, query: Mapping[str, str], secret: str = "") -> str:
        """Return where the merchant's browser is led to after they have said yes."""
        shop = self.shop(domain)
        shop.secret = secret or APP[1]
        given = {
            "code": hashlib.sha256(query["state"].encode()).hexdigest()[:32],
            "shop": domain,
            "state": query["state"],
            "timestamp": str(int(self._place.clock().timestamp())),
        }
        signed = "&".join(f"{name}={given[name]}" for name in sorted(given))
        digest = hmac.new(shop.secret.encode(), signed.encode(), hashlib.sha256).hexdigest()
        return f"{query['redirect_uri']}?{urlencode({**given, 'hmac': digest})}"

    def place_order(self, domain: str, facts: Mapping[str, Any]) -> Placed:
        """Place an order, or change the one with this name; whoever subscribed is told."""
        shop, now = self.shop(domain), self._place.clock()
        name = str(facts.get("name") or f"#{_FIRST + len(shop.orders)}")
        known = shop.orders.get(name)
        order = known.changed(facts, now) if known else Placed.new(name, facts, now)
        shop.orders[name] = order
        topic = "orders/updated" if known else "orders/create"
        self.tell(shop, "orders/cancelled" if facts.get("cancelled") else topic, as_payload(order))
        return order

    def tell(self, shop: Shop, topic: str, payload: object) -> None:
        """Have a webhook delivered, if the shop was asked to; those about privacy always are."""
        is_subscribed = topic.upper().replace("/", "_") in shop.topics
        if not is_subscribed and not topic.endswith(("redact", "data_request")):
            return
        body = json.dumps(payload).encode()
        with self._lock:
            self._told += 1
            self._due.append(delivery(shop, topic, body, f"dev-{self._told}"))

    def reports(self) -> list[Asked]:
        """Return, once, what is to be delivered."""
        with self._lock:
            due, self._due = self._due, []
        return due

    def _grant(self, shop: Shop, request: Request) -> Reply:
        asked = json.loads(request.body)
        if not asked.get("code") or asked.get("client_secret") != shop.secret:
            return as_reply(400, {"error": "invalid_request"})
        shop.token = f"shpat_{hashlib.sha256(shop.domain.encode()).hexdigest()[:32]}"
        scope = ",".join(sorted(shop.scopes))
        return as_reply(200, {"access_token": shop.token, "scope": scope})

    def _done(self, shop: Shop, asked: Mapping[str, Any]) -> Reply:
        if not re.search(r"\border(Edit|Cancel|Update)\w*\(", asked["query"]):
            return as_reply(200, {"data": self._data(shop, asked)})
        try:
            with self._lock:
                done = shop.edits.do(shop.orders, shop.scopes, asked, self._place.clock())
        except Denied:
            return as_reply(200, _DENIED)
        if done.order:
            shop.orders[done.order.name] = done.order
        if done.mail:
            shop.mails.append(done.mail)
        for topic in done.topics:
            self.tell(shop, topic, _payload(topic, done.order))
        return as_reply(200, {"data": done.data})

    def _data(self, shop: Shop, asked: Mapping[str, Any]) -> dict[str, Any]:
        query, variables = str(asked["query"]), asked["variables"]
        if "webhookSubscriptionCreate" in query:
            topics = re.findall(r"topic: ([A-Z_]+)", query)
            shop.topics |= dict.fromkeys(topics, variables["uri"])
            return {topic.lower(): {"userErrors": []} for topic in topics}
        if "customerByIdentifier" in query:
            who = {name: each for name, each in variables.items() if name != "id"}
            order = {"order": _one(shop, variables["id"])} if "id" in variables else {}
            return {**order, **{name: _found(shop, each) for name, each in who.items()}}
        if "nodes(ids:" in query:
            return {"nodes": [_one(shop, each) for each in variables["ids"]]}
        return {"order": _one(shop, variables["id"])}


def delivery(shop: Shop, topic: str, body: bytes, delivery_id: str) -> Asked:
    """Return a webhook, signed with the app's secret."""
    digest = hmac.digest(shop.secret.encode(), body, hashlib.sha256)
    return Asked(
        method="POST",
        target="/hooks/shopify",
        headers={
            "content-type": "application/json",
            "x-shopify-topic": topic,
            "x-shopify-hmac-sha256": _base64(digest),
            "x-shopify-shop-domain": shop.domain,
            "x-shopify-webhook-id": delivery_id,
        },
        body=body,
    )


def _base64(digest: bytes) -> str:
    return base64.b64encode(digest).decode()


def _found(shop: Shop, who: Mapping[str, str]) -> dict[str, Any] | None:
    wanted = {who.get("emailAddress"), who.get("phoneNumber")} - {None, ""}
    own = [order for order in shop.orders.values() if {order.email, order.phone} & wanted]
    if not own:
        return None
    newest = sorted(own, key=lambda order: order.created_at, reverse=True)
    nodes = [shown(order) for order in newest[:10]]
    return {"id": nodes[0]["customer"]["id"], "numberOfOrders": str(len(own)),
            "orders": {"nodes": nodes}}  # fmt: skip


def _payload(topic: str, order: Placed | None) -> dict[str, Any]:
    assert order
    if topic == "orders/edited":
        return {"order_edit": {"order_id": order.id}}
    return as_payload(order)


def _one(shop: Shop, gid: str) -> dict[str, Any] | None:
    match = _ORDER.fullmatch(gid)
    found = [order for order in shop.orders.values() if match and str(order.id) == match[1]]
    return shown(found[0]) if found else None
