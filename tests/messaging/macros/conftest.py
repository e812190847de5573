"""The shops of `tests/accounts`, with a ticket to answer."""

from tests.accounts.conftest import other_shop, shop, whole
from tests.messaging.asked import ask, ticket_id

__all__ = ["ask", "other_shop", "shop", "ticket_id", "whole"]
