"""The shops of `tests/accounts`, with a channel for texts that is the tests' own."""

import pytest

from chalicelib.channels import registry
from chalicelib.channels.model import Channel, Kind
from tests.accounts.conftest import jobs, other_shop, shop, whole
from tests.marketing.texts import Phone

__all__ = ["jobs", "other_shop", "shop", "whole"]


@pytest.fixture(autouse=True)
def phone(monkeypatch: pytest.MonkeyPatch) -> Phone:
    """Return the phone that texts go to; every one is taken."""
    phone = Phone()
    channel = Channel(kind=Kind.sms, capabilities=phone.capabilities, send=phone.take)
    monkeypatch.setitem(registry.CHANNELS, Kind.sms, channel)
    return phone
