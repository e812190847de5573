"""A shop that is connected tells of its orders; what keeps it from that is shown."""

import json
from typing import Any

import pytest

from chalicelib import jobs as workers
from chalicelib.commerce import shops
from chalicelib.core.errors import Unavailable
from tests.accounts.conftest import Jobs
from tests.accounts.shop import Shop
from tests.commerce.shopify.world import Shopify, connected
from tests.edge import Edge
from tests.kit.http_world import reply


@pytest.fixture
def order(whole: Edge, admin: str, shopify: Shopify, jobs: Jobs) -> str:
    """Return what the workers are to do for a shop that was just connected."""
    connected(whole, admin, shopify.domain)
    [order] = jobs()
    return json.dumps(order)


def errors(text: str) -> Any:
    made = {"userErrors": [{"field": ["webhookSubscription", "uri"], "message": text}]}
    return reply(200, {"data": {"orders_create": made, "orders_updated": {"userErrors": []}}})


def test_every_topic_is_subscribed_to_at_our_door(order: str, shopify: Shopify) -> None:
    workers.run_job(order)

    asked = shopify.asked[-1].json()
    assert asked["variables"] == {"uri": "https://desk.example/hooks/shopify"}
    assert asked["query"].count("webhookSubscriptionCreate(") == 8
    assert "topic: ORDERS_EDITED, webhookSubscription: {uri: $uri" in asked["query"]


@pytest.mark.parametrize(
    ("answer", "fault", "is_open"),
    [
        (errors("Address for this topic has already been taken"), "", True),
        (errors("Address is not allowed"), "It does not tell us of orders: Address is not allowed",
         True),
        (reply(401), "The shop does not take our token.", False),
        (reply(403), "The shop is closed to us.", True),
    ],
)  # fmt: skip
def test_what_the_shop_refuses_is_shown(
    order: str,
    shop: Shop,
    shopify: Shopify,
    answer: Any,
    fault: str,
    is_open: bool,  # noqa: FBT001
) -> None:
    shopify.graphql = answer

    workers.run_job(order)

    known = shops.load(shop.desk())
    assert (known.fault, known.is_open) == (fault, is_open)


def test_a_shop_that_is_away_is_asked_again(order: str, shop: Shop, shopify: Shopify) -> None:
    shopify.graphql = Unavailable("Away.")
    with pytest.raises(Unavailable):
        workers.run_job(order)
    shopify.graphql = reply(401)
    workers.run_job(order)
    shopify.graphql = reply(200, {"data": {}})

    workers.run_job(order)

    assert not shops.load(shop.desk()).is_open  # only connecting mends that


def test_a_shop_that_has_gone_is_not_asked(order: str, shop: Shop, shopify: Shopify) -> None:
    known = shops.load(shop.desk())
    shops.row_of(shop.desk(), known).delete()
    before = len(shopify.asked)

    workers.run_job(order)

    assert len(shopify.asked) == before
