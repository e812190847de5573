"""Orders as they were placed, read as the papers read them, and the months that were held out."""

import pytest

from chalicelib.customers.predictions import bgnbd, fit, likelihood, rules
from chalicelib.customers.predictions.model import Days
from tests.customers.predictions import cdnow


@pytest.fixture(scope="module")
def books() -> dict[str, Days]:
    """Return the days on which each customer of the sample ordered."""
    return {name: rules.days(orders) for name, orders in cdnow.orders().items()}


def test_orders_are_read_as_the_published_summary_has_them(books: dict[str, Days]) -> None:
    for row in cdnow.summary():
        history = rules.history(books[row["customer_id"]], cdnow.CUT, cdnow.CURRENCY)

        assert history.frequency == history.spent_times == int(row["frequency"])
        assert history.recency == pytest.approx(float(row["recency"]), abs=0.006)
        assert history.age == pytest.approx(float(row["T"]), abs=0.006)
        assert history.spent_average / 100 == pytest.approx(float(row["monetary_value"]), abs=0.006)


@pytest.mark.acceptance(56, 57)
def test_the_last_quarter_is_foretold_by_the_time_before(books: dict[str, Days]) -> None:
    found = fit.outlook(list(books.values()), cdnow.END).fitted

    assert found
    test = found.back_test
    assert (test.customers, test.held_out_days, test.orders_placed) == (2_357, 136, 865)
    assert rules.errors(test) == {
        "orders": pytest.approx(0.0275, abs=0.002),
        "lifetime_value": pytest.approx(0.0027, abs=0.002),
    }


@pytest.mark.acceptance(57)
def test_the_papers_own_half_is_foretold_with_its_known_error(books: dict[str, Days]) -> None:
    histories = [rules.history(days, cdnow.CUT, cdnow.CURRENCY) for days in books.values()]
    buying = likelihood.fit_buying(histories)
    assert buying
    later = [[d for d in days if d.number > cdnow.CUT] for days in books.values()]

    placed = sum(map(len, later))
    expected = sum(bgnbd.expected_purchases(buying, each, 39) for each in histories)

    # Too few in these weeks alone; over all 78 together it is a few percent.
    before = sum(each.frequency for each in histories)
    assert placed == 1_882
    assert (expected - placed) / placed == pytest.approx(-0.121, abs=0.002)
    assert abs((before + expected) / (before + placed) - 1) < 0.06
