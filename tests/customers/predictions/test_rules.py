"""Which accounts qualify, and what orders come to (decision 37)."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from chalicelib.core.money import exponent, minor
from chalicelib.customers.predictions import bgnbd, foretell, rules
from chalicelib.customers.predictions.model import (
    BackTest,
    Buying,
    Day,
    Days,
    Fitted,
    Lack,
    Missing,
    Spending,
)
from tests.customers.predictions.orders import NOON, an_order

TODAY = 1_000
TEST = BackTest(
    held_out_days=90, customers=500, orders_expected=90, orders_placed=100,
    spending_expected=110, spending_seen=100,
)  # fmt: skip
FITTED = Fitted(
    buying=Buying(r=2, alpha=10, a=0.2, b=4),
    spending=Spending(p=6, q=4, v=1_500, mean=3_000),
    currency="EUR",
    customers=500,
    back_test=TEST,
)


def on(*numbers: int, orders: int = 1) -> Days:
    return tuple(Day(number=number, orders=orders, totals={"EUR": 1_000}) for number in numbers)


def qualified() -> list[Days]:
    return [on(TODAY - 180, TODAY - 40, TODAY - 29)] * 10 + [on(TODAY - 60)] * 490


def test_orders_of_a_day_are_one_purchase_and_cancelled_ones_none() -> None:
    orders = [
        an_order("1", days_ago=3, total=500),
        an_order("2", days_ago=3, total=700),
        an_order("3", days_ago=3, total=900, currency="JPY"),
        an_order("4", days_ago=2, is_cancelled=True),
        an_order("5", days_ago=9),
    ]

    nine, three = rules.days(orders)

    assert (nine.orders, three.orders) == (1, 3)
    assert three.totals == {"EUR": 1_200, "JPY": 900}
    assert three.number - nine.number == 6


def test_a_history_is_in_weeks_and_leaves_the_first_purchase_out() -> None:
    days = (*on(TODAY - 21), *on(TODAY - 14), *on(TODAY - 7), *on(TODAY + 3))

    history = rules.history(days, TODAY, "EUR")

    assert (history.frequency, history.recency, history.age) == (2, 2.0, 3.0)
    assert (history.spent_times, history.spent_average) == (2, 1_000)
    assert rules.history(days, TODAY, "JPY").spent_times == 0
    assert rules.history(on(TODAY), TODAY, "EUR").age == 0


@pytest.mark.acceptance(55)
def test_an_account_qualifies_by_four_things() -> None:
    assert rules.missing(qualified(), TODAY) == ()
    assert {each.lack for each in rules.missing((), TODAY)} == set(Lack) - {Lack.repeated_spending}


@pytest.mark.acceptance(55)
@pytest.mark.parametrize(
    ("books", "lacks"),
    [
        (qualified()[:-1], Missing(lack=Lack.customers_with_order, have=499, need=500)),
        (
            [on(TODAY - 179, TODAY - 40, TODAY - 29)] * 500,
            Missing(lack=Lack.days_of_history, have=179, need=180),
        ),
        ([on(TODAY - 180, TODAY - 40, TODAY - 30)] * 500,
         Missing(lack=Lack.recent_orders, have=0, need=1)),
        (
            [on(TODAY - 180, orders=3)] * 9 + [on(TODAY - 60, TODAY - 29)] * 491,
            Missing(lack=Lack.customers_with_three_orders, have=9, need=10),
        ),
    ],
)  # fmt: skip
def test_each_thing_that_is_missing_is_named(books: list[Days], lacks: Missing) -> None:
    assert rules.missing(books, TODAY) == (lacks,)


def test_the_currency_is_the_one_of_most_days() -> None:
    yen = (Day(number=1, orders=1, totals={"JPY": 5}),)

    assert rules.currency([on(1, 2), yen]) == "EUR"
    assert rules.currency([on(1), yen]) == "EUR"
    assert rules.currency([]) == ""


def test_the_last_quarter_is_kept_back() -> None:
    assert rules.cut(qualified(), TODAY) == TODAY - 45


@pytest.mark.acceptance(58)
def test_a_risk_has_a_word() -> None:
    assert [rules.churn_level(p).value for p in (0, 0.329, 0.33, 0.66, 0.661, 1)] == [
        "low", "low", "medium", "medium", "high", "high",
    ]  # fmt: skip


def test_an_error_is_a_share_of_what_was_seen() -> None:
    assert rules.errors(TEST) == {"orders": -0.1, "lifetime_value": 0.1}
    assert rules.off(3, 0) is None


@pytest.mark.acceptance(59)
def test_the_next_order_is_expected_of_who_is_likely_to_stay() -> None:
    loyal = [an_order(str(n), days_ago=30 * n) for n in range(1, 8)]
    gone = [an_order(str(n), days_ago=600 + 30 * n) for n in range(1, 8)]

    staying, leaving = (foretell.foretell(FITTED, orders, NOON) for orders in (loyal, gone))

    assert staying
    assert staying.next_order_at
    assert NOON < staying.next_order_at < NOON + timedelta(days=45)
    assert leaving
    assert leaving.churn_probability
    assert leaving.churn_probability > 0.9
    assert leaving.next_order_at is None


@pytest.mark.acceptance(58)
def test_churn_is_ninety_days_without_an_order() -> None:
    orders = [an_order(str(n), days_ago=30 * n) for n in range(1, 8)]
    history = rules.history(rules.days(orders), rules.number_of(NOON), FITTED.currency)

    found = foretell.foretell(FITTED, orders, NOON)

    assert found
    assert found.churn_probability == bgnbd.p_silent(FITTED.buying, history, 90 / 7)


@pytest.mark.acceptance(56, 57)
def test_a_value_is_what_was_spent_and_what_is_expected() -> None:
    orders = [an_order(str(n), days_ago=30 * n) for n in range(1, 8)]

    found = foretell.foretell(FITTED, [*orders, an_order("8", currency="JPY")], NOON)

    assert found
    assert (found.orders_placed, found.spent_minor) == (8, 7 * 2_000)
    assert found.spending_expected_minor == pytest.approx(found.orders_expected * 2_050, rel=0.05)


def test_orders_to_come_and_cancelled_ones_say_nothing() -> None:
    orders = [an_order("1", days_ago=-3), an_order("2", is_cancelled=True)]

    assert foretell.foretell(FITTED, orders, NOON) is None


def test_a_day_is_that_of_utc() -> None:
    assert rules.number_of(datetime(1970, 1, 1, 23, 59, tzinfo=UTC)) == 719_163


@pytest.mark.parametrize(
    ("amount", "currency", "found"),
    [("49.9", "EUR", 4_990), ("4990", "JPY", 4_990), ("1.2345", "KWD", 1_235), ("0.005", "", 1)],
)
def test_an_amount_is_in_the_smallest_unit(amount: str, currency: str, found: int) -> None:
    assert minor(Decimal(amount), currency) == found
    assert exponent("CLF") == 4
