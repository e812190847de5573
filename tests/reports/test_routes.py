"""Who may read a report, of which days, and at what cost."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from chalicelib.accounts import amend
from chalicelib.accounts.model import Plan
from dev.aws.gate import gate
from tests.accounts.shop import Shop
from tests.builders import NOON
from tests.edge import Edge
from tests.marketing.texts import sent, text
from tests.reports.reading import TODAY, report, streamed
from tests.reports.tape import Tape

HOUR = timedelta(hours=1)


def test_another_shop_sees_nothing_of_it(
    whole: Edge, other_shop: Shop, shop: Shop, tape: Tape
) -> None:
    sent(shop, NOON - HOUR)
    text(shop)
    streamed(tape)

    token = other_shop.session(other_shop.owner)
    shown = report(partial(whole.call, Authorization=f"Bearer {token}"))

    assert (shown["sources"], shown["totals"]["unattributed_texts"]) == ([], 0)


def test_a_report_is_one_query_however_much_was_counted(ask: Any, shop: Shop, tape: Tape) -> None:
    for _ in range(12):
        text(shop)
    streamed(tape)
    report(ask)

    with gate.recorded() as calls:
        report(ask, "2026-02-01", "2026-03-31")

    assert [call.name for call in calls] == ["dynamodb.Query"]


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("", "/from"),
        ("from=2026-03-04", "/to"),
        ("from=yesterday&to=2026-03-04", "/from"),
        ("from=2026-03-05&to=2026-03-04", "/to"),
        ("from=2025-03-04&to=2026-03-05", "/to"),
        ("from=2026-02-30&to=2026-03-04", "/from"),
        ("from=0001-01-01&to=0001-01-02", "/to"),
        ("from=1999-12-31&to=2000-01-01", "/to"),
        ("from=9999-12-30&to=9999-12-31", "/to"),
    ],
)
def test_a_period_is_days_in_order_and_a_year_at_most(ask: Any, query: str, pointer: str) -> None:
    status, problem, _ = ask("GET", f"/v1/reports/attribution?{query}")

    assert (status, problem["code"]) == (400, "invalid_query")
    assert [each["pointer"] for each in problem["errors"]] == [pointer]


def test_a_plan_without_reports_says_so(ask: Any, shop: Shop) -> None:
    amend.amend(shop.desk(), "plan_changed", lambda known: replace(known, plan=Plan.inbox))

    status, problem, _ = ask("GET", f"/v1/reports/attribution?from={TODAY}&to={TODAY}")

    assert (status, problem["code"], problem["feature"]) == (402, "plan_required", "reports")
