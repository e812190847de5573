"""The shops of `tests/accounts`."""

from tests.accounts.conftest import jobs, other_shop, shop, whole

__all__ = ["jobs", "other_shop", "shop", "whole"]
