"""A message as its channel sends it: from whom, to whom, in answer to what."""

from typing import Any

from chalicelib.accounts import senders
from chalicelib.accounts import storage as accounts
from chalicelib.channels.model import File, MediaLink, Outgoing, Template
from chalicelib.channels.registry import CHANNELS, capabilities
from chalicelib.core.desk import Desk
from chalicelib.customers.rules import names_a_place
from chalicelib.inboxes import storage as inboxes
from chalicelib.messaging.keywords.model import KeywordText
from chalicelib.messaging.reply_address import reply_address
from chalicelib.tickets import bodies, storage
from chalicelib.tickets.model import Attachment, Entry, Message, Ticket

_NEAR, _FAR = 20, 200


def prepared(desk: Desk, message: Message) -> Outgoing:
    """Return what is sent; the world is only read."""
    whole = bodies.whole(desk, message)
    assert isinstance(whole, Message)
    if CHANNELS[message.channel].providers:
        return _from_inbox(desk, whole)
    ticket, entries = storage.thread(desk, message.ticket_id, limit=_NEAR)
    ids = _earlier_ids(entries, message)
    if not ids and len(entries) == _NEAR:
        _, entries = storage.thread(desk, message.ticket_id, limit=_FAR)
        ids = _earlier_ids(entries, message)
    assert ticket is not None
    return _outgoing(desk, ticket, whole, ids)


def _from_inbox(desk: Desk, message: Message) -> Outgoing:
    ticket = storage.load(desk, message.ticket_id)
    # Where the customer wrote to is where the answer comes from.
    inbox = inboxes.at(desk, ticket.channel, ticket.inbox)
    return Outgoing(
        message_id=message.id,
        inbox_id=inbox.id if inbox else "",
        sender=ticket.inbox,
        sender_name="",
        recipient=message.recipient,
        text=message.text,
        template=_template(message.template),
        last_inbound_at=ticket.customer_wrote_at,
        is_automatic=message.is_automatic,
        **_files(desk, message, inbox.provider if inbox else ""),
    )


def _files(desk: Desk, message: Message, provider: str = "") -> dict[str, Any]:
    """Return the message's files: as addresses for who fetches them, else with their bytes."""
    limits = capabilities(message.channel).media.get(provider)
    files = message.attachments
    if limits is not None and limits.is_fetched:
        return {"media": tuple(_lent(desk, file) for file in files)}
    return {"files": tuple(_read(desk, file) for file in files)}


def _lent(desk: Desk, file: Attachment) -> MediaLink:
    url = desk.files.lend(file.key, name=file.name, content_type=file.content_type)
    return MediaLink(url=url, content_type=file.content_type, name=file.name)


def _read(desk: Desk, file: Attachment) -> File:
    content = desk.files.get(file.key)
    return File(name=file.name, content_type=file.content_type, content=content)


def _template(written: str) -> Template | None:
    name, _, language = written.partition(" ")
    return Template(name=name, language=language) if name else None


def keyword_answer(desk: Desk, text: KeywordText) -> Outgoing:
    """Return the automatic answer to a keyword: from where the text came to, to who wrote it."""
    inbox = inboxes.at(desk, text.channel, text.inbox)
    return Outgoing(
        message_id=text.id,
        inbox_id=inbox.id if inbox else "",
        sender=text.inbox,
        sender_name="",
        recipient=text.person,
        text=text.answer,
        is_automatic=True,
    )


def own_address(desk: Desk) -> str:
    """Return the address that the account has of us, which needs nobody's consent."""
    return accounts.account(desk).inbound_address(desk.place.mail_domain)


def _outgoing(desk: Desk, ticket: Ticket, message: Message, ids: list[str]) -> Outgoing:
    is_chat = capabilities(ticket.channel).is_pulled
    sender, name = senders.of_follow_ups(desk) if is_chat else senders.of_replies(desk)
    return Outgoing(
        message_id=message.id,
        sender=sender,
        sender_name=name,
        recipient=message.recipient,
        recipient_name=_name(ticket, message),
        reply_to=reply_address(desk, own_address(desk), ticket.id),
        text=message.text,
        subject=_subject(desk, ticket, message),
        in_reply_to=ids[-1] if ids else "",
        references=tuple(ids),
        is_automatic=message.is_automatic,
        **_files(desk, message),
    )


def _subject(desk: Desk, ticket: Ticket, message: Message) -> str:
    # Whoever forges a sender must not have their words mailed to the victim by a machine.
    words = "" if message.is_automatic else ticket.subject
    return words or f"Your conversation with {accounts.account(desk).name}"


def _name(ticket: Ticket, message: Message) -> str:
    name = ticket.customer.name
    is_theirs = message.recipient == ticket.customer.email and not message.is_automatic
    return name if is_theirs and not names_a_place(name) else ""


def _earlier_ids(entries: list[Entry], message: Message) -> list[str]:
    return [
        entry.provider_id
        for entry in entries
        if isinstance(entry, Message)
        and CHANNELS[entry.channel].capabilities.subject
        and entry.provider_id
        and entry.sequence < message.sequence
        and not (entry.is_inbound and entry.is_automatic)
    ]
