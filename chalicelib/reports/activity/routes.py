"""`/v1/reports`: what the team does, in figures of some days (guard `guards.agent`)."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from msgspec import Meta

from chalicelib.accounts import storage as accounts
from chalicelib.channels.model import Kind
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Fault
from chalicelib.reports.activity import count, figures, storage
from chalicelib.reports.activity.asked import SourceName, Subject, about
from chalicelib.reports.activity.model import ONE, Amounts, Cell, Count, Family, Head
from chalicelib.reports.periods import Period, PeriodQuery, period, refused
from chalicelib.teams import storage as teams
from chalicelib.web.answers import Answer
from chalicelib.web.routes import Routes

routes = Routes()
_BEGINNING = date(2000, 1, 1)
_Rows = dict[str, dict[str, int]]
_Whose = tuple[Family, str]


class FilterQuery(PeriodQuery, frozen=True):
    """Which days, and of what: a channel, an agent, a team, a tag or a source, one at a time."""

    channel: Annotated[Kind | None, Meta(description="Only tickets of this channel.")] = None
    agent_id: Annotated[Subject, Meta(description="Only what is this agent's.")] = ""
    team_id: Annotated[Subject, Meta(description="Only tickets that this team has.")] = ""
    tag: Annotated[Subject, Meta(description="Only tickets with this tag.")] = ""
    source: SourceName = ""


class SummaryQuery(FilterQuery, frozen=True):
    """Which days, and which to compare them with: as many just before, where nothing is said."""

    compare_from: Annotated[date | None, Meta(description="The first day to compare with.")] = None
    compare_to: Annotated[date | None, Meta(description="The last day to compare with.")] = None


class SeriesQuery(FilterQuery, frozen=True, kw_only=True):
    """Which figure of each day."""

    metric: Annotated[
        Literal[
            "created", "reopened", "resolved", "auto_closed", "ai_resolved", "first_response",
            "response", "resolution", "backlog",
        ],
        Meta(description="Which figure."),
    ]  # fmt: skip


@routes.get("/v1/reports/summary", feature="reports", needs="reports:read", query=SummaryQuery)
def show_summary(desk: Desk, query: SummaryQuery) -> dict[str, Any]:
    """Return volume, times and backlog of some days, and how they changed (acceptance 113-116)."""
    days = period(desk, query.first, query.to)
    compared = _compared(desk, query, days)
    head, whose = storage.head(desk), _whose(query)
    months = _months(desk, head, whose, max(days.last, compared.last))
    now, before = (_figures(desk, head, each, whose, months) for each in (days, compared))
    return {
        **about(head, days),
        **_filter(query),
        "current": now,
        "comparison": {
            "from": compared.first.isoformat(),
            "to": compared.last.isoformat(),
            **before,
        },
        "change_percent": figures.changed(now, before),
    }


@routes.get("/v1/reports/series", feature="reports", needs="reports:read", query=SeriesQuery)
def show_series(desk: Desk, query: SeriesQuery) -> dict[str, Any]:
    """Return one figure of each day."""
    days, head = period(desk, query.first, query.to), storage.head(desk)
    whose, is_backlog = _whose(query), query.metric == figures.BACKLOG
    sums = dict[date, Amounts]() if is_backlog else _by_day(desk, head, days, whose)
    months = _months(desk, head, whose, days.last) if is_backlog else None
    each = figures.each_day(days.first, days.last)
    return {
        **about(head, days),
        **_filter(query),
        "metric": query.metric,
        "days": figures.series(query.metric, each, sums, months),
    }


@routes.get("/v1/reports/agents", feature="reports", needs="reports:read", query=PeriodQuery)
def show_agents(desk: Desk, query: PeriodQuery) -> dict[str, Any]:
    """Return what each agent did (acceptance 117)."""
    days, head = period(desk, query.first, query.to), storage.head(desk)
    names = accounts.agent_names(desk)
    found = [
        {
            "agent_id": agent_id,
            "name": names.get(agent_id, ""),
            "assigned": amounts.get(Count.assigned, 0),
            **figures.means(amounts),
        }
        for agent_id, amounts in _by_subject(desk, head, Family.agent, days).items()
    ]
    return {**about(head, days), "agents": _ordered(found)}


@routes.get("/v1/reports/teams", feature="reports", needs="reports:read", query=PeriodQuery)
def show_teams(desk: Desk, query: PeriodQuery) -> dict[str, Any]:
    """Return the figures of each team's tickets."""
    days, head = period(desk, query.first, query.to), storage.head(desk)
    names = teams.team_names(desk)
    found = [
        {
            "team_id": team_id,
            "name": names.get(team_id, ""),
            "created": amounts.get(Count.created, 0),
            **figures.means(amounts),
        }
        for team_id, amounts in _by_subject(desk, head, Family.team, days).items()
    ]
    return {**about(head, days), "teams": _ordered(found)}


