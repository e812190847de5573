"""Atomic counters: one write each, never part of a ticket's transaction."""

from pynamodb.attributes import NumberAttribute

from chalicelib.core.desk import Desk
from chalicelib.table import keys
from chalicelib.table.row import Row
from chalicelib.table.write import translated


class CounterRow(Row, discriminator="counter"):
    """A number that only grows."""

    value = NumberAttribute()


def next_number(desk: Desk, name: str) -> int:
    """Return the next number, from 1; a retried write leaves a gap, never a repeat."""
    pk, sk = keys.counter(desk.account_id, name)
    row = CounterRow(pk=pk, sk=sk)
    with translated():
        row.update(actions=[CounterRow.value.add(1), Row.type.set(CounterRow)])
    return int(row.value)
