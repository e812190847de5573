"""What answers about exports look like."""

from datetime import date, datetime

from msgspec import field

from chalicelib.reports.exports.model import Format, Stage
from chalicelib.web.description.shapes import Answers, Listed, Shape


class ExportProgress(Shape, frozen=True):
    """How many of its days are done."""

    days_done: int
    days: int


class ExportSeen(Shape, frozen=True):
    """An export, how far it is, and where its file is while it is asked for by itself."""

    id: str
    status: Stage
    format: Format
    first: date = field(name="from")
    to: date
    time_zone: str
    metric: str | None
    channel: str | None
    agent_id: str | None
    team_id: str | None
    tag: str | None
    source: str | None
    progress: ExportProgress
    rows: int
    url: str | None
    created_by: str
    created_at: datetime
    expires_at: datetime


ANSWERS: Answers = {
    "POST /v1/reports/exports": ExportSeen,
    "GET /v1/reports/exports": Listed[ExportSeen],
    "GET /v1/reports/exports/{export_id}": ExportSeen,
}