@routes.get("/v1/reports/tags", feature="reports", needs="reports:read", query=PeriodQuery)
def show_tags(desk: Desk, query: PeriodQuery) -> dict[str, Any]:
    """Return the figures of each tag's tickets; upper and lower case are one (acceptance 117)."""
    days, head = period(desk, query.first, query.to), storage.head(desk)
    spelled: dict[str, str] = {}

    def one(tag: str) -> str:
        return spelled.setdefault(tag.casefold(), tag)

    found: list[dict[str, Any]] = []
    for tag, amounts in _by_subject(desk, head, Family.tag, days, named=one).items():
        shown = figures.means(amounts)
        own = {"resolved": shown["resolved"], "resolution": shown["resolution"]}
        found.append({"name": tag, "created": amounts.get(Count.created, 0), **own})
    return {**about(head, days), "tags": _ordered(found)}


@routes.get("/v1/reports/sources", feature="reports", needs="reports:read", query=PeriodQuery)
def show_sources(desk: Desk, query: PeriodQuery) -> dict[str, Any]:
    """Return the figures of the tickets that answered a campaign or flow (acceptance 118)."""
    days, head = period(desk, query.first, query.to), storage.head(desk)
    found: list[dict[str, Any]] = [
        {
            "source": source,
            **_parts(source),
            "created": amounts.get(Count.created, 0),
            **figures.means(amounts),
        }
        for source, amounts in _by_subject(desk, head, Family.source, days).items()
    ]
    found.sort(key=lambda each: (-each["created"], each["source"]))
    return {**about(head, days), "sources": found}


@routes.post("/v1/reports/rebuild", feature="reports", needs="account:write", status=202)
def rebuild(desk: Desk) -> Answer:
    """Have all figures made anew from the tickets; until that is done the old ones are shown."""
    count.order_anew(desk)
    return Answer({"is_rebuilding": True}, 202)


def _compared(desk: Desk, query: SummaryQuery, days: Period) -> Period:
    first, last = query.compare_from, query.compare_to
    if first and last:
        return period(desk, first, last, pointer="/compare_to")
    if first or last:
        pointer = "/compare_to" if first else "/compare_from"
        raise refused(Fault(pointer, "missing", "The first and the last day, or neither."))
    before = days.first - timedelta(days=1)
    return Period(first=before - (days.last - days.first), last=before, zone=days.zone)


def _whose(query: FilterQuery) -> _Whose:
    given = {
        "/channel": (Family.channel, str(query.channel or "")),
        "/agent_id": (Family.one_agent, query.agent_id),
        "/team_id": (Family.one_team, query.team_id),
        "/tag": (Family.one_tag, query.tag.casefold()),
        "/source": (Family.one_source, query.source),
    }
    found = {pointer: whose for pointer, whose in given.items() if whose[1]}
    if len(found) > 1:
        raise refused(Fault(list(found)[1], "one_filter", "One of them at a time."))
    return next(iter(found.values()), (Family.everything, ""))


def _filter(query: FilterQuery) -> dict[str, Any]:
    names = ("channel", "agent_id", "team_id", "tag", "source")
    return {name: getattr(query, name) or None for name in names}


def _figures(
    desk: Desk, head: Head, days: Period, whose: _Whose, months: figures.Months | None
) -> dict[str, Any]:
    total = figures.merged(_by_day(desk, head, days, whose).values())
    return figures.figures(total, figures.backlog(months, days.last))


def _by_day(desk: Desk, head: Head, days: Period, whose: _Whose) -> Mapping[date, Amounts]:
    family, subject = whose
    if family in ONE.values():
        return storage.sums_of(desk, head.shown, Cell(family, subject, days.first), days.last)
    found = storage.sums(desk, head.shown, family, days.first, days.last, channel=subject)
    return {day: amounts for day, _, amounts in found}


def _months(desk: Desk, head: Head, whose: _Whose, last: date) -> figures.Months | None:
    """Return the backlog's changes; None of an agent, a team, a tag or a source."""
    if whose[0] in ONE.values():
        return None
    family = Family.channel_backlog if whose[1] else Family.backlog
    found = storage.sums(desk, head.shown, family, _BEGINNING, last, channel=whose[1])
    return {month: changes for month, _, changes in found}


def _by_subject(
    desk: Desk, head: Head, family: Family, days: Period, *, named: Callable[[str], str] = str
) -> _Rows:
    found: _Rows = {}
    for _, subject, amounts in storage.sums(desk, head.shown, family, days.first, days.last):
        name = named(subject)
        found[name] = figures.merged((found.get(name, {}), amounts))
    return {name: amounts for name, amounts in found.items() if any(amounts.values())}


def _parts(source: str) -> dict[str, str]:
    channel, kind, own_id = source.split(":", 2)
    return {"channel": channel, "type": kind, "id": own_id}


def _ordered(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(found, key=lambda each: (-each["resolved"], each["name"].casefold()))
