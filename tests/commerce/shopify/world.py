"""Shopify as the product asks it: a code for a token, and GraphQL."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from chalicelib.core.desk import Reply
from tests.edge import Edge
from tests.kit.http_world import Sent, World, reply

SECRET = "hush"
"""Of the installation's app, as in Shopify's own example."""
TOKEN = "shpat_0123456789abcdef0123456789abcdef"
SCOPES = "read_customers,read_products,write_order_edits,write_orders"


def domain_of(account_id: str) -> str:
    """Return the domain of an account's shop; no other account has it."""
    return f"shop-{account_id[-26:].lower()}.myshopify.com"


@dataclass(slots=True)
class Shopify:
    """One shop, and what it is asked."""

    domain: str
    token: str = TOKEN
    scopes: str = SCOPES
    graphql: Callable[[Sent], Reply] | Reply | Exception = field(
        default_factory=lambda: reply(200, {"data": {}})
    )
    asked: list[Sent] = field(default_factory=list[Sent])

    def listen(self, world: World) -> None:
        """Answer at the shop's own address."""
        world.http.on("POST", f"https://{self.domain}/*", self.answer)

    def answer(self, sent: Sent) -> Reply:
        """Answer as the published API does."""
        self.asked.append(sent)
        if urlsplit(sent.url).path == "/admin/oauth/access_token":
            if sent.json().get("code") != "c0de":
                return reply(400, {"error": "invalid_request"})
            return reply(200, {"access_token": self.token, "scope": self.scopes})
        assert urlsplit(sent.url).path == "/admin/api/2026-10/graphql.json"
        if sent.headers["X-Shopify-Access-Token"] != self.token:
            return reply(401, {"errors": "[API] Invalid API key or access token"})
        if isinstance(self.graphql, Exception):
            raise self.graphql
        return self.graphql if isinstance(self.graphql, Reply) else self.graphql(sent)


def signed(query: dict[str, str], secret: str = SECRET) -> dict[str, str]:
    """Return a query with Shopify's signature."""
    text = "&".join(f"{name}={query[name]}" for name in sorted(query))
    return {**query, "hmac": hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()}


def begun(edge: Edge, token: str, shop: str, **own: str) -> tuple[str, str]:
    """Begin to connect; return the state and the browser's cookie."""
    body = {"shop": shop, **own}
    status, told, headers = edge.call(
        "POST", "/v1/shop/connect", body, Authorization=f"Bearer {token}"
    )
    assert status == 200, told
    cookie = headers["Set-Cookie"].partition(";")[0]
    return parse_qs(urlsplit(told["authorize_url"]).query)["state"][0], cookie


def led_back(
    edge: Edge, state: str, cookie: str, shop: str, *, secret: str = SECRET, **changed: str
) -> tuple[int, Any, str]:
    """Come back from the shop; return status, body and where it leads."""
    query = {"code": "c0de", "shop": shop, "state": state, "timestamp": "1772625600", **changed}
    path = f"/hooks/shopify/callback?{urlencode(signed(query, secret))}"
    status, told, headers = edge.call("GET", path, Cookie=cookie)
    return status, told, headers.get("Location", "")


def connected(edge: Edge, token: str, shop: str, **own: str) -> str:
    """Connect a shop; return where it leads to."""
    state, cookie = begun(edge, token, shop, **own)
    secret = own.get("client_secret", SECRET)
    return led_back(edge, state, cookie, shop, secret=secret)[2]
