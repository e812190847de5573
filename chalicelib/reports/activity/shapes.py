"""What reports on the team's work look like."""

import datetime as moments
from datetime import date

from msgspec import UNSET, UnsetType, field

from chalicelib.channels.model import Kind
from chalicelib.web.description.shapes import Answers, Shape


class Days(Shape, frozen=True):
    """Which days these are, and how far they are counted."""

    first: date = field(name="from")
    to: date
    time_zone: str
    counted_until: moments.datetime | None
    is_rebuilding: bool


class Report(Days, frozen=True):
    """Figures, and what they mean."""

    definitions: dict[str, str]


class Seconds(Shape, frozen=True):
    """A time in seconds; null of none."""

    mean: int | None
    median: int | None
    p90: int | None


class Timed(Shape, frozen=True):
    """How often something was timed, and how long it took by both clocks."""

    n: int
    wall: Seconds
    office_hours: Seconds


class Figures(Shape, frozen=True):
    """All figures of some days; the backlog of an agent, a team or a tag is not known."""

    created: int
    reopened: int
    resolved: int
    auto_closed: int
    ai_resolved: int
    backlog: int | None
    first_response: Timed
    response: Timed
    resolution: Timed


class ComparedFigures(Figures, frozen=True):
    """The same of the days that they are compared with."""

    first: date = field(name="from")
    to: date


class SecondsChanged(Shape, frozen=True):
    """By how many percent a time changed; null where there was nothing."""

    mean: float | None
    median: float | None
    p90: float | None


class TimedChanged(Shape, frozen=True):
    """By how many percent times changed."""

    n: float | None
    wall: SecondsChanged
    office_hours: SecondsChanged


class FiguresChanged(Shape, frozen=True):
    """By how many percent each figure changed; null where there was nothing."""

    created: float | None
    reopened: float | None
    resolved: float | None
    auto_closed: float | None
    ai_resolved: float | None
    backlog: float | None
    first_response: TimedChanged
    response: TimedChanged
    resolution: TimedChanged


class Filtered(Report, frozen=True):
    """Figures of one channel, agent, team, tag or campaign, or of all."""

    channel: Kind | None
    agent_id: str | None
    team_id: str | None
    tag: str | None
    source: str | None


class Summary(Filtered, frozen=True):
    """The figures of some days, and how they changed."""

    current: Figures
    comparison: ComparedFigures
    change_percent: FiguresChanged


class DayFigure(Shape, frozen=True):
    """A figure of a day: a number as `value`, or times."""

    date: date
    value: int | UnsetType | None = UNSET
    n: int | UnsetType = UNSET
    wall: Seconds | UnsetType = UNSET
    office_hours: Seconds | UnsetType = UNSET


class Series(Filtered, frozen=True):
    """One figure, day by day."""

    metric: str
    days: tuple[DayFigure, ...]


class Mean(Shape, frozen=True):
    """A mean time in seconds; null of none."""

    mean: int | None


class TimedMeans(Shape, frozen=True):
    """How often something was timed, and its mean by both clocks."""

    n: int
    wall: Mean
    office_hours: Mean


class Means(Shape, frozen=True):
    """What was resolved, and how fast."""

    resolved: int
    first_response: TimedMeans
    response: TimedMeans
    resolution: TimedMeans


class AgentFigures(Means, frozen=True):
    """What one agent did."""

    agent_id: str
    name: str
    assigned: int


class TeamFigures(Means, frozen=True):
    """What became of one team's tickets."""

    team_id: str
    name: str
    created: int


class TagFigures(Shape, frozen=True):
    """What became of the tickets with one tag."""

    name: str
    created: int
    resolved: int
    resolution: TimedMeans


class SourceFigures(Means, frozen=True):
    """What became of the tickets that answered one campaign or flow."""

    source: str
    channel: str
    type: str
    id: str
    created: int


class SourceReport(Report, frozen=True):
    """What became of the tickets that answered each campaign or flow."""

    sources: tuple[SourceFigures, ...]


class AgentReport(Report, frozen=True):
    """What each agent did."""

    agents: tuple[AgentFigures, ...]


class TeamReport(Report, frozen=True):
    """What became of each team's tickets."""

    teams: tuple[TeamFigures, ...]


class TagReport(Report, frozen=True):
    """What became of the tickets of each tag."""

    tags: tuple[TagFigures, ...]


class Rebuilding(Shape, frozen=True):
    """The figures are made anew."""

    is_rebuilding: bool


class CountedTicket(Shape, frozen=True):
    """A ticket, and what it adds to a figure on a day."""

    ticket_id: str
    number: int | None
    subject: str
    channel: str
    day: date
    count: int
    seconds: int | None
    office_seconds: int | None
    agent_id: str | None


class CountedTickets(Days, frozen=True):
    """A part of the tickets that a figure is made of."""

    metric: str
    data: tuple[CountedTicket, ...]
    has_more: bool
    next_cursor: str | None


ANSWERS: Answers = {
    "GET /v1/reports/summary": Summary,
    "GET /v1/reports/series": Series,
    "GET /v1/reports/agents": AgentReport,
    "GET /v1/reports/teams": TeamReport,
    "GET /v1/reports/tags": TagReport,
    "GET /v1/reports/sources": SourceReport,
    "POST /v1/reports/rebuild": Rebuilding,
    "GET /v1/reports/tickets": CountedTickets,
}
