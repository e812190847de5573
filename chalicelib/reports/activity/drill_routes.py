"""`/v1/reports/tickets`: which tickets a figure is made of (guard `guards.agent`)."""

from datetime import date
from typing import Annotated, Any, Literal

from msgspec import Meta, field

from chalicelib.channels.model import Kind
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Fault
from chalicelib.reports.activity import backlog, drill, lists, storage
from chalicelib.reports.activity.asked import SourceName, Subject, one_of, short
from chalicelib.reports.activity.drill import Line
from chalicelib.reports.activity.figures import BACKLOG
from chalicelib.reports.activity.lists import Wanted
from chalicelib.reports.activity.model import Count, Time
from chalicelib.reports.periods import period, refused
from chalicelib.web import cursors, queries
from chalicelib.web.queries import ListQuery
from chalicelib.web.routes import Routes

routes = Routes()

MetricName = Literal[
    "created", "reopened", "resolved", "auto_closed", "ai_resolved", "assigned", "first_response",
    "response", "resolution",
]  # fmt: skip


class TicketsQuery(ListQuery, frozen=True, kw_only=True):
    """Which figure, of which days, and of whose tickets; what is given must all hold."""

    first: Annotated[date, Meta(description="The first day.")] = field(name="from")
    to: Annotated[date, Meta(description="The last day.")]
    metric: Annotated[
        Literal[MetricName, "backlog"],
        Meta(description="Which figure; the backlog's tickets are those when `to` ended."),
    ]
    channel: Annotated[Kind | None, Meta(description="Only tickets of this channel.")] = None
    agent_id: Annotated[Subject, Meta(description="Only what is this agent's.")] = ""
    team_id: Annotated[Subject, Meta(description="Only tickets that this team has.")] = ""
    tag: Annotated[Subject, Meta(description="Only tickets with this tag.")] = ""
    source: SourceName = ""


@routes.get("/v1/reports/tickets", feature="reports", needs="reports:read", query=TicketsQuery)
def list_tickets(desk: Desk, query: TicketsQuery) -> dict[str, Any]:
    """Return the tickets that a figure is made of, newest day first (acceptance 113-117).

    Their counts add up to the figure of the same days and filters; those of the backlog come in
    no order, each with the day since when it is open. A page may have fewer than
    `limit`, or none, and still not be the last: `next_cursor` tells.
    """
    days, head, wanted = period(desk, query.first, query.to), storage.head(desk), _wanted(query)
    binding = f"report tickets {head.shown} {days.first} {days.last} {query.metric} {wanted}"
    part = cursors.part(desk, query, of=binding)
    if wanted.metric is None:
        found, following = backlog.page(
            desk, head, days.last, wanted.channel, part.position, limit=part.limit
        )
    else:
        found, following = drill.page(desk, head, days, wanted, part.position, limit=part.limit)
    return {
        **short(head, days),
        "metric": query.metric,
        "data": [_shown(line, wanted.metric, query.agent_id) for line in found],
        **part.onward(desk, following),
    }


def _wanted(query: TicketsQuery) -> Wanted:
    """Return which tickets are asked for; those of the backlog have no figure of their own."""
    is_backlog = query.metric == BACKLOG
    if is_backlog and (query.agent_id or query.team_id or query.tag or query.source):
        text = "The backlog is known of all tickets, and of a channel's."
        raise refused(Fault("/metric", "no_such_figure", text))
    with queries.refusing():
        one_of(query.agent_id, query.source)
    return Wanted(
        metric=None if is_backlog else lists.metric(query.metric),
        channel=query.channel or "",
        agent=query.agent_id,
        team=query.team_id,
        tag=query.tag,
        source=query.source,
    )


def _shown(line: Line, metric: Count | Time | None, agent_id: str) -> dict[str, Any]:
    is_timed = isinstance(metric, Time)
    whose = lists.whose(line.held, metric) if metric else None
    return {
        "ticket_id": line.ticket_id,
        "number": line.ticket.number if line.ticket else None,
        "subject": line.ticket.subject if line.ticket else "",
        "channel": line.channel,
        "day": line.day.isoformat(),
        "count": lists.number(line.amounts, metric) if metric else 1,
        "seconds": line.amounts.get(f"{metric}s", 0) if is_timed else None,
        "office_seconds": line.amounts.get(f"{metric.upper()}s", 0) if is_timed else None,
        "agent_id": agent_id or whose,
    }
