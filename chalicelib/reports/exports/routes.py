"""`/v1/reports/exports`: figures as files (guard `guards.agent`)."""

from datetime import date
from typing import Annotated, Any, Literal

from msgspec import Meta, field

from chalicelib.channels.model import Kind
from chalicelib.core.desk import Desk
from chalicelib.core.moments import rfc3339
from chalicelib.reports.activity import lists
from chalicelib.reports.activity.asked import SourceName, Subject, one_of
from chalicelib.reports.activity.drill_routes import MetricName
from chalicelib.reports.activity.lists import Wanted
from chalicelib.reports.exports import storage, work
from chalicelib.reports.exports.model import Export, Format, Stage
from chalicelib.reports.periods import checked
from chalicelib.web.answers import Answer
from chalicelib.web.bodies import Body
from chalicelib.web.routes import Routes

routes = Routes()
SHOWN = 20


class NewExport(Body, frozen=True, kw_only=True):
    """Which days, as what, and of which tickets; what is given must all hold."""

    first: date = field(name="from")
    to: date
    format: Literal["csv", "ndjson"] = "csv"
    metric: Annotated[MetricName | None, Meta(description="Only what adds to this figure.")] = None
    channel: Kind | None = None
    agent_id: Annotated[Subject, Meta(description="Only what is this agent's.")] = ""
    team_id: Subject = ""
    tag: Subject = ""
    source: SourceName = ""


@routes.post(
    "/v1/reports/exports", feature="reports", needs="exports:read", body=NewExport, status=202
)
def start(desk: Desk, body: NewExport) -> Answer:
    """Begin an export: a line for each ticket and day, with all its figures of that day."""
    one_of(body.agent_id, body.source)
    wanted = Wanted(
        metric=lists.metric(body.metric) if body.metric else None,
        channel=body.channel or "",
        agent=body.agent_id,
        team=body.team_id,
        tag=body.tag,
        source=body.source,
    )
    export = work.start(desk, checked(desk, body.first, body.to), Format(body.format), wanted)
    return Answer(_shown(export), 202)


@routes.get("/v1/reports/exports", needs="exports:read")
def list_exports(desk: Desk) -> dict[str, Any]:
    """Return the last exports, the newest first; their files are linked to one by one."""
    found = storage.newest(desk, limit=SHOWN)
    return {"data": [_shown(each) for each in found], "has_more": False, "next_cursor": None}


@routes.get("/v1/reports/exports/{export_id}", needs="exports:read")
def get(desk: Desk, export_id: str) -> dict[str, Any]:
    """Return how far an export is; when it is done, with a link that is good for five minutes."""
    export = storage.load(desk, export_id)
    is_done = export.stage is Stage.done
    return {**_shown(export), "url": storage.link(desk, export) if is_done else None}


def _shown(export: Export) -> dict[str, Any]:
    wanted = export.wanted
    return {
        "id": export.id,
        "status": export.stage.value,
        "format": export.format.value,
        "from": export.first.isoformat(),
        "to": export.last.isoformat(),
        "time_zone": export.zone,
        "metric": wanted.metric.name if wanted.metric else None,
        "channel": wanted.channel or None,
        "agent_id": wanted.agent or None,
        "team_id": wanted.team or None,
        "tag": wanted.tag or None,
        "source": wanted.source or None,
        "progress": {"days_done": export.progress.days_done, "days": export.days},
        "rows": export.progress.rows,
        "url": None,
        "created_by": export.agent_id,
        "created_at": rfc3339(export.created_at),
        "expires_at": rfc3339(export.expires_at),
    }
