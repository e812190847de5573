"""Messages that their provider delivers days late, or in another order (F-43)."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.channels.model import Kind
from tests.faults.shop import Shop
from tests.kit.http_world import NOON
from tests.messaging.phone import Phone, phone

__all__ = ["phone"]


def is_open(shop: Shop) -> bool:
    return bool(shop.done("GET", shop.at)["reply"]["is_possible"])


@pytest.mark.parametrize(
    ("hours", "is_possible"), [(0, True), (23, True), (25, False), (72, False)]
)
def test_the_window_is_counted_from_when_the_customer_wrote(
    phone: Phone, shop: Shop, hours: int, *, is_possible: bool
) -> None:
    facts: dict[str, Any] = {"sent_at": shop.cloud.world.now - timedelta(hours=hours)}
    phone.text("Is it blue?", channel=Kind.whatsapp, **facts)

    assert is_open(shop) is is_possible


def test_an_older_message_that_comes_later_shortens_nothing(phone: Phone, shop: Shop) -> None:
    now = shop.cloud.world.now
    phone.text("Second", channel=Kind.whatsapp, sent_at=now)
    phone.text("First", channel=Kind.whatsapp, sent_at=now - timedelta(hours=30))

    assert is_open(shop)


def test_a_clock_that_is_ahead_lengthens_nothing(phone: Phone, shop: Shop) -> None:
    phone.text("Hi", channel=Kind.whatsapp, sent_at=NOON + timedelta(days=300))
    shop.cloud.world.pass_time(hours=25)

    assert not is_open(shop)
