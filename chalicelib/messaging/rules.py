"""What a customer's message means, decided from values alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.channels.model import Capabilities, Inbound
from chalicelib.channels.verdicts import has_virus, is_forged
from chalicelib.tickets import changes
from chalicelib.tickets.changes import Draft
from chalicelib.tickets.event_names import EventName
from chalicelib.tickets.marks import Autoresponse, Conversation
from chalicelib.tickets.model import (
    EVERYONE,
    SYSTEM,
    Attachment,
    Author,
    AuthorType,
    Change,
    CustomerRef,
    Message,
    State,
    Tag,
    Ticket,
)
from chalicelib.tickets.rules.helping import asked
from chalicelib.tickets.rules.speaking import ORDERED_AGAIN_AFTER, preview, receive
from chalicelib.tickets.session import Session

MAX_SUBJECT = 200
MAX_PARTICIPANTS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Who wrote a first message, and what routing has to know of them."""

    ref: CustomerRef
    segments: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomaticAnswer:
    """What a machine answers to a message, and the turn that it takes."""

    text: str
    claim: Autoresponse | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What was decided about a new ticket before it is made (decision 23)."""

    is_spam: bool = False
    spam_reasons: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    team_id: str | None = None
    assignee_id: str | None = None
    assigned_by: str = ""
    answer: AutomaticAnswer | None = None
    """Of the hour (decision 36), or of the autoresponder (decision 18)."""
    is_helped: bool = False
    """The Customer Agent answers first; the rest is decided when it hands off."""


def message_of(
    inbound: Inbound, customer: CustomerRef, now: datetime, *, files: tuple[Attachment, ...],
    raw_key: str, is_requester: bool, capabilities: Capabilities,
) -> Message:  # fmt: skip
    """Return the message that an inbound one becomes; its place in the thread comes later."""
    return Message(
        sequence=0,
        ticket_id="",
        channel=inbound.channel,
        is_inbound=True,
        author=Author(
            type=AuthorType.customer, id=customer.id, name=customer.name or customer.email
        ),
        text=inbound.text,
        quoted=inbound.quoted,
        html=inbound.html,
        subject=inbound.subject[:MAX_SUBJECT],
        attachments=files,
        is_automatic=inbound.is_automatic,
        flags=_flags(inbound, is_pulled=capabilities.is_pulled, is_requester=is_requester),
        notice=inbound.notice,
        provider_id=inbound.provider_id,
        digest=inbound.digest,
        sender=inbound.sender.address,
        raw_key=raw_key,
        written_at=inbound.sent_at,
        created_at=now,
    )


def joined(
    ticket: Ticket, message: Message, now: datetime, *, capabilities: Capabilities,
    answer: AutomaticAnswer | None = None,
) -> Change:  # fmt: skip
    """Return the change that adds the message; a third person becomes a participant."""
    draft = receive(changes.change(ticket, now), message, capabilities)
    is_new = message.sender and not is_known_person(ticket, message.sender)
    if is_new and not message.is_automatic:
        people = (*ticket.participants, message.sender)[:MAX_PARTICIPANTS]
        draft = draft.set(participants=people)
    return _answered(draft, answer, capabilities).done()


def opened(ticket: Ticket, message: Message, *, capabilities: Capabilities,
           opening: Opening, replaces: str | None = None) -> Change:  # fmt: skip
    """Return the change that makes a ticket of a first message (acceptance 19, 21).

    Whom it is handed to at once is a fact of the ticket, not an event: nothing was before.
    """
    draft = _decided(_start(ticket, message, capabilities), opening)
    draft = _answered(draft, None if message.is_automatic else opening.answer, capabilities)
    if capabilities.threads_by_person:
        draft = draft.mark(
            Conversation(
                channel=ticket.channel,
                inbox=ticket.inbox,
                person=ticket.person,
                replaces=replaces,
            )
        )
    return draft.done()


def is_requester(ticket: Ticket, address: str) -> bool:
    """Tell whether this address is the one who asked, and who is answered (decision 5)."""
    return bool(address) and address in (ticket.person, ticket.customer.email, ticket.mail_to)


def is_known_person(ticket: Ticket, address: str) -> bool:
    """Tell whether this address asked, or has joined before."""
    return is_requester(ticket, address) or address in ticket.participants


def is_within_reopen_window(ticket: Ticket, now: datetime, days: int | None) -> bool:
    """Tell whether a message still reopens; without the setting it always does (decision 1)."""
    if days is None or ticket.closed_at is None:
        return True
    return now - ticket.closed_at <= timedelta(days=days)


def _answered(draft: Draft, answer: AutomaticAnswer | None, capabilities: Capabilities) -> Draft:
    if answer is None:
        return draft
    draft = draft.mark(answer.claim) if answer.claim else draft
    return draft.add_message(
        SYSTEM,
        channel=draft.ticket.channel,
        is_inbound=False,
        text=answer.text,
        recipient=draft.ticket.person,
        state=State.sent if capabilities.is_pulled else State.queued,
        due_at=None if capabilities.is_pulled else draft.now + ORDERED_AGAIN_AFTER,
        is_automatic=True,
    )


def _decided(draft: Draft, opening: Opening) -> Draft:
    if opening.is_spam:
        why = "; ".join(opening.spam_reasons)
        draft = draft.set(is_spam=True, is_unsorted=True, read_by=frozenset({EVERYONE}))
        return draft.add_event(EventName.marked_spam, SYSTEM, because=why)
    if opening.is_helped:
        draft = asked(draft.set(session=Session()), draft.ticket.sequence)
    return draft.set(
        tags=tuple(Tag(name=name, source="auto") for name in sorted(opening.tags)),
        team_id=opening.team_id,
        assignee_id=opening.assignee_id,
        assigned_by=opening.assigned_by,
    )


def _start(ticket: Ticket, message: Message, capabilities: Capabilities) -> Draft:
    draft = receive(changes.new(ticket, ticket.created_at), message, capabilities)
    if not message.is_automatic:
        return draft
    return draft.set(preview=preview(message.text), read_by=frozenset({EVERYONE}))


def _flags(inbound: Inbound, *, is_pulled: bool, is_requester: bool) -> tuple[str, ...]:
    # A mail's address is the provider's to judge; who a visitor is, only the shop can tell.
    is_vouched = inbound.sender.is_verified
    is_doubted = (is_pulled and not is_vouched) or is_forged(inbound.verdicts)
    flags = {
        "not_requester": not is_requester,
        "unverified_sender": is_doubted,
        "unproved_sender": not is_vouched and not is_doubted,
        "virus": has_virus(inbound.verdicts),
        "automatic": bool(inbound.automatic_reason),
    }
    return tuple(name for name, is_set in flags.items() if is_set)
