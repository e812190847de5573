"""The shops of `tests/accounts`, and what waits to be done for them."""

from tests.accounts.conftest import jobs, other_shop, shop, whole

__all__ = ["jobs", "other_shop", "shop", "whole"]
