"""Which ticket a message belongs to: by signed token, by the ids it answers, by the person."""

from dataclasses import dataclass

from chalicelib.accounts import storage as accounts
from chalicelib.channels.model import Inbound, Kind, Reopen
from chalicelib.channels.registry import capabilities
from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound
from chalicelib.messaging.reply_address import ticket_of_token
from chalicelib.messaging.rules import is_known_person, is_within_reopen_window
from chalicelib.tickets import storage
from chalicelib.tickets.model import Status, Ticket

_LOOKED_UP = 20
"""Ids of earlier mails that are looked up at most: a stranger can list thousands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The ticket to join, or the one to link the new one to; at most one of them."""

    joins: Ticket | None = None
    links: Ticket | None = None
    is_requester: bool = True


def match(desk: Desk, inbound: Inbound) -> Match:
    """Return what the message belongs to; never by subject or body (decision 4)."""
    if ticket := _by_token(desk, inbound):
        return _judge(desk, ticket, inbound)
    if ticket := _by_ids(desk, inbound):
        if is_known_person(ticket, inbound.sender.address):
            return _judge(desk, ticket, inbound)
        # An id can be copied from a forwarded mail: it proves less than our token does.
        return Match(links=ticket)
    if ticket := _by_person(desk, inbound):
        return _judge(desk, ticket, inbound)
    return Match()


def still_joins(desk: Desk, ticket: Ticket, inbound: Inbound) -> bool:
    """Tell whether the message belongs to the ticket as it has become since it was found."""
    return _judge(desk, ticket, inbound).joins is not None


def _judge(desk: Desk, ticket: Ticket, inbound: Inbound) -> Match:
    can_reopen = capabilities(ticket.channel).reopen is Reopen.reopens
    days = accounts.account(desk).settings.reopen_window_days
    is_open = ticket.status is not Status.closed and not _is_over(ticket, inbound)
    if is_open or (can_reopen and is_within_reopen_window(ticket, desk.now(), days)):
        is_requester = is_known_person(ticket, inbound.sender.address)
        return Match(joins=ticket, is_requester=is_requester)
    return Match(joins=ticket) if inbound.is_automatic else Match(links=ticket)


def _is_over(ticket: Ticket, inbound: Inbound) -> bool:
    return ticket.is_ended and inbound.channel is ticket.channel


def _by_token(desk: Desk, inbound: Inbound) -> Ticket | None:
    for token in inbound.tokens[:_LOOKED_UP]:
        if ticket_id := ticket_of_token(desk, token):
            return _loaded(desk, ticket_id)
    return None


def _by_ids(desk: Desk, inbound: Inbound) -> Ticket | None:
    for thread_id in dict.fromkeys(inbound.thread_ids[:_LOOKED_UP]):
        if found := storage.ticket_of_message(desk, Kind.email, thread_id):
            return _loaded(desk, found[0])
    return None


def _by_person(desk: Desk, inbound: Inbound) -> Ticket | None:
    if not capabilities(inbound.channel).threads_by_person:
        return None
    person = inbound.sender.address
    ticket_id = storage.ticket_of_conversation(desk, inbound.channel, inbound.inbox, person)
    return _loaded(desk, ticket_id) if ticket_id else None


def _loaded(desk: Desk, ticket_id: str) -> Ticket | None:
    try:
        return storage.load(desk, ticket_id, consistent=False)
    except NotFound:
        return None
