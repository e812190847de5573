"""The shops of `tests/accounts`, and inboxes in them."""

from tests.accounts.conftest import other_shop, shop, whole

__all__ = ["other_shop", "shop", "whole"]
