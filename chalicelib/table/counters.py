"""Rows of sums that many writers add to: names and amounts, as many as there are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pynamodb.attributes import JSONAttribute
from pynamodb.expressions.operand import Path

from chalicelib.table.keys import Key
from chalicelib.table.row import Row, connection
from chalicelib.table.write import Update, translated

_AMOUNT = "n_"
"""In front of an amount's name, which no attribute of the row's own starts with."""


class CounterRow(Row, discriminator="counter"):
    """Sums under one key; `label` says what they are of."""

    label = JSONAttribute()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """A row of sums as it was read."""

    sk: str
    label: list[str]
    amounts: Mapping[str, Decimal]


def added(key: Key, label: list[str], amounts: Mapping[str, Decimal]) -> Update:
    """Return the write that adds to a row, which need not be there.

    It is as often added as it is written: what it goes with in a transaction must guard it.
    """
    pk, sk = key
    row = CounterRow(pk=pk, sk=sk)
    actions: list[Any] = [Row.type.set(CounterRow), CounterRow.label.set(label)]
    # As text: a number on its way through a float would lose cents.
    actions += [Path(f"{_AMOUNT}{name}").add({"N": str(n)}) for name, n in amounts.items()]
    return Update(row=row, actions=actions)


def between(pk: str, first: str, last: str) -> Iterator[Counter]:
    """Return the rows from one sort key to another, both included, in order."""
    start: Any = None
    while True:
        with translated():
            page: Any = connection().query(
                Row.Meta.table_name, pk, range_key_condition=Row.sk.between(first, last),
                exclusive_start_key=start,
            )  # fmt: skip
        yield from map(_counter, page["Items"])
        start = page.get("LastEvaluatedKey")
        if not start:
            return


def _counter(item: Mapping[str, Any]) -> Counter:
    amounts = {
        name.removeprefix(_AMOUNT): Decimal(value["N"])
        for name, value in item.items()
        if name.startswith(_AMOUNT)
    }
    label = CounterRow.label.deserialize(item["label"]["S"])
    return Counter(sk=item["sk"]["S"], label=label, amounts=amounts)
