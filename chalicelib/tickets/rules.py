"""What may happen to a ticket, decided from values alone; one function a verb.

Sources: `docs/acceptance.md` by number; the channel's rules come as `Capabilities`.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.channels.model import Capabilities, Kind, Reopen
from chalicelib.core.errors import Conflict, Invalid
from chalicelib.core.moments import rfc3339
from chalicelib.tickets.assignment import given
from chalicelib.tickets.changes import Draft, change
from chalicelib.tickets.model import (
    EVERYONE,
    Author,
    AuthorType,
    Change,
    EventName,
    Message,
    Seen,
    State,
    Status,
    Tag,
    Ticket,
)

FOLLOW_UP_DELAY = timedelta(seconds=180)
MAX_SNOOZE = timedelta(days=366)
MAX_TAGS = 50
PREVIEW_LENGTH = 80
BLOCKED = "blocked"
"""Why nobody answers whom the team has blocked."""
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
        preview=preview(message.text),
        read_by=frozenset(),
        updated_at=draft.now,
        quiet_since=None,
        follow_up_after=None,
        is_mailing=_is_mailing(ticket, message),
    )
    by = message.author
    if ticket.status is Status.snoozed and not ticket.keep_on_reply:
        draft = _open(draft).add_event(EventName.woke, by, because="customer_wrote")
    if ticket.status is Status.closed and capabilities.reopen is Reopen.reopens:
        draft = _open(draft).add_event(EventName.reopened, by, because="customer_wrote")
    return draft


def reply(
    ticket: Ticket, by: Author, text: str, now: datetime, *, capabilities: Capabilities,
    follows_up: bool = True,
) -> Change:  # fmt: skip
    """Answer the customer (acceptance 13, 29); a Conflict tells why that cannot be."""
    check_text(text, capabilities.max_text)
    if refusal := reply_refusal(ticket, capabilities):
        raise Conflict("This conversation has ended; the customer's next message starts another.",
                       code=refusal)  # fmt: skip
    draft = change(ticket, now)
    if ticket.status is Status.closed:
        draft = _open(draft).add_event(EventName.reopened, by, because="agent_replied")
    if capabilities.assigns_on_reply and ticket.assignee_id is None and by.id:
        draft = given(draft, by.id, by, name=by.name)
    return _speak(draft, by, text, capabilities=capabilities, follows_up=follows_up).done()


def reply_refusal(ticket: Ticket, capabilities: Capabilities) -> str | None:
    """Return why no reply can be sent, or None; shown before the agent types (decision 15)."""
    is_over = ticket.status is Status.closed and not capabilities.agent_may_reopen
    if is_over or (ticket.is_ended and not (ticket.customer.email or ticket.mail_to)):
        return "closed_chat"
    if not capabilities.is_pulled and not ticket.person:
        return "no_address"
    return None


def note(ticket: Ticket, by: Author, text: str, now: datetime) -> Change:
    """Add a private comment (acceptance 87)."""
    check_text(text, 20_000)
    draft = change(ticket, now).add_note(by, text).set(updated_at=now)
    return draft.done()


def snooze(
    ticket: Ticket, until: datetime, by: Author, now: datetime, *, keep_on_reply: bool = False
) -> Change:
    """Hide until a moment in the future, at most a year away (acceptance 50, decision 9)."""
    if not now < until <= now + MAX_SNOOZE:
        raise Invalid("A snooze must end in the future, within a year.", code="bad_snooze")
    if ticket.status is Status.closed:
        raise Conflict("A closed ticket cannot be snoozed; reopen it first.", code="closed")
    draft = change(ticket, now).set(
        status=Status.snoozed, snoozed_until=until, keep_on_reply=keep_on_reply, updated_at=now
    )
    return draft.add_event(EventName.snoozed, by, until=rfc3339(until)).done()


def close(ticket: Ticket, by: Author, now: datetime, *, because: str = "agent") -> Change:
    """Close (acceptance 51); cancels snooze and auto-close. Closing twice is once.

    Who left a chat still gets the answer that they have not seen (acceptance 78).
    """
    draft = change(ticket, now)
    return (draft if ticket.status is Status.closed else closing(draft, by, because)).done()


def end(ticket: Ticket, by: Author, now: datetime) -> Change:
    """End a chat from the visitor's side; what they asked stays open for the team."""
    draft = change(ticket, now)
    if ticket.is_ended or ticket.status is Status.closed:
        return draft.done()
    return draft.set(is_ended=True).add_event(EventName.ended, by).done()


def learn_email(ticket: Ticket, email: str, now: datetime) -> Change:
    """Note where the customer can be written to, where nothing was known."""
    draft = change(ticket, now)
    if not ticket.customer.email:
        draft = draft.set(customer=replace(ticket.customer, email=email))
    return draft.done()


