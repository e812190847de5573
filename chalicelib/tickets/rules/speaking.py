"""What is said in a ticket's thread: the customer writes, agents answer and leave notes."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.channels.model import Capabilities, Kind, Reopen
from chalicelib.core.errors import Invalid
from chalicelib.tickets.assignment import given
from chalicelib.tickets.changes import Draft, change
from chalicelib.tickets.event_names import EventName
from chalicelib.tickets.marks import Seen
from chalicelib.tickets.model import (
    Attachment,
    Author,
    AuthorType,
    Change,
    Message,
    State,
    Status,
    Ticket,
)
from chalicelib.tickets.refusals import of_ticket
from chalicelib.tickets.rules import helping, states

FOLLOW_UP_DELAY = timedelta(seconds=180)
PREVIEW_LENGTH = 80
ORDERED_AGAIN_AFTER = timedelta(seconds=60)
"""By then a worker has taken a queued message, or the order to send it was lost."""


def receive(draft: Draft, message: Message, capabilities: Capabilities) -> Draft:
    """Add a customer's message: it wakes, reopens, and asks for eyes, unless it is automatic.

    Acceptance 22, 24, 28, 50; decisions 7, 9, 10. The message's sequence is set here.
    """
    if message.is_automatic:
        return _append(draft, message)
    ticket = draft.ticket
    draft = _append(draft, message).set(
        preview=preview(words_of(message.text, message.attachments)),
        read_by=frozenset(),
        updated_at=draft.now,
        quiet_since=None,
        customer_wrote_at=_wrote_at(ticket, message),
        is_followed_up=ticket.is_followed_up and not capabilities.templates,
        follow_up_after=None,
        is_mailing=_is_mailing(ticket, message),
        attribution=message.attribution or ticket.attribution,
    )
    draft, by = helping.asked(draft, draft.ticket.sequence), message.author
    if ticket.status is Status.snoozed and not ticket.keep_on_reply:
        draft = states.opened(draft).add_event(EventName.woke, by, because="customer_wrote")
    if ticket.status is Status.closed and capabilities.reopen is Reopen.reopens:
        draft = states.opened(draft).add_event(EventName.reopened, by, because="customer_wrote")
    return draft


def reply(
    ticket: Ticket, by: Author, text: str, now: datetime, *, capabilities: Capabilities,
    follows_up: bool = True, template: str = "", files: tuple[Attachment, ...] = (),
    hold: timedelta = timedelta(),
) -> Change:  # fmt: skip
    """Answer the customer (acceptance 13, 29); a Conflict tells why that cannot be.

    With a `hold` it leaves so much later, and can be taken back until then.
    """
    length = capabilities.length(text)
    check_text(text, capabilities.max_text, length=length, is_needed=not files)
    if refusal := of_ticket(ticket, capabilities):
        raise refusal.as_conflict()
    draft = helping.taken(change(ticket, now), by)
    if ticket.status is Status.closed:
        draft = states.opened(draft).add_event(EventName.reopened, by, because="agent_replied")
    if capabilities.assigns_on_reply and ticket.assignee_id is None and by.id:
        draft = given(draft, by.id, by, name=by.name)
    draft = _speak(
        draft,
        by,
        text,
        capabilities=capabilities,
        follows_up=follows_up,
        template=template,
        files=files,
        held_until=now + hold if hold else None,
    )
    return draft.set(is_followed_up=draft.ticket.is_followed_up or bool(template)).done()


def note(
    ticket: Ticket, by: Author, text: str, now: datetime, *, files: tuple[Attachment, ...] = ()
) -> Change:
    """Add a private comment (acceptance 87)."""
    check_text(text, 20_000, is_needed=not files)
    draft = change(ticket, now).add_note(by, text, files).set(updated_at=now)
    return draft.done()


def learn_email(ticket: Ticket, email: str, now: datetime) -> Change:
    """Note where the customer can be written to, where nothing was known."""
    draft = change(ticket, now)
    if not ticket.customer.email:
        draft = draft.set(customer=replace(ticket.customer, email=email))
    return draft.done()


def preview(text: str) -> str:
    """Return the first words on one line."""
    line = " ".join(text[: PREVIEW_LENGTH * 4].split())
    return line if len(line) <= PREVIEW_LENGTH else line[: PREVIEW_LENGTH - 1] + "…"


def words_of(text: str, files: Iterable[Attachment]) -> str:
    """Return what tells a message from others: its text, or else what came with it."""
    return text or ", ".join(file.name for file in files)


def leaves_by(ticket: Ticket) -> Kind:
    """Return the channel that an answer goes out by."""
    return Kind.email if ticket.is_mailing else ticket.channel


def check_text(
    text: str, longest: int, *, length: int | None = None, is_needed: bool = True
) -> None:
    """Refuse an empty text and one that the channel cannot carry, by its own measure."""
    if is_needed and not text.strip():
        raise Invalid("The text is empty.", code="empty_text")
    if (len(text) if length is None else length) > longest:
        raise Invalid(f"The text may have at most {longest} characters.", code="text_too_long")


def _wrote_at(ticket: Ticket, message: Message) -> datetime:
    """Return since when an answer is waited for: a message that comes late opens no window anew."""
    wrote_at = min(message.written_at or message.created_at, message.created_at)
    return max(wrote_at, ticket.customer_wrote_at or wrote_at)


def _is_mailing(ticket: Ticket, message: Message) -> bool:
    """Tell where the customer is now; whoever else writes into the thread does not move them."""
    if message.channel is ticket.channel:
        return False
    return ticket.is_mailing or bool(ticket.mail_to and message.sender == ticket.mail_to)


def _append(draft: Draft, message: Message) -> Draft:
    sequence = draft.ticket.sequence + 1
    version = (draft.before.version if draft.before else 0) + 1
    placed = replace(message, sequence=sequence, ticket_id=draft.ticket.id, version=version)
    draft = replace(draft, entries=(*draft.entries, placed)).set(sequence=sequence)
    if not message.provider_id:
        return draft
    return draft.mark(
        Seen(
            channel=message.channel,
            provider_id=message.provider_id,
            digest=message.digest,
            sequence=sequence,
        )
    )


def _speak(
    draft: Draft, by: Author, text: str, *, capabilities: Capabilities, follows_up: bool,
    template: str, files: tuple[Attachment, ...], held_until: datetime | None,
) -> Draft:  # fmt: skip
    ticket, now, leaves_at = draft.ticket, draft.now, held_until or draft.now
    is_pulled = capabilities.is_pulled and not ticket.is_mailing
    is_there = is_pulled and not held_until
    draft = draft.add_message(
        by,
        channel=leaves_by(ticket),
        is_inbound=False,
        text=text,
        attachments=files,
        recipient=ticket.mail_to if ticket.is_mailing else ticket.person,
        template=template,
        state=State.sent if is_there else State.queued,
        held_until=held_until,
        due_at=None if is_there else leaves_at + ORDERED_AGAIN_AFTER,
    )
    waits = is_pulled and follows_up and not ticket.is_followed_up and not ticket.is_spam
    return draft.set(
        preview=preview(words_of(text, files)),
        updated_at=now,
        read_by=ticket.read_by | {by.id} if by.type is AuthorType.agent else ticket.read_by,
        quiet_since=now,
        spoke_sequence=draft.ticket.sequence,
        follow_up_after=leaves_at + FOLLOW_UP_DELAY if waits else None,
    )
