"""The shops of `tests/accounts`, with a ticket to answer, and a shop at Shopify."""

from tests.accounts.conftest import jobs, other_shop, shop, whole
from tests.commerce.conftest import admin, shopify
from tests.messaging.asked import ask, ticket_id

__all__ = ["admin", "ask", "jobs", "other_shop", "shop", "shopify", "ticket_id", "whole"]
