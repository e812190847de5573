"""Money is whole numbers of the currency's own smallest part."""

import pytest

from chalicelib.commerce.rules import minor


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
