"""What answers about the Customer Agent's work look like."""

from datetime import date, datetime

from msgspec import field

from chalicelib.customer_agent.outcomes.model import Outcome
from chalicelib.tickets.shapes import TicketCustomer
from chalicelib.web.description.shapes import Answers, Every, Listed, Shape


class Conversation(Shape, frozen=True):
    """A conversation that the Customer Agent began, and how it ended."""

    ticket_id: str
    number: int
    first_question: str
    customer: TicketCustomer
    channel: str
    outcome: Outcome
    reason: str | None
    rule_id: str | None
    messages: int
    created_at: datetime
    updated_at: datetime


class Rates(Shape, frozen=True):
    """How many conversations ended how; a rate of none is null."""

    conversations: int
    ended: int
    resolved: int
    routed: int
    closed: int
    open: int
    resolution_rate: float | None
    routed_rate: float | None


class AgentMetrics(Rates, frozen=True):
    """The figures of some days, of all channels together and of each."""

    first: date = field(name="from")
    to: date
    time_zone: str
    channel: str | None
    by_channel: dict[str, Rates]
    definitions: dict[str, str]


class Unanswered(Shape, frozen=True):
    """Questions of which nothing was known, as far as they are alike."""

    id: str
    question: str
    count: int
    examples: tuple[str, ...]
    last_at: datetime


ANSWERS: Answers = {
    "GET /v1/customer_agent/conversations": Listed[Conversation],
    "GET /v1/customer_agent/metrics": AgentMetrics,
    "GET /v1/customer_agent/unanswered": Every[Unanswered],
}
