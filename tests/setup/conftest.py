"""The shops of `tests/accounts`, and what was mailed to them."""

from tests.accounts.conftest import mailed, other_shop, set_up, shop, whole

__all__ = ["mailed", "other_shop", "set_up", "shop", "whole"]
