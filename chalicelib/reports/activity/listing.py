"""The lists of each day's tickets, in the table."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from pynamodb.attributes import JSONAttribute

from chalicelib.core.desk import Desk
from chalicelib.reports.activity import lists
from chalicelib.reports.activity.shares import Plan
from chalicelib.table import keys
from chalicelib.table.read import rows
from chalicelib.table.row import Row
from chalicelib.table.write import Put

_BEHIND = "~"
"""Sorts behind every id."""


class ListedRow(Row, discriminator="listed"):
    """Tickets that became new to a day together, with what they are new to in it."""

    tickets = JSONAttribute()


def listed(
    desk: Desk, generation: int, first: date, until: str, *, limit: int
) -> list[tuple[str, list[lists.Named]]]:
    """Return the newest rows of the lists from a day on up to a row, and what they name."""
    pk = keys.lists(desk.account_id, generation)
    within = Row.sk.between(first.isoformat(), until)
    found = rows(pk, within, limit=limit, is_newest_first=True)
    return [(r.sk, list(lists.unpacked(r.tickets))) for r in found if isinstance(r, ListedRow)]


def behind(day: date) -> str:
    """Return what sorts behind all rows of a day."""
    return day.isoformat() + _BEHIND


def named(desk: Desk, plans: Sequence[Plan]) -> list[Put]:
    """Return the rows that name what is new to each day; they go with the shares."""
    by_day: dict[date, list[lists.Named]] = defaultdict(list)
    for plan in plans:
        for day, named in plan.listed.items():
            by_day[day].append(named)
    generation = plans[0].after.generation
    return [
        Put(
            row=ListedRow(
                *keys.listed(desk.account_id, generation, day.isoformat(), desk.new_id("lst")),
                tickets=lists.packed(named),
            )
        )
        for day, named in sorted(by_day.items())
    ]
