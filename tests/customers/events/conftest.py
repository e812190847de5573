"""The shops of `tests/accounts`, and what their customers did."""

from tests.accounts.conftest import other_shop, shop, whole

__all__ = ["other_shop", "shop", "whole"]