def reopen(ticket: Ticket, by: Author, now: datetime, *, capabilities: Capabilities) -> Change:
    """Open again what is snoozed or closed; closed chats stay closed (acceptance 20)."""
    if ticket.status is Status.open:
        return change(ticket, now).done()
    if ticket.status is Status.closed and not capabilities.agent_may_reopen:
        raise Conflict("A closed chat is never reopened.", code="closed_chat")
    was = EventName.reopened if ticket.status is Status.closed else EventName.woke
    # A clock that ran on through the snooze would close at once what an agent has just opened.
    quiet_since = now if ticket.quiet_since else None
    draft = _open(change(ticket, now)).set(updated_at=now, quiet_since=quiet_since)
    return draft.add_event(was, by, because="agent").done()


def retag(
    ticket: Ticket, by: Author, now: datetime, *, add: tuple[str, ...], remove: tuple[str, ...]
) -> Change:
    """Add and remove tags by hand; names are free text of 1 to 60 characters."""
    kept = {tag.name: tag for tag in ticket.tags if tag.name not in remove}
    fresh = [name for name in dict.fromkeys(add) if name not in kept]
    if any(not name or len(name) > 60 or name != name.strip() for name in fresh):
        raise Invalid("A tag is 1 to 60 characters without outer spaces.", code="bad_tag")
    kept |= {name: Tag(name=name) for name in fresh}
    if len(kept) > MAX_TAGS:
        raise Invalid(f"A ticket carries at most {MAX_TAGS} tags.", code="too_many_tags")
    gone = [tag.name for tag in ticket.tags if tag.name not in kept]
    if len(fresh) + len(gone) > MAX_TAGS:  # each is an event, and a transaction has 100 rows
        raise Invalid(f"Change at most {MAX_TAGS} tags at once.", code="too_many_tags")
    draft = change(ticket, now)
    # One event however many tags: a transaction takes a hundred rows.
    if fresh:
        draft = draft.add_event(EventName.tagged, by, tags=", ".join(fresh))
    if gone:
        draft = draft.add_event(EventName.untagged, by, tags=", ".join(gone))
    return draft.set(tags=tuple(sorted(kept.values(), key=lambda tag: tag.name))).done()


def read(ticket: Ticket, agent_id: str, now: datetime, *, is_read: bool) -> Change:
    """Mark read or unread for one agent (decision 14)."""
    mine = {agent_id}
    readers = ticket.read_by | mine if is_read else ticket.read_by - mine - {EVERYONE}
    if is_read and not ticket.is_unread_for(agent_id):
        readers = ticket.read_by
    return change(ticket, now).set(read_by=frozenset(readers)).done()


def judge_spam(ticket: Ticket, by: Author, now: datetime, *, is_spam: bool) -> Change:
    """Move to the Spam view or back, where it asks for eyes as it never did (acceptance 42, 44)."""
    draft = change(ticket, now)
    if ticket.is_spam == is_spam:
        return draft.done()
    name = EventName.marked_spam if is_spam else EventName.marked_not_spam
    draft = draft.set(is_spam=is_spam, follow_up_after=None)
    if not is_spam:
        draft = draft.set(read_by=ticket.read_by - {EVERYONE})
    return draft.add_event(name, by).done()


def preview(text: str) -> str:
    """Return the first words on one line."""
    line = " ".join(text[: PREVIEW_LENGTH * 4].split())
    return line if len(line) <= PREVIEW_LENGTH else line[: PREVIEW_LENGTH - 1] + "…"


def check_text(text: str, longest: int) -> None:
    """Refuse an empty text and one that the channel cannot carry."""
    if not text.strip():
        raise Invalid("The text is empty.", code="empty_text")
    if len(text) > longest:
        raise Invalid(f"The text may have at most {longest} characters.", code="text_too_long")


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


def _open(draft: Draft) -> Draft:
    return draft.set(status=Status.open, snoozed_until=None, keep_on_reply=False, closed_at=None)


def closing(draft: Draft, by: Author, because: str) -> Draft:
    """Close as a step of a larger change."""
    return draft.set(
        status=Status.closed,
        closed_at=draft.now,
        updated_at=draft.now,
        snoozed_until=None,
        keep_on_reply=False,
        quiet_since=None,
    ).add_event(EventName.closed, by, because=because)


def _speak(
    draft: Draft, by: Author, text: str, *, capabilities: Capabilities, follows_up: bool
) -> Draft:
    ticket, now = draft.ticket, draft.now
    is_pulled = capabilities.is_pulled and not ticket.is_mailing
    draft = draft.add_message(
        by,
        channel=Kind.email if ticket.is_mailing else ticket.channel,
        is_inbound=False,
        text=text,
        recipient=ticket.mail_to if ticket.is_mailing else ticket.person,
        state=State.sent if is_pulled else State.queued,
        due_at=None if is_pulled else now + ORDERED_AGAIN_AFTER,
    )
    waits = is_pulled and follows_up and not ticket.is_followed_up and not ticket.is_spam
    return draft.set(
        preview=preview(text),
        updated_at=now,
        read_by=ticket.read_by | {by.id} if by.type is AuthorType.agent else ticket.read_by,
        quiet_since=now,
        spoke_sequence=draft.ticket.sequence,
        follow_up_after=now + FOLLOW_UP_DELAY if waits else None,
    )
