"""Answering a customer, and refusing to answer a thread that moved on (decisions 15, 20)."""

from chalicelib.channels.registry import capabilities
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict
from chalicelib.routing.reopening import reassigned
from chalicelib.tickets import bodies, policy, present, rules, storage
from chalicelib.tickets.apply import Done, apply
from chalicelib.tickets.blocking import is_blocked
from chalicelib.tickets.model import Author, Change, Message, Ticket

_SHOWN = 20


def reply(
    desk: Desk, ticket_id: str, by: Author, text: str, *, seen_version: int | None = None
) -> Done:
    """Queue a public message; Conflict `thread_moved_on` carries what the agent has not seen."""
    now, follows_up = desk.now(), policy.load(desk).follows_up

    def decide(ticket: Ticket) -> Change:
        if seen_version is not None and ticket.version != seen_version:
            _refuse_if_unseen(desk, ticket, seen_version)
        _refuse_if_blocked(desk, ticket)
        carries = capabilities(ticket.channel)
        change = rules.reply(ticket, by, text, now, capabilities=carries, follows_up=follows_up)
        return bodies.kept(desk, reassigned(desk, change, now))

    return apply(desk, ticket_id, decide)


def _refuse_if_blocked(desk: Desk, ticket: Ticket) -> None:
    if is_blocked(desk, ticket):
        raise Conflict("This customer is blocked; unblock them first.", code=rules.BLOCKED)


def _refuse_if_unseen(desk: Desk, ticket: Ticket, seen_version: int) -> None:
    # Assigning or tagging moves the version too, but is no reason to stop an answer.
    entries = storage.entries_since(desk, ticket.id, seen_version)
    unseen = [e for e in entries if isinstance(e, Message)]
    if unseen:
        raise Conflict(
            f"{len(unseen)} new messages since you opened this ticket.",
            code="thread_moved_on",
            extra={
                "version": ticket.version,
                "messages": [present.entry(e) for e in unseen[-_SHOWN:]],
            },
        )
