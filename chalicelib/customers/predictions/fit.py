"""Looking at an account's orders daily, and fitting its model; only workers load this."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from math import fsum
from typing import Any

from chalicelib.core.desk import Desk
from chalicelib.core.moments import from_rfc3339, rfc3339
from chalicelib.customers.predictions import bgnbd, ledger, likelihood, rules, spend, storage
from chalicelib.customers.predictions.model import (
    BackTest,
    Buying,
    Days,
    Fitted,
    History,
    Lack,
    Missing,
    Order,
    Outlook,
    Spending,
)

JOB = "refit_predictions"
AGAIN = timedelta(hours=1)
"""When another look is due if the ordered one comes to nothing."""
ENOUGH = 10_000
"""So many customers tell as much as all: further shards are not read."""

_Model = tuple[Buying, Spending]


def order(account_id: str, now: str) -> str:
    """Return the order of a look, for the queue `jobs`."""
    return json.dumps({"job": JOB, "account_id": account_id, "ordered_at": now})


def come_due(desk: Desk) -> None:
    """Order a look, once: fitting takes longer than other accounts' due things may wait."""
    now = desk.now()
    if storage.claim(desk, now, now + AGAIN):
        desk.queues.put("jobs", [order(desk.account_id, rfc3339(now))])


def work_off(desk: Desk, order: Mapping[str, Any]) -> None:
    """Look at the orders and keep what they come to, unless that was done since it was ordered."""
    known = storage.find_outlook(desk)
    if known and known.looked_at and known.looked_at >= from_rfc3339(order["ordered_at"]):
        return
    now = desk.now()
    storage.save(desk, outlook(_books(desk), rules.number_of(now)), now)


def outlook(books: Sequence[Days], today: int) -> Outlook:
    """Return the model of these customers, back-tested, or what is missing for one."""
    if missing := rules.missing(books, today):
        return Outlook(missing=missing)
    currency, cut = rules.currency(books), rules.cut(books, today)
    model = _fit(_histories(books, today, currency))
    test = _back_test(books, today=today, cut=cut, currency=currency)
    if model is None or test is None:
        return Outlook(missing=(Missing(lack=Lack.repeated_spending, have=0, need=1),))
    buying, spending = model
    fitted = Fitted(
        buying=buying, spending=spending, currency=currency, customers=len(books), back_test=test
    )
    return Outlook(fitted=fitted)


def _books(desk: Desk) -> list[Days]:
    """Return the days of each customer who ordered; of many customers, of a fair part."""
    books: list[Days] = []
    for shard in range(ledger.SHARDS):
        by_customer: dict[str, list[Order]] = defaultdict(list)
        for each in ledger.in_shard(desk, shard):
            by_customer[each.customer_id].append(each)
        books += filter(None, map(rules.days, by_customer.values()))
        if len(books) >= ENOUGH:
            break
    return books


def _histories(books: Sequence[Days], today: int, currency: str) -> list[History]:
    known = (days for days in books if days[0].number <= today)
    return [rules.history(days, today, currency) for days in known]


def _fit(histories: Sequence[History]) -> _Model | None:
    buying, spending = likelihood.fit_buying(histories), likelihood.fit_spending(histories)
    return (buying, spending) if buying and spending else None


def _back_test(books: Sequence[Days], *, today: int, cut: int, currency: str) -> BackTest | None:
    """Compare what a model of the time until the cut expects with what came afterwards."""
    histories = _histories(books, cut, currency)
    model = _fit(histories)
    if model is None:
        return None
    buying, spending = model
    weeks = (today - cut) / rules.WEEK
    expected = [bgnbd.expected_purchases(buying, history, weeks) for history in histories]
    averages = [spend.expected_average(spending, history) for history in histories]
    known = (days for days in books if days[0].number <= cut)
    later = [day for days in known for day in days if cut < day.number <= today]
    return BackTest(
        held_out_days=today - cut,
        customers=len(histories),
        orders_expected=round(fsum(expected), 1),
        orders_placed=len(later),
        spending_expected=round(fsum(e * a for e, a in zip(expected, averages, strict=True))),
        spending_seen=sum(day.totals.get(currency, 0) for day in later),
    )
