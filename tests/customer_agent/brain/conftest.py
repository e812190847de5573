"""The shops of `tests/accounts`, one of them on Shopify, with a customer and articles."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.channels.model import Kind
from chalicelib.customer_agent.brain.model import Asked, Escalated, Manner, Rule, Said
from chalicelib.customer_agent.brain.think import think
from chalicelib.customer_agent.knowledge.edit import create
from chalicelib.customer_agent.knowledge.model import Edit
from chalicelib.customers.identify import identify
from chalicelib.customers.model import IdentityKind
from tests.accounts.conftest import jobs, other_shop, shop, whole
from tests.accounts.shop import Shop
from tests.commerce.conftest import admin, shopify
from tests.commerce.orders import MAIL
from tests.commerce.shopify.live import found, shown
from tests.commerce.shopify.world import Shopify, connected
from tests.edge import Edge
from tests.kit.http_world import reply

__all__ = ["admin", "jobs", "other_shop", "shop", "shopify", "whole"]

RULE = Rule(id="rule_1", title="Lawyers", trigger="The customer mentions a lawyer or legal action")
MANNER = Manner(name="Robin", rules=(RULE,))
RETURNS = "How do I return an item?"
Ask = Callable[..., Said | Escalated]


@pytest.fixture
def ann(shop: Shop) -> str:
    """Return a customer whose address is proved."""
    return identify(shop.desk(), IdentityKind.email, MAIL, is_verified=True).id


@pytest.fixture
def article(shop: Shop) -> str:
    """Write an article; return its id."""
    link = "https://shop.example/returns"
    wanted = Edit(title=RETURNS, text="Send it back within 30 days, unused.", links=(link,))
    return create(shop.desk(), wanted).id


@pytest.fixture
def ask(shop: Shop) -> Ask:
    """Return a way to ask the agent as nobody in particular; `manner` and facts may differ."""

    def asked(text: str, manner: Manner = MANNER, **facts: Any) -> Said | Escalated:
        known = Asked(text=text, channel=Kind.webchat)
        return think(shop.desk(), manner, replace(known, **facts))

    return asked


@pytest.fixture
def at_shopify(whole: Edge, admin: str, shopify: Shopify) -> Shopify:
    """Connect the shop, which knows of one order."""
    connected(whole, admin, shopify.domain)
    has(shopify, shown())
    shopify.asked.clear()
    return shopify


def has(shopify: Shopify, *orders: dict[str, Any]) -> None:
    """Let the shop know of these orders of the customer."""
    shopify.graphql = reply(200, {"data": {"email": found(*orders)}})
