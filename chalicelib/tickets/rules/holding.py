"""Taking back an answer that has not left yet."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from chalicelib.channels.model import Capabilities
from chalicelib.core.errors import Conflict
from chalicelib.tickets.changes import change
from chalicelib.tickets.model import Author, AuthorType, Change, Message, State, Ticket
from chalicelib.tickets.rules.speaking import preview, words_of

HOLD = timedelta(seconds=10)
"""Longer than taking back is offered for: asking for it takes its time, too."""


def hold_of(ticket: Ticket, capabilities: Capabilities) -> timedelta:
    """Return how long an answer from a person should wait, so that it can be taken back.

    Whoever sits in a chat is answered at once, as a conversation goes.
    """
    is_live = capabilities.is_pulled and not ticket.is_mailing
    return timedelta() if is_live else HOLD


def taken_back(
    ticket: Ticket, message: Message, by: Author, now: datetime, *, others: Sequence[Message]
) -> Change:
    """Leave an event where an agent's answer waited; `others` are the newest messages beside it.

    The ticket is answered as far as it was before. What else the answer did stays: who opened or
    took the ticket by it can undo that as at any other time.
    """
    is_an_agents = message.author.type is AuthorType.agent and not message.is_inbound
    if not is_an_agents or message.author.id != by.id:
        raise Conflict("Only who wrote an answer can take it back.", code="not_yours")
    if message.state is not State.queued or message.attempts:
        raise Conflict("The message has left already.", code="already_sent")
    draft = change(ticket, now).take_back(message, by)
    if ticket.spoke_sequence == message.sequence:
        draft = draft.set(**_as_before(others))
    return draft.done()


def _as_before(others: Sequence[Message]) -> dict[str, Any]:
    spoken = [other.sequence for other in others if not other.is_inbound]
    facts: dict[str, Any] = {
        "spoke_sequence": max(spoken, default=0),
        "preview": preview(words_of(others[-1].text, others[-1].attachments)) if others else "",
    }
    if not others or others[-1].is_inbound:  # the customer waits again
        facts |= {"quiet_since": None, "follow_up_after": None}
    return facts
