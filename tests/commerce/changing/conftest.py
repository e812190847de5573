"""A shop on the stand-in for Shopify, an order at it, and an agent beside a ticket."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from chalicelib.commerce import shops
from chalicelib.core.desk import Reply
from chalicelib.customers.identify import identify
from chalicelib.customers.model import IdentityKind
from dev.providers.exchange import Place, Request
from dev.providers.phones import Phones
from dev.providers.shopify import Shop as AtShopify
from dev.providers.shopify import ShopifyShops
from dev.providers.shopify_orders import Placed
from tests.accounts.conftest import Jobs
from tests.accounts.shop import Shop
from tests.commerce.actions.world import a_ticket
from tests.commerce.orders import MAIL
from tests.commerce.shopify.world import SECRET, connected, domain_of
from tests.edge import Edge
from tests.kit.http_world import Sent, World

MUGS = {"title": "Mug", "quantity": 2, "price": "24.95"}
FERN = {"title": "Fern", "quantity": 1, "price": "19.00"}


@dataclass
class Standing:
    """A shop as it stands at Shopify, and a ticket of somebody who ordered there."""

    shops: ShopifyShops
    at: AtShopify
    shop: Shop
    ticket_id: str
    call: Callable[..., tuple[int, Any]]
    asked: list[str]
    """What it was asked to do, without what only reads."""

    def order(self, **facts: Any) -> Placed:
        """Place an order of two mugs and a fern, or change it."""
        known = {"name": "#1001", "email": MAIL, "lines": [MUGS, FERN]}
        return self.shops.place_order(self.at.domain, {**known, **facts})

    @property
    def path(self) -> str:
        """Where the order is, beside the ticket."""
        return f"/v1/tickets/{self.ticket_id}/orders/{self.now.id}"

    @property
    def now(self) -> Placed:
        """The order as the shop has it."""
        return self.at.orders["#1001"]

    @property
    def quantities(self) -> list[int]:
        """How many of each line there are."""
        return [line["quantity"] for line in self.now.lines]

    def line(self, at: int) -> str:
        """Return the id of a line."""
        return str(self.now.id * 10 + at)

    def orders(self) -> dict[str, Any]:
        """Return what is shown beside the ticket."""
        status, told = self.call("GET", f"/v1/tickets/{self.ticket_id}/orders")
        assert status == 200, told
        return told

    def edit(self, *quantities: int, **headers: str) -> tuple[int, Any]:
        """Give the lines these quantities, as of now."""
        lines = [{"id": self.line(at), "quantity": to} for at, to in enumerate(quantities)]
        body = {"lines": lines, "updated_at": self.now.updated_at.isoformat()}
        return self.call("PUT", f"{self.path}/lines", body, **headers)

    def cancel(self, **headers: str) -> tuple[int, Any]:
        """Cancel the order."""
        body = {"reason": "customer", "is_restocked": True}
        return self.call("POST", f"{self.path}/cancel", body, **headers)

    def send_to(self, **changed: str) -> tuple[int, Any]:
        """Give the order another address."""
        body = {
            "name": "Ann Mary Lee",
            "address1": "2 Oak Road",
            "city": "York",
            "postcode": "YO1 7HH",
            "country": "GB",
            "updated_at": self.now.updated_at.isoformat(),
        }
        return self.call("PUT", f"{self.path}/shipping_address", {**body, **changed})


def answering(shops: ShopifyShops, asked: list[str]) -> Callable[[Sent], Reply]:
    """Return how the stand-in answers; it notes what it is asked to do."""

    def answer(sent: Sent) -> Reply:
        query = str(sent.json().get("query", ""))
        if query.startswith("mutation"):
            asked.append(query.split("{")[1].split("(")[0].strip())
        headers = {name.lower(): text for name, text in sent.headers.items()}
        request = Request(method="POST", url=sent.url, headers=headers, body=sent.body or b"")
        return shops.answer(request)

    return answer


@pytest.fixture
def standing(shop: Shop, whole: Edge, admin: str, world: World, jobs: Jobs) -> Standing:
    """Return a connected shop with one order, and a ticket of who placed it."""
    place = Place(phones=Phones(), clock=world.clock, base_url="http://localhost")
    made, domain, asked = ShopifyShops(place), domain_of(shop.account.id), list[str]()

    made.shop(domain).secret = SECRET
    world.http.on("POST", f"https://{domain}/*", answering(made, asked))
    connected(whole, admin, domain)
    jobs()
    shops.forget(shop.account.id)
    identify(shop.desk(), IdentityKind.email, MAIL, is_verified=True)
    token = shop.session(shop.hire())

    def call(method: str, path: str, body: object = None, **headers: str) -> tuple[int, Any]:
        given = {"Authorization": f"Bearer {token}", **headers}
        status, told, _ = whole.call(method, path, body, **given)
        return status, told

    found = Standing(
        shops=made,
        at=made.shop(domain),
        shop=shop,
        ticket_id=a_ticket(shop).id,
        call=call,
        asked=asked,
    )
    found.order()
    asked.clear()
    return found
