"""The shops and mails of `tests/accounts`, for attacks on them."""

from tests.accounts.conftest import mailed, other_shop, shop, whole

__all__ = ["mailed", "other_shop", "shop", "whole"]
