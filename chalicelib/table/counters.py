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


class SumsRow(Row, discriminator="sums"):
    """Whole numbers under names of their own, as short as they can be: they are read by hundreds.

    They are the row's only numbers; what they are of is in its key.
    """


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


def plus(key: Key, amounts: Mapping[str, int]) -> Update:
    """Return the write that adds to a row of sums, which need not be there; see `added`."""
    pk, sk = key
    actions: list[Any] = [Row.type.set(SumsRow)]
    actions += [Path(name).add({"N": str(number)}) for name, number in amounts.items()]
    return Update(row=SumsRow(pk=pk, sk=sk), actions=actions)


def sums(pk: str, first: str, last: str) -> Iterator[tuple[str, dict[str, int]]]:
    """Return the rows of sums from one sort key to another, both included, with their own."""
    for item in _items(pk, first, last):
        numbers = {name: int(value["N"]) for name, value in item.items() if "N" in value}
        yield item["sk"]["S"], {name: number for name, number in numbers.items() if number}


def between(pk: str, first: str, last: str) -> Iterator[Counter]:
    """Return the rows from one sort key to another, both included, in order."""
    yield from map(_counter, _items(pk, first, last))


def _items(pk: str, first: str, last: str) -> Iterator[Mapping[str, Any]]:
    start: Any = None
    while True:
        with translated():
            page: Any = connection().query(
                Row.Meta.table_name, pk, range_key_condition=Row.sk.between(first, last),
                exclusive_start_key=start,
            )  # fmt: skip
        yield from page["Items"]
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
