"""A visitor's conversation: start, write, poll, see, end."""

from dataclasses import dataclass

from chalicelib.channels.model import Inbound, Kind, Sender
from chalicelib.channels.registry import capabilities
from chalicelib.channels.webchat import sessions
from chalicelib.channels.webchat.model import Chat
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Forbidden, NotFound
from chalicelib.customers.identify import identify
from chalicelib.customers.model import IdentityKind
from chalicelib.messaging.receive import receive
from chalicelib.messaging.rules import Writer
from chalicelib.tickets import apply, bodies, rules, storage
from chalicelib.tickets.model import Author, AuthorType, CustomerRef, Message, Status

_NEWEST, _NEWER = 50, 500
INBOX = "webchat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """What the visitor sees: public messages only. `id` is empty before the first message."""

    id: str = ""
    messages: tuple[Message, ...] = ()
    sequence: int = 0
    is_ended: bool = False


def write(desk: Desk, chat: Chat, text: str) -> Message:
    """Store what the visitor wrote; the conversation's first message makes a ticket."""
    if known := apply.already(desk):
        return _message(desk, known.ticket.id, known.entries[0].sequence)
    received = receive(desk, _inbound(chat, text), writer=lambda: _writer(desk, chat))
    if received.entry is None:
        raise Forbidden("Nobody reads messages from this address.", code="blocked")
    return received.entry


def poll(desk: Desk, chat: Chat, after: int) -> Conversation:
    """Return the public messages above a sequence, and count as a heartbeat."""
    sessions.hear(desk, chat, desk.now())
    ticket_id = _ticket_id(desk, chat)
    if ticket_id is None:
        return Conversation()
    limit = _NEWER if after else _NEWEST
    ticket, entries = storage.thread(desk, ticket_id, limit=limit, after=after)
    assert ticket is not None
    shown = tuple(_whole(desk, e) for e in entries if isinstance(e, Message) and _is_shown(e))
    return Conversation(
        id=ticket.id,
        messages=shown,
        sequence=max([after, *(message.sequence for message in shown)]),
        is_ended=ticket.is_ended or ticket.status is Status.closed,
    )


def see(desk: Desk, chat: Chat, sequence: int | None) -> None:
    """Remember how far the visitor has read; the follow-up mail asks for it (acceptance 78)."""
    if ticket_id := _ticket_id(desk, chat):
        reached = sequence
        if reached is None:
            reached = storage.load(desk, ticket_id, consistent=False).sequence
        sessions.mark_seen(desk, chat.id, ticket_id, reached)


def leave_email(desk: Desk, chat: Chat, email: str) -> None:
    """Remember where to answer; a ticket that knew no address can be answered from now on."""
    address = sessions.leave_email(desk, chat.id, email)
    if ticket_id := _ticket_id(desk, chat):
        now = desk.now()
        apply.apply(desk, ticket_id, lambda ticket: rules.learn_email(ticket, address, now))


def end(desk: Desk, chat: Chat) -> None:
    """End the conversation from the visitor's side."""
    if ticket_id := _ticket_id(desk, chat):
        by, now = _author(chat), desk.now()
        apply.apply(desk, ticket_id, lambda ticket: rules.end(ticket, by, now))


def _ticket_id(desk: Desk, chat: Chat) -> str | None:
    return storage.ticket_of_conversation(desk, Kind.webchat, INBOX, chat.id)


def _is_shown(message: Message) -> bool:
    # What went by mail stays between the team and that mailbox, whose address anybody can type.
    return capabilities(message.channel).is_pulled


def _whole(desk: Desk, message: Message) -> Message:
    whole = bodies.whole(desk, message)
    assert isinstance(whole, Message)
    return whole


def _inbound(chat: Chat, text: str) -> Inbound:
    return Inbound(
        channel=Kind.webchat,
        inbox=INBOX,
        provider_id="",
        sender=Sender(
            address=chat.id, name=chat.name, email=chat.email, is_verified=chat.is_identified
        ),
        text=text,
    )


def _writer(desk: Desk, chat: Chat) -> Writer:
    """Return the profile behind a chat: whom the shop vouches for, else whom the visitor names.

    An address that the visitor typed proves nothing; it is only where to answer.
    """
    if chat.is_identified:
        kind, address = IdentityKind.user, chat.user_id
    elif chat.email:
        kind, address = IdentityKind.email, chat.email
    else:
        kind, address = IdentityKind.user, chat.id
    customer = identify(desk, kind, address, name=chat.name, is_verified=chat.is_identified)
    ref = CustomerRef(
        id=customer.id,
        name=customer.name,
        email=customer.email or chat.email,
        phone=customer.phone,
    )
    return Writer(ref=ref, segments=customer.segments)


def _author(chat: Chat) -> Author:
    return Author(type=AuthorType.customer, id=chat.id, name=chat.name)


def _message(desk: Desk, ticket_id: str, sequence: int) -> Message:
    entry = storage.entry_at(desk, ticket_id, sequence, consistent=True)
    if not isinstance(entry, Message):
        raise NotFound("There is no such message.")
    return _whole(desk, entry)
