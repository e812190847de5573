"""An account's own views in the table: few rows in one partition, all changes of which line up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.core.desk import Desk
from chalicelib.table import keys
from chalicelib.table.row import MomentAttribute, Row
from chalicelib.table.write import Put, absent_or_mine, translated

_HEAD = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomView:
    """A named filter that the whole account shares; `filters` are in the words of the API."""

    id: str
    name: str
    filters: Mapping[str, Any]
    order: int = 0
    version: int = 1
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """All views, in their order. `version` counts the changes to any of them."""

    version: int = 0
    views: tuple[CustomView, ...] = ()


class ShelfRow(Row, discriminator="views"):
    """What every change of a view moves on: so names stay unique, and views few."""

    version = NumberAttribute()


class ViewRow(Row, discriminator="view"):
    """One view."""

    name = UnicodeAttribute()
    filters = JSONAttribute()
    order = NumberAttribute()
    version = NumberAttribute()
    created_at = MomentAttribute()


def shelf(desk: Desk) -> Shelf:
    """Return the views as they are, in one query."""
    with translated():
        rows = list(Row.query(keys.views(desk.account_id), consistent_read=True))
    version = next((int(row.version) for row in rows if isinstance(row, ShelfRow)), 0)
    views = [_view(row) for row in rows if isinstance(row, ViewRow)]
    return Shelf(version=version, views=tuple(sorted(views, key=lambda v: (v.order, v.id))))


def next_shelf(desk: Desk, before: Shelf) -> Put:
    """Return the write that fails when any view changed since the shelf was read."""
    row = ShelfRow(pk=keys.views(desk.account_id), sk=_HEAD, version=before.version + 1)
    if before.version == 0:
        return Put(row=row, condition=absent_or_mine(desk.operation_id))
    return Put(row=row, condition=ShelfRow.version == before.version)


def view_row(desk: Desk, view: CustomView) -> ViewRow:
    """Return a view's row."""
    return ViewRow(
        pk=keys.views(desk.account_id),
        sk=view.id,
        name=view.name,
        filters=dict(view.filters),
        order=view.order,
        version=view.version,
        created_at=view.created_at,
    )


def _view(row: ViewRow) -> CustomView:
    return CustomView(
        id=row.sk,
        name=row.name,
        filters=row.filters,
        order=int(row.order),
        version=int(row.version),
        created_at=row.created_at,
    )
