"""Exports in the table, and their files in the bucket."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import msgspec
from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound
from chalicelib.core.ids import is_id
from chalicelib.reports.activity import lists
from chalicelib.reports.activity.lists import Wanted
from chalicelib.reports.exports.model import Export, Format, Progress, Stage
from chalicelib.table import keys, operations
from chalicelib.table.read import find, rows
from chalicelib.table.row import MomentAttribute, VersionedRow
from chalicelib.table.write import ConditionFailed, Put, absent_or_mine, put_next, transact

LEASE = timedelta(minutes=2)
"""How long a worker may be silent before the step is ordered anew."""
PREFIX = "exports"
TYPES = {Format.csv: "text/csv; charset=utf-8", Format.ndjson: "application/x-ndjson"}


class ExportRow(VersionedRow, discriminator="export"):
    """An export; `expires_at` is the table's TTL attribute."""

    order = JSONAttribute()
    progress = JSONAttribute()
    stage = UnicodeAttribute()
    created_at = MomentAttribute()
    expires_at = NumberAttribute()


def create(desk: Desk, export: Export) -> Export:
    """Store a new export; an operation that came before returns the one it made."""

    def act() -> dict[str, Any]:
        put = Put(row=_row(desk, export), condition=absent_or_mine(desk.operation_id))
        transact(desk, [put, *operations.mark(desk, {"export_id": export.id})])
        return {"export_id": export.id}

    return load(desk, operations.once(desk, act)["export_id"])


def load(desk: Desk, export_id: str) -> Export:
    """Return an export as it is or raise NotFound."""
    row = None
    if is_id("exp", export_id):
        row = find(ExportRow, keys.export(desk.account_id, export_id), consistent=True)
    if row is None or row.expires_at <= desk.now().timestamp():
        raise NotFound("There is no such export, or it is over.")
    return _export(row)


def newest(desk: Desk, *, limit: int) -> list[Export]:
    """Return the account's last exports."""
    now = desk.now().timestamp()
    found = rows(keys.exports(desk.account_id), limit=limit, is_newest_first=True)
    return [_export(r) for r in found if isinstance(r, ExportRow) and r.expires_at > now]


def step(desk: Desk, after: Export, *, also: Sequence[Put] = ()) -> bool:
    """Store how far it is now; False when another worker did this step."""
    try:
        transact(desk, [put_next(desk, _row(desk, after)), *also])
    except ConditionFailed:
        return False
    return True


def file(desk: Desk, export: Export) -> str:
    """Return where its file lies."""
    own = f"{export.progress.attempt}.{export.format}"
    return f"{PREFIX}/{desk.account_id}/{export.id}/{own}"


def new_tail(desk: Desk, export: Export) -> str:
    """Return where this step leaves what is not enough for a part; no other step does so."""
    return f"{PREFIX}/{desk.account_id}/{export.id}/{desk.new_id('tail')}"


def link(desk: Desk, export: Export) -> str:
    """Return an address for one download."""
    name = f"tickets-{export.first}-{export.last}.{export.format}"
    return desk.files.link(file(desk, export), name=name, content_type=TYPES[export.format])


def _row(desk: Desk, export: Export) -> ExportRow:
    pk, sk = keys.export(desk.account_id, export.id)
    metric = export.wanted.metric
    is_left = not export.is_finished
    return ExportRow(
        pk=pk,
        sk=sk,
        order={
            "first": export.first.isoformat(),
            "last": export.last.isoformat(),
            "zone": export.zone,
            "format": export.format.value,
            "wanted": {**asdict(export.wanted), "metric": metric.name if metric else ""},
            "agent_id": export.agent_id,
        },
        progress=asdict(export.progress),
        stage=export.stage.value,
        version=export.version,
        created_at=export.created_at,
        expires_at=int(export.expires_at.timestamp()),
        due_at=desk.now() + LEASE if is_left else None,
        due_shard=keys.due_shard(pk) if is_left else None,
    )


def _export(row: ExportRow) -> Export:
    order: dict[str, Any] = row.order
    wanted: dict[str, Any] = order["wanted"]
    name = wanted.pop("metric")
    return Export(
        id=row.sk,
        first=date.fromisoformat(order["first"]),
        last=date.fromisoformat(order["last"]),
        zone=order["zone"],
        format=Format(order["format"]),
        wanted=Wanted(**wanted, metric=lists.metric(name) if name else None),
        agent_id=order["agent_id"],
        created_at=row.created_at,
        stage=Stage(row.stage),
        progress=msgspec.convert(row.progress, type=Progress),
        version=int(row.version),
    )
