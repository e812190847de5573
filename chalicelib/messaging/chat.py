"""A visitor's conversation: start, write, poll, see, end."""

from dataclasses import dataclass, replace
from itertools import takewhile

from chalicelib.channels.model import Inbound, Kind, Sender
from chalicelib.channels.registry import capabilities
from chalicelib.channels.webchat import sessions
from chalicelib.channels.webchat.channel import FROM_VISITORS
from chalicelib.channels.webchat.model import Chat
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Forbidden, NotFound
from chalicelib.core.ids import message_address
from chalicelib.customers.identify import identify
from chalicelib.customers.model import Identity, IdentityKind
from chalicelib.messaging import sandbox
from chalicelib.messaging.rules import Writer
from chalicelib.tickets import apply, bodies, markers, storage, viewers
from chalicelib.tickets.attachments import uploads
from chalicelib.tickets.changes import Draft
from chalicelib.tickets.model import (
    EVERYONE,
    Attachment,
    Author,
    AuthorType,
    CustomerRef,
    Message,
    State,
    Status,
    Ticket,
)
from chalicelib.tickets.rules import speaking, states
from chalicelib.tickets.session import Outcome, Stage

_NEWEST, _NEWER = 50, 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """What the visitor sees: public messages only. `id` is empty before the first message."""

    id: str = ""
    messages: tuple[Message, ...] = ()
    sequence: int = 0
    is_ended: bool = False
    is_read: bool = False
    """Whether anybody of the team has read what the visitor wrote last."""
    seen: int = 0
    """How far the visitor has read, on whatever device."""
    is_thinking: bool = False
    """Whether the Customer Agent is about to answer."""
    handoff: str | None = None


def write(desk: Desk, chat: Chat, text: str, upload_ids: tuple[str, ...] = ()) -> Message:
    """Store what the visitor wrote; the conversation's first message makes a ticket."""
    if known := apply.already(desk):
        return _message(desk, known.ticket.id, known.entries[0].sequence)
    # A message is one of many requests: what sorts and hands it out is loaded for the first.
    from chalicelib.messaging.receive import receive

    received = receive(
        desk,
        _inbound(chat, text),
        writer=lambda: _writer(desk, chat),
        brought=lambda: _brought(desk, upload_ids),
    )
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
    public = (e for e in entries if isinstance(e, Message) and _is_shown(e))
    # What comes after a message that may yet be taken back waits for it: pages ask by sequence.
    shown = tuple(_whole(desk, e) for e in takewhile(_has_left, public))
    return Conversation(
        id=ticket.id,
        messages=shown,
        sequence=max([after, *(message.sequence for message in shown)]),
        is_ended=ticket.is_ended or ticket.status is Status.closed,
        is_read=bool(ticket.read_by - {EVERYONE}),
        seen=chat.seen_in(ticket.id),
        is_thinking=bool(ticket.session and ticket.session.is_active and ticket.session.owes),
        handoff=handoff_of(ticket),
    )


def handoff_of(ticket: Ticket) -> str | None:
    """Return how far a hand-off has come: `offered`, `email`, `routed`; None where there is none.

    A human who has answered is no hand-off any more.
    """
    session = ticket.session
    if session is None or ticket.status is Status.closed or ticket.is_spam:
        return None
    if session.stage in (Stage.offered, Stage.email):
        return session.stage
    return "routed" if session.outcome is Outcome.routed and not ticket.spoke_sequence else None


def with_email(draft: Draft, address: str) -> Draft:
    """Note where the visitor can be written to; their word, so it proves nothing."""
    customer = draft.ticket.customer
    return draft if customer.email else draft.set(customer=replace(customer, email=address))


def file_link(desk: Desk, chat: Chat, message_id: str, attachment_id: str) -> str:
    """Return an address for one download of a file that this visitor was sent."""
    address = message_address(message_id)
    if address is None:
        raise NotFound("There is no such message.")
    ticket = storage.load(desk, address[0], consistent=False)
    if (ticket.inbox, ticket.person) != (chat.inbox, chat.id):
        raise NotFound("There is no such message.")
    entry = storage.entry_at(desk, *address)
    if not isinstance(entry, Message) or not _is_shown(entry):
        raise NotFound("There is no such message.")
    return uploads.link(desk, entry.attachments, attachment_id)


