"""The shops of `tests/accounts`, with a ticket to answer."""

from tests.accounts.conftest import shop, whole
from tests.messaging.asked import ask, ticket_id

__all__ = ["ask", "shop", "ticket_id", "whole"]
