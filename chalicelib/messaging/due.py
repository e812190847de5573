"""What the sweep does with a ticket whose moment came: wake, close, follow up."""

from collections.abc import Mapping
from datetime import timedelta

from chalicelib.accounts import storage as accounts
from chalicelib.channels.webchat import sessions as chats
from chalicelib.core.desk import Desk
from chalicelib.tickets import bodies, due, filters, policy, storage, views
from chalicelib.tickets.apply import Done, apply
from chalicelib.tickets.model import Change, Message, Status, Ticket

_UNSEEN = 100
_REFRESHED = 50
REFRESH_JOB = "refresh_due"
REFRESHED_AFTER = accounts.REMEMBERED + timedelta(seconds=30)
"""By then every request is over that remembered the old settings, and derived from them."""


def come_due(desk: Desk, ticket_id: str) -> Done:
    """Do whatever is due; the ticket itself says what, the index only said to look."""
    now, rules = desk.now(), policy.load(desk)

    def decide(ticket: Ticket) -> Change:
        if due.is_follow_up_due(ticket, now):
            visitor = _visitor(desk, ticket)
            text = _text(desk, ticket)
            return bodies.kept(desk, due.follow_up(ticket, visitor, now, policy=rules, text=text))
        return due.come_due(ticket, now, rules)

    done = apply(desk, ticket_id, decide, rules=rules)
    if not done.entries:
        storage.refresh_due(desk, done.ticket, rules)
    return done


def refresh(desk: Desk, position: Mapping[str, str]) -> dict[str, str] | None:
    """Derive the due moments of one page of tickets anew; return where to go on, or None."""
    status = Status(position.get("status", Status.open))
    wanted = filters.Filter(statuses=(status,))
    page = views.read(desk, wanted, limit=_REFRESHED, cursor=position.get("cursor"))
    rules = policy.load_now(desk)
    for found in page.items:
        # Lists do not carry the facts that timers hang on.
        storage.refresh_due(desk, storage.load(desk, found.id), rules)
    if page.cursor:
        return {"status": status, "cursor": page.cursor}
    return {"status": Status.snoozed} if status is Status.open else None


def _visitor(desk: Desk, ticket: Ticket) -> due.Visitor | None:
    chat = chats.find(desk, ticket.person)
    if chat is None:
        return None
    return due.Visitor(
        heard_at=chat.heard_at,
        seen_sequence=chat.seen_in(ticket.id),
        email=chat.email or ticket.customer.email,
    )


def _text(desk: Desk, ticket: Ticket) -> str:
    """Return the replies that the visitor has neither seen nor answered, oldest first (21)."""
    chat = chats.find(desk, ticket.person)
    seen = chat.seen_in(ticket.id) if chat else 0
    _, entries = storage.thread(desk, ticket.id, limit=_UNSEEN, after=seen)
    messages = [entry for entry in entries if isinstance(entry, Message)]
    answered = max((message.sequence for message in messages if message.is_inbound), default=0)
    unseen = [
        getattr(bodies.whole(desk, message), "text", "")
        for message in messages
        if message.sequence > answered
    ]
    name = accounts.account(desk).name
    return "\n\n".join([f"{name} answered you in the chat:", *unseen])
