"""The shops of `tests/accounts`, and two profiles of somebody who writes to them."""

from tests.accounts.conftest import other_shop, shop, whole

__all__ = ["other_shop", "shop", "whole"]
