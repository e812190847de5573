"""What is found looks so."""

from datetime import datetime
from typing import Literal

from chalicelib.tickets.shapes import Ticket
from chalicelib.web.description.shapes import Answers, Shape


class Match(Shape, frozen=True):
    """Why a ticket is shown: where the words are, and the text around them."""

    field: Literal["number", "customer", "subject", "message", "note"]
    excerpt: str
    message_id: str | None


class FoundTicket(Ticket, frozen=True):
    """A ticket as lists show it, and why."""

    match: Match


class Results(Shape, frozen=True):
    """The best first. What came after `indexed_until` is found by what lists show of it.

    Null means that old tickets are still being gone through.
    """

    data: tuple[FoundTicket, ...]
    indexed_until: datetime | None


ANSWERS: Answers = {"GET /v1/search": Results}
