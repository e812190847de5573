"""The models against an independent implementation, and the figures of their papers.

`lifetimes.json` is what the library `lifetimes` says of the CDNOW sample; `remake.py` tells where
both come from, and makes them anew.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from chalicelib.customers.predictions import bgnbd, likelihood, spend
from chalicelib.customers.predictions.model import Buying, History, Spending
from tests.customers.predictions import cdnow

HERE = Path(__file__).parent
PERCENT = 0.01
PAPER = Buying(r=0.243, alpha=4.414, a=0.793, b=2.426)
"""As Fader, Hardie and Lee (2005) publish them for this sample."""
NOTE = {"p": 6.25, "q": 3.74, "v": 15.44}
"""As Fader and Hardie (2013) publish them for the same customers."""


def customers() -> list[History]:
    return [
        History(
            frequency=int(row["frequency"]),
            recency=float(row["recency"]),
            age=float(row["T"]),
            spent_times=int(row["frequency"]),
            spent_average=float(row["monetary_value"]),
        )
        for row in cdnow.summary()
    ]


@pytest.fixture(scope="module")
def theirs() -> Any:
    """Return what the other implementation says."""
    return json.loads((HERE / "lifetimes.json").read_text())


@pytest.fixture(scope="module")
def buying() -> Buying:
    """Return what is fitted to the sample's purchases."""
    fitted = likelihood.fit_buying(customers())
    assert fitted
    return fitted


@pytest.fixture(scope="module")
def spending() -> Spending:
    """Return what is fitted to the sample's spending."""
    fitted = likelihood.fit_spending(customers())
    assert fitted
    return fitted


def near(value: float) -> Any:
    return pytest.approx(value, rel=PERCENT)


def test_the_sample_is_the_published_one() -> None:
    found = customers()

    assert len(found) == 2_357
    assert sum(each.frequency > 0 for each in found) == 946


def test_buying_is_as_the_paper_has_it(buying: Buying) -> None:
    assert (buying.r, buying.alpha) == (near(PAPER.r), near(PAPER.alpha))
    assert (buying.a, buying.b) == (near(PAPER.a), near(PAPER.b))


def test_spending_is_as_the_note_has_it(spending: Spending) -> None:
    assert {"p": spending.p, "q": spending.q, "v": spending.v} == {
        name: near(value) for name, value in NOTE.items()
    }


def test_parameters_are_those_of_the_other_implementation(
    buying: Buying, spending: Spending, theirs: Any
) -> None:
    for name, value in theirs["buying"].items():
        assert getattr(buying, name) == near(value)
    for name, value in theirs["spending"].items():
        assert getattr(spending, name) == near(value)


@pytest.mark.acceptance(56, 57, 58)
def test_customers_are_expected_to_do_what_the_other_implementation_says(
    buying: Buying, spending: Spending, theirs: Any
) -> None:
    assert len(theirs["customers"]) > 25
    for each in theirs["customers"]:
        x, average = each["frequency"], each["average"]
        history = History(
            frequency=x, recency=each["recency"], age=each["age"], spent_times=x,
            spent_average=average,
        )  # fmt: skip

        assert bgnbd.p_alive(buying, history) == near(each["p_alive"])
        assert spend.expected_average(spending, history) == near(each["expected_average"])
        for weeks, count in each["purchases"].items():
            assert bgnbd.expected_purchases(buying, history, float(weeks)) == near(count)


def test_one_customer_of_the_paper() -> None:
    history = History(frequency=2, recency=30.43, age=38.86)

    assert round(bgnbd.expected_purchases(PAPER, history, 39), 2) == 1.23
    assert bgnbd.expected_purchases(PAPER, history, 0) == 0


def test_nothing_follows_from_nothing() -> None:
    once = [History(frequency=0, recency=0, age=age) for age in (1, 2, 3)]

    assert likelihood.fit_buying(once) is None
    assert likelihood.fit_buying([]) is None
    assert likelihood.fit_spending(once) is None


def test_who_spent_nothing_yet_is_expected_to_spend_as_others_do() -> None:
    nobody = History(frequency=0, recency=0, age=1)
    steep = Spending(p=2, q=0.9, v=5, mean=12.5)

    assert spend.expected_average(steep, nobody) == 12.5


def test_a_pole_of_the_formula_is_no_gap() -> None:
    history = History(frequency=3, recency=20, age=30)

    at, beside = (
        bgnbd.expected_purchases(Buying(r=0.5, alpha=4, a=a, b=2.5), history, 52)
        for a in (1.0, 1.0001)
    )

    assert at == pytest.approx(beside, rel=1e-3)
