"""What holds for every customer and every fit, whatever the numbers."""

from dataclasses import replace
from math import isfinite

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.customers.predictions import bgnbd, likelihood, spend
from chalicelib.customers.predictions.model import Buying, History, Spending

some = st.one_of(st.floats(0.02, 50), st.floats(0.02, 20_000))
buyings = st.builds(
    lambda rate, alpha, a, b: Buying(r=rate * alpha, alpha=alpha, a=a, b=b),
    rate=st.floats(0.001, 20),
    alpha=st.one_of(st.floats(0.1, 50), st.floats(0.1, 20_000)),
    a=some,
    b=some,
)
"""Of shops whose customers buy twenty times a week, or once in twenty years."""
spendings = st.builds(
    Spending,
    p=st.floats(0.02, 50),
    q=st.floats(1.05, 50),
    v=st.floats(1, 1e6),
    mean=st.floats(1, 1e6),
)
weeks = st.floats(0, 300)


@st.composite
def histories(draw: st.DrawFn) -> History:
    frequency = draw(st.integers(0, 60))
    recency = draw(weeks) if frequency else 0.0
    return History(
        frequency=frequency,
        recency=recency,
        age=recency + draw(weeks),
        spent_times=frequency,
        spent_average=draw(st.floats(1, 1e6)) if frequency else 0.0,
    )


@given(buyings, histories(), st.floats(0, 104))
def test_probabilities_are_probabilities(buying: Buying, history: History, ahead: float) -> None:
    alive, silent = bgnbd.p_alive(buying, history), bgnbd.p_silent(buying, history, ahead)

    assert 0 <= alive <= 1
    assert -1e-12 <= silent <= 1 + 1e-12
    assert silent >= 1 - alive - 1e-12


@given(buyings, histories(), st.floats(0, 104))
def test_more_silence_never_makes_anybody_more_alive(
    buying: Buying, history: History, more: float
) -> None:
    later = replace(history, age=history.age + more)

    assert bgnbd.p_alive(buying, later) <= bgnbd.p_alive(buying, history) + 1e-12
    assert bgnbd.p_silent(buying, later, 52) >= bgnbd.p_silent(buying, history, 52) - 1e-12


@given(buyings, histories(), st.floats(0.5, 104))
def test_more_time_brings_no_fewer_purchases(
    buying: Buying, history: History, ahead: float
) -> None:
    sooner = bgnbd.expected_purchases(buying, history, ahead / 2)
    later = bgnbd.expected_purchases(buying, history, ahead)

    assert isfinite(later)
    assert 0 <= sooner <= later * (1 + 1e-6) + 1e-9


@given(buyings, histories())
def test_who_waits_for_half_of_them_waits_for_a_while(buying: Buying, history: History) -> None:
    wait = bgnbd.median_wait(buying, history)

    assert wait is None or wait > 0


@given(spendings, histories())
def test_an_average_lies_between_ones_own_and_everybodys(
    spending: Spending, history: History
) -> None:
    everybody = spending.p * spending.v / (spending.q - 1)
    own = history.spent_average if history.spent_times else everybody

    found = spend.expected_average(spending, history)

    assert min(own, everybody) * 0.999999 <= found <= max(own, everybody) * 1.000001


@settings(max_examples=15)
@given(st.lists(histories(), max_size=8))
def test_whatever_is_seen_a_fit_ends(seen: list[History]) -> None:
    fitted = likelihood.fit_buying(seen)

    assert fitted is None or all(getattr(fitted, name) > 0 for name in ("r", "alpha", "a", "b"))


def test_the_order_of_customers_and_their_count_do_not_matter() -> None:
    seen = [
        History(frequency=x, recency=x * 3.0, age=x * 3.0 + age)
        for x in range(6)
        for age in (1.0, 9.0, 30.0)
    ]

    once, twice = likelihood.fit_buying(seen), likelihood.fit_buying([*seen[::-1], *seen])

    assert once
    assert twice
    for name in ("r", "alpha"):
        assert abs(getattr(once, name) / getattr(twice, name) - 1) < 0.01
