"""Making an export: ordered by whoever asks, done by a worker, a step at a time.

A step reads some lines and adds them to the file, and then stores how far it is. What is less than
a part of the bucket's waits beside it under a name of its own. So a step that is done again, or
twice at once, finds what the step before left, and of two only one is stored. A worker holds one
part and one step's lines, however large the file becomes.
"""

import json
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from chalicelib.accounts import rules as plans
from chalicelib.accounts import storage as accounts
from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound, Unavailable
from chalicelib.reports.activity import drill
from chalicelib.reports.activity import storage as activity
from chalicelib.reports.activity.lists import Wanted
from chalicelib.reports.activity.model import Head
from chalicelib.reports.exports import lines, storage
from chalicelib.reports.exports.model import Export, Format, Progress, Stage
from chalicelib.reports.periods import Period
from chalicelib.table import keys, rates
from chalicelib.teams import storage as teams
from chalicelib.tickets import deliveries

JOB = "export_reports"
PAGES = 10
"""Of a hundred lines, in a step."""
PART = 5 * 1024 * 1024
"""The bucket takes no smaller part of a file, but for the last one."""
MOST_AN_HOUR = 30
_GIVEN_UP_AFTER = timedelta(days=1)


def start(desk: Desk, days: Period, form: Format, wanted: Wanted) -> Export:
    """Queue an export of these days."""
    rates.limit(desk, "exports", "", most=MOST_AN_HOUR, per=timedelta(hours=1))
    export = Export(
        id=desk.new_id("exp"),
        first=days.first,
        last=days.last,
        zone=days.zone,
        format=form,
        wanted=wanted,
        agent_id=desk.caller.id,
        created_at=desk.now(),
        stage=Stage.queued,
        progress=Progress(generation=activity.head(desk).shown),
    )
    export = storage.create(desk, export)
    with suppress(Unavailable):  # then the sweep starts it
        _enqueue(desk, export)
    return export


def work_off(desk: Desk, order: dict[str, Any]) -> None:
    """Do the next step, then ask for another; an order for one that was done is out of date."""
    try:
        export = storage.load(desk, order["export_id"])
    except NotFound:
        return
    if export.is_finished or export.version != order["version"]:
        return
    if not plans.includes(accounts.account(desk).plan, "reports"):
        return  # should the plan come back within the day, the sweep orders the step again
    after = _step(desk, export)
    if not storage.step(desk, after):
        return
    if export.progress.tail:
        with suppress(Unavailable):  # then the bucket forgets it by itself
            desk.files.remove(export.progress.tail)
    if not after.is_finished:
        _enqueue(desk, after)


def come_due(desk: Desk, export_id: str) -> None:
    """Order the next step anew of what fell silent; what has not come on for a day has failed."""
    export = storage.load(desk, export_id)
    deliveries.postpone(desk, *keys.export(desk.account_id, export_id), desk.now() + storage.LEASE)
    if export.is_finished:
        return
    if desk.now() - export.created_at > _GIVEN_UP_AFTER:
        storage.step(desk, replace(export, stage=Stage.failed, version=export.version + 1))
        return
    _enqueue(desk, export)


def _step(desk: Desk, export: Export) -> Export:
    head = activity.head(desk, consistent=True)
    if head.shown != export.progress.generation:
        return _anew(export, head.shown)
    try:
        body, progress = _read(desk, export, head)
        return _kept(desk, export, body, progress)
    except NotFound:  # of what was begun something is gone
        return _anew(export, head.shown)


def _anew(export: Export, generation: int) -> Export:
    progress = Progress(generation=generation, attempt=export.progress.attempt + 1)
    return replace(export, progress=progress, version=export.version + 1)


def _read(desk: Desk, export: Export, head: Head) -> tuple[bytes, Progress]:
    """Return the next lines, and how far they go."""
    days = Period(first=export.first, last=export.last, zone=export.zone)
    before = export.progress
    position: Any = before.position
    found: list[drill.Line] = []
    for _ in range(PAGES):
        page, position = drill.page(
            desk, head, days, export.wanted, position or {}, limit=drill.AT_ONCE
        )
        found += page
        if position is None:
            break
    names = accounts.agent_names(desk), teams.team_names(desk)
    body = lines.body(export.format, found, *names)
    if before.position is None:
        body = lines.header(export.format) + body
    return body, replace(
        before,
        position=position,
        rows=before.rows + len(found),
        days_done=_days_done(export, position),
    )


def _days_done(export: Export, position: Any) -> int:
    if position is None:
        return export.days
    return (export.last - date.fromisoformat(position["row"].partition("#")[0][:10])).days


def _kept(desk: Desk, export: Export, body: bytes, progress: Progress) -> Export:
    """Put what is enough for a part to the file, and the rest beside it; return how far it is."""
    is_last = progress.position is None
    waiting = (desk.files.get_part(progress.tail, 0, PART) if progress.tail else b"") + body
    tail = ""
    if is_last:
        progress = _finished(desk, export, progress, waiting)
    elif len(waiting) >= PART:
        progress = _with_part(desk, export, progress, waiting)
    elif waiting:
        tail = storage.new_tail(desk, export)
        desk.files.put(tail, waiting, content_type="application/octet-stream")
    return replace(
        export,
        stage=Stage.done if is_last else Stage.running,
        progress=replace(progress, tail=tail),
        version=export.version + 1,
    )


def _finished(desk: Desk, export: Export, progress: Progress, rest: bytes) -> Progress:
    key = storage.file(desk, export)
    if not progress.upload:
        desk.files.put(key, rest, content_type=storage.TYPES[export.format])
    elif not _is_there(desk, key):  # else it was finished before, and only that was not stored
        progress = _with_part(desk, export, progress, rest)
        desk.files.finish(key, progress.upload, progress.parts)
    return progress


def _is_there(desk: Desk, key: str) -> bool:
    try:
        return desk.files.look(key).size > 0
    except NotFound:
        return False


def _with_part(desk: Desk, export: Export, progress: Progress, body: bytes) -> Progress:
    if not body:
        return progress
    key = storage.file(desk, export)
    upload = progress.upload or desk.files.begin(key, content_type=storage.TYPES[export.format])
    tag = desk.files.add_part(key, upload, len(progress.parts) + 1, body)
    return replace(progress, upload=upload, parts=(*progress.parts, tag))


def _enqueue(desk: Desk, export: Export) -> None:
    order = {
        "job": JOB,
        "account_id": desk.account_id,
        "export_id": export.id,
        "version": export.version,
    }
    desk.queues.put("jobs", [json.dumps(order)], tenant=desk.account_id)
