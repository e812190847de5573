"""Amounts in the smallest unit of their currency, so that no sum is ever off by a fraction."""

from decimal import ROUND_HALF_UP, Decimal

_TWO = 2
_EXPONENTS = {
    code: places
    for places, codes in (
        (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
        (3, "BHD IQD JOD KWD LYD OMR TND"),
        (4, "CLF UYW"),
    )
    for code in codes.split()
}
"""Those of ISO 4217 that do not have two places."""


def exponent(currency: str) -> int:
    """Return how many decimal places a currency has.

    >>> exponent("EUR"), exponent("JPY"), exponent("KWD")
    (2, 0, 3)
    """
    return _EXPONENTS.get(currency, _TWO)


def minor(amount: Decimal, currency: str) -> int:
    """Return an amount in the currency's smallest unit.

    >>> minor(Decimal("49.9"), "EUR"), minor(Decimal("4990"), "JPY")
    (4990, 4990)
    """
    return int(amount.scaleb(exponent(currency)).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def written(amount: int, currency: str) -> str:
    """Return so many of a currency's smallest units as people write them, in any language alike.

    >>> written(4990, "EUR"), written(4990, "JPY"), written(-5, "EUR")
    ('49.90 EUR', '4990 JPY', '-0.05 EUR')
    """
    places = exponent(currency)
    return f"{Decimal(amount).scaleb(-places):.{places}f} {currency}"
