"""What the report on campaigns, flows and short links looks like."""

from datetime import date

from msgspec import field

from chalicelib.tickets.shapes import Amount
from chalicelib.web.description.shapes import Answers, Shape


class SourceFigures(Shape, frozen=True):
    """What came of campaigns and flows."""

    received: int
    replies: int
    clicks: int
    orders: int
    revenue: tuple[Amount, ...]


class SourceReport(SourceFigures, frozen=True):
    """What came of one campaign or flow."""

    source: str
    type: str
    id: str | None
    name: str
    channel: str


class SourceTotals(SourceFigures, frozen=True):
    """What came of all of them, and the texts that answer none."""

    unattributed_texts: int


class LinkFigures(Shape, frozen=True):
    """What came of short links."""

    messages: int
    links: int
    clicks: int
    orders: int
    revenue: tuple[Amount, ...]


class LinkDay(LinkFigures, frozen=True):
    """What came of short links on a day."""

    date: date


class LinkReport(LinkFigures, frozen=True):
    """What came of short links, and on which days."""

    days: tuple[LinkDay, ...]


class AttributionReport(Shape, frozen=True):
    """What campaigns, flows and short links led to."""

    first: date = field(name="from")
    to: date
    time_zone: str
    sources: tuple[SourceReport, ...]
    totals: SourceTotals
    short_links: LinkReport
    definitions: dict[str, str]


ANSWERS: Answers = {"GET /v1/reports/attribution": AttributionReport}
