"""What BG/NBD says of one customer: how many purchases, whether they are still one, and when.

Fader, Hardie and Lee (2005), "Counting Your Customers" the Easy Way, Marketing Science 24(2). While
somebody is a customer they buy at a rate of their own; after each purchase they may stop for good.
Rates differ between customers by a gamma distribution (r, alpha), chances of stopping by a beta
distribution (a, b). Times are weeks.
"""

from math import exp, expm1, log

from chalicelib.customers.predictions.model import Buying, History

_TERMS = 100_000
_PRECISION = 1e-14
_LARGE = 1e200
_POLE = 1e-7
"""How near to a pole of the formulas a parameter is moved away from it."""


def p_alive(buying: Buying, history: History) -> float:
    """Return the probability that somebody is still a customer; who bought once always is."""
    if history.frequency == 0:
        return 1.0
    return 1 / (1 + exp(min(_log_odds_of_leaving(buying, history), 700.0)))


def expected_purchases(buying: Buying, history: History, weeks: float) -> float:
    """Return how many purchases to expect within the next weeks."""
    if weeks <= 0:
        return 0.0
    x, a = history.frequency, _off(buying.a, 1.0)
    shape, third = buying.r + x, _off(a + buying.b + x - 1, 0.0)
    begun = buying.alpha + history.age
    waits = shape * log(begun / (begun + weeks))
    none = gauss(shape, buying.b + x, third, weeks / (begun + weeks), scale=waits)
    return max(0.0, third / (a - 1) * (1 - none)) * p_alive(buying, history)


def p_silent(buying: Buying, history: History, weeks: float) -> float:
    """Return the probability that nothing is bought within the next weeks, for whatever reason."""
    begun = buying.alpha + history.age
    shape = buying.r + history.frequency
    waits = exp(shape * log(begun / (begun + weeks)))
    return 1 - p_alive(buying, history) * (1 - waits)


def median_wait(buying: Buying, history: History) -> float | None:
    """Return after how many weeks half of those like them who stay have bought again.

    None where that is beyond all numbers.
    """
    exponent = log(2) / (buying.r + history.frequency)
    return (buying.alpha + history.age) * expm1(exponent) if exponent < 50 else None


def gauss(a: float, b: float, c: float, z: float, *, scale: float = 0.0) -> float:
    """Return the hypergeometric function 2F1 by its series, for 0 <= z < 1, times e ** scale.

    The series may be larger than any number where the product is not.

    >>> round(gauss(1, 1, 2, 0.5), 9) == round(2 * log(2), 9)
    True
    """
    total = term = 1.0
    for n in range(_TERMS):
        term *= (a + n) * (b + n) / ((c + n) * (n + 1)) * z
        total += term
        if abs(term) <= _PRECISION * abs(total):
            break
        if abs(total) > _LARGE:
            total, term, scale = total / _LARGE, term / _LARGE, scale + log(_LARGE)
    return total * exp(scale)


def _log_odds_of_leaving(buying: Buying, history: History) -> float:
    x = history.frequency
    silence = (buying.alpha + history.age) / (buying.alpha + history.recency)
    return log(buying.a / (buying.b + x - 1)) + (buying.r + x) * log(silence)


def _off(value: float, pole: float) -> float:
    return pole + _POLE if abs(value - pole) < _POLE else value
