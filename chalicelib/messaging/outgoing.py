"""A message as its channel sends it: from whom, to whom, in answer to what."""

import re

from chalicelib.accounts import senders
from chalicelib.accounts import storage as accounts
from chalicelib.channels.model import Outgoing
from chalicelib.channels.registry import CHANNELS, capabilities
from chalicelib.core.desk import Desk
from chalicelib.messaging.reply_address import reply_address
from chalicelib.tickets import bodies, storage
from chalicelib.tickets.model import Entry, Message, Ticket

_NEAR, _FAR = 20, 200
_TELLING = re.compile(r"[/:@]|www\.|\.[a-z]{2,}\b", re.IGNORECASE)
"""In a name: something that a mail program may show as a link."""


def prepared(desk: Desk, message: Message) -> Outgoing:
    """Return what is sent; the world is only read."""
    whole = bodies.whole(desk, message)
    assert isinstance(whole, Message)
    ticket, entries = storage.thread(desk, message.ticket_id, limit=_NEAR)
    ids = _earlier_ids(entries, message)
    if not ids and len(entries) == _NEAR:
        _, entries = storage.thread(desk, message.ticket_id, limit=_FAR)
        ids = _earlier_ids(entries, message)
    assert ticket is not None
    return _outgoing(desk, ticket, whole, ids)


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
    )


def _subject(desk: Desk, ticket: Ticket, message: Message) -> str:
    # Whoever forges a sender must not have their words mailed to the victim by a machine.
    words = "" if message.is_automatic else ticket.subject
    return words or f"Your conversation with {accounts.account(desk).name}"


def _name(ticket: Ticket, message: Message) -> str:
    name = ticket.customer.name
    is_theirs = message.recipient == ticket.customer.email and not message.is_automatic
    return name if is_theirs and not _TELLING.search(name) else ""


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
