"""The shops of `tests/accounts`, and what they know of their customers."""

from tests.accounts.conftest import other_shop, shop, whole

__all__ = ["other_shop", "shop", "whole"]
