"""What the Customer Agent did, and could not do, over HTTP (guard `guards.agent`)."""

from typing import Annotated, Any, Literal

from msgspec import Meta

from chalicelib.core.desk import Desk
from chalicelib.customer_agent.outcomes import listed, rules, storage, unanswered
from chalicelib.customer_agent.setup.model import KINDS
from chalicelib.reports.periods import PeriodQuery, period
from chalicelib.tickets.session import Outcome
from chalicelib.web.answers import Answer, no_content
from chalicelib.web.cursors import part
from chalicelib.web.queries import ListQuery
from chalicelib.web.routes import Routes

routes = Routes()
Channel = Literal["chat", "sms", "whatsapp", "email", "instagram"]


class TalkQuery(ListQuery, frozen=True):
    """Which conversations."""

    outcome: Annotated[Outcome | None, Meta(description="Only those that ended so.")] = None
    channel: Annotated[Channel | None, Meta(description="Only those of this channel.")] = None


class MetricsQuery(PeriodQuery, frozen=True):
    """Which days, and of which channel."""

    channel: Annotated[Channel | None, Meta(description="Only this channel.")] = None


@routes.get("/v1/customer_agent/conversations", needs="tickets:read", query=TalkQuery)
def list_conversations(desk: Desk, query: TalkQuery) -> dict[str, Any]:
    """List the conversations that the Customer Agent began, the newest first."""
    wanted = part(desk, query, of=f"talks {query.outcome} {query.channel}")
    shown, has_more = listed.page(
        desk,
        limit=wanted.limit,
        before=wanted.position.get("before", ""),
        outcome=query.outcome,
        channel=KINDS[query.channel] if query.channel else None,
    )
    onward = {"before": shown[-1].ticket_id} if has_more else None
    return {"data": [rules.shown(talk) for talk in shown], **wanted.onward(desk, onward)}


@routes.get(
    "/v1/customer_agent/metrics", feature="customer_agent", needs="reports:read", query=MetricsQuery
)
def show_metrics(desk: Desk, query: MetricsQuery) -> dict[str, Any]:
    """Return how many conversations ended how, and the rates of that (acceptance 140)."""
    days = period(desk, query.first, query.to)
    cells = storage.sums(desk, days.first.isoformat(), days.last.isoformat())
    return {
        "from": days.first.isoformat(),
        "to": days.last.isoformat(),
        "time_zone": days.zone,
        "channel": query.channel,
        **rules.figures(cells, query.channel),
        "definitions": rules.DEFINITIONS,
    }


@routes.get("/v1/customer_agent/unanswered", needs="settings:read")
def list_unanswered(desk: Desk) -> dict[str, Any]:
    """List what nothing was known of in the last 90 days, alike questions together."""
    return {
        "data": [
            {
                "id": group.id,
                "question": group.question,
                "count": group.count,
                "examples": list(group.examples),
                "last_at": group.last_at,
            }
            for group in unanswered.groups(desk)
        ]
    }


@routes.on("DELETE", "/v1/customer_agent/unanswered/{group_id}", needs="settings:write", status=204)
def forget_unanswered(desk: Desk, group_id: str) -> Answer:
    """Take a question off the list, with all that are alike."""
    unanswered.forget(desk, group_id)
    return no_content()