def is_agent_typing(desk: Desk, ticket_id: str, *, is_typing: bool) -> bool:
    """Tell whether somebody is writing to the visitor, and the team whether the visitor is."""
    others, now = viewers.look(desk, ticket_id, viewers.VISITOR, is_typing=is_typing), desk.now()
    return any(viewer.is_typing(now) for viewer in others)


def see(desk: Desk, chat: Chat, sequence: int | None) -> None:
    """Remember how far the visitor has read; the follow-up mail asks for it (acceptance 78)."""
    if ticket_id := _ticket_id(desk, chat):
        reached = sequence
        if reached is None:
            reached = _newest_shown(desk, ticket_id)
        sessions.mark_seen(desk, chat.id, ticket_id, reached)


def leave_email(desk: Desk, chat: Chat, email: str) -> None:
    """Remember where to answer; a ticket that knew no address can be answered from now on."""
    address = sessions.leave_email(desk, chat, email)
    if ticket_id := _ticket_id(desk, chat):
        now = desk.now()
        apply.apply(desk, ticket_id, lambda ticket: speaking.learn_email(ticket, address, now))


def end(desk: Desk, chat: Chat) -> None:
    """End the conversation from the visitor's side."""
    if ticket_id := _ticket_id(desk, chat):
        by, now = _author(chat), desk.now()
        apply.apply(desk, ticket_id, lambda ticket: states.end(ticket, by, now))


def _ticket_id(desk: Desk, chat: Chat) -> str | None:
    return markers.ticket_of_conversation(desk, Kind.webchat, chat.inbox, chat.id)


def _is_shown(message: Message) -> bool:
    # What went by mail stays between the team and that mailbox, whose address anybody can type.
    return capabilities(message.channel).is_pulled


def _newest_shown(desk: Desk, ticket_id: str) -> int:
    ticket, entries = storage.thread(desk, ticket_id, limit=_NEWEST)
    assert ticket is not None
    held = [e.sequence for e in entries if isinstance(e, Message) and not _has_left(e)]
    return min(held) - 1 if held else ticket.sequence


def _has_left(message: Message) -> bool:
    return message.held_until is None or message.state is not State.queued


def _whole(desk: Desk, message: Message) -> Message:
    whole = bodies.whole(desk, message)
    assert isinstance(whole, Message)
    return whole


def _inbound(chat: Chat, text: str) -> Inbound:
    return Inbound(
        channel=Kind.webchat,
        inbox=chat.inbox,
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
    if chat.is_test:
        known_as = sandbox.shopper(desk)
        kind, address = known_as.kind, known_as.address
    elif chat.is_identified:
        kind, address = IdentityKind.user, chat.user_id
    elif chat.email:
        kind, address = IdentityKind.email, chat.email
    else:
        kind, address = IdentityKind.user, chat.id
    also = Identity(kind=IdentityKind.email, address=chat.email) if chat.is_email_proved else None
    customer = identify(
        desk, kind, address, name=chat.name, is_verified=chat.is_identified, also=also
    )
    ref = CustomerRef(
        id=customer.own_id,
        name=customer.name,
        email=customer.email or chat.email,
        phone=customer.phone,
    )
    return Writer(ref=ref, segments=customer.segments)


def _brought(desk: Desk, upload_ids: tuple[str, ...]) -> tuple[Attachment, ...]:
    own = uploads.Uploads(desk, upload_ids)
    files = own.fitting(FROM_VISITORS)
    own.keep()
    return files


def _author(chat: Chat) -> Author:
    return Author(type=AuthorType.customer, id=chat.id, name=chat.name)


def _message(desk: Desk, ticket_id: str, sequence: int) -> Message:
    entry = storage.entry_at(desk, ticket_id, sequence, consistent=True)
    if not isinstance(entry, Message):
        raise NotFound("There is no such message.")
    return _whole(desk, entry)
