"""Money is whole numbers of the currency's smallest part; an order is whose address placed it."""

from typing import Any

import pytest

from chalicelib.commerce.model import Shopper
from chalicelib.commerce.rules import is_by, minor
from tests.commerce.orders import an_order


@pytest.mark.parametrize(
    ("amount", "currency", "units"),
    [
        ("49.90", "EUR", 4990),
        ("0.1", "USD", 10),
        ("0.005", "EUR", 1),
        ("4990", "JPY", 4990),
        ("4990.00", "KRW", 4990),
        ("1.250", "KWD", 1250),
        ("-3.5", "EUR", -350),
        ("1e2", "EUR", 10000),
    ],
)
def test_amounts_become_minor_units(amount: str, currency: str, units: int) -> None:
    assert minor(amount, currency) == units


@pytest.mark.parametrize("amount", ["", "free", "NaN", "Infinity", "1e400", "1,50"])
def test_what_is_no_amount_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="no amount"):
        minor(amount, "EUR")


@pytest.mark.parametrize(
    ("known_by", "expected"),
    [
        ({"email": "ann@home.example"}, True),
        ({"phone": "+442079460000"}, True),
        ({"email": "someone@else.example", "phone": "+442079460000"}, True),
        ({"email": "someone@else.example"}, False),
        ({"phone": "+442079460001"}, False),
        ({}, False),
    ],
)
def test_an_order_is_whose_address_placed_it(known_by: dict[str, str], expected: Any) -> None:
    shopper = Shopper(email="Ann@Home.example", phone="+44 20 7946 0000")

    assert is_by(an_order(shopper=shopper), known_by) is expected
