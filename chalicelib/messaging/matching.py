"""Which ticket a message belongs to: by signed token, by the ids it answers, by the person."""

from dataclasses import dataclass
from datetime import timedelta

from chalicelib.accounts import storage as accounts
from chalicelib.channels.model import Inbound, Reopen
from chalicelib.channels.registry import capabilities
from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound, RateLimited
from chalicelib.messaging.reply_address import ticket_of_token
from chalicelib.messaging.rules import is_known_person, is_requester, is_within_reopen_window
from chalicelib.table import rates
from chalicelib.telemetry.log import logger
from chalicelib.tickets import markers, storage
from chalicelib.tickets.model import Status, Ticket

_GUESSES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The ticket to join, or the one to link the new one to; at most one of them."""

    joins: Ticket | None = None
    links: Ticket | None = None
    is_requester: bool = True


def match(desk: Desk, inbound: Inbound, *, consistent: bool = False) -> Match:
    """Return what the message belongs to; never by subject or body (decision 4).

    The first look may be a little stale: who commits on it notices, and looks again.
    """
    if ticket := _by_token(desk, inbound, consistent=consistent):
        return _judge(desk, ticket, inbound)
    if ticket := _by_ids(desk, inbound, consistent=consistent):
        if is_known_person(ticket, inbound.sender.address):
            return _judge(desk, ticket, inbound)
        # An id can be copied from a forwarded mail: it proves less than our token does.
        return Match(links=ticket)
    if ticket := _by_person(desk, inbound, consistent=consistent):
        return _judge(desk, ticket, inbound)
    return Match()


def still_joins(desk: Desk, ticket: Ticket, inbound: Inbound) -> bool:
    """Tell whether the ticket takes the message as it is now, or the message starts another."""
    if inbound.is_automatic:
        return True
    if ticket.status is not Status.closed:
        return not (ticket.is_ended and inbound.channel is ticket.channel)
    days = accounts.account(desk).settings.reopen_window_days
    can_reopen = capabilities(ticket.channel).reopen is Reopen.reopens
    return can_reopen and is_within_reopen_window(ticket, desk.now(), days)


def _judge(desk: Desk, ticket: Ticket, inbound: Inbound) -> Match:
    if not still_joins(desk, ticket, inbound):
        return Match(links=ticket)
    return Match(joins=ticket, is_requester=is_requester(ticket, inbound.sender.address))


def _by_token(desk: Desk, inbound: Inbound, *, consistent: bool) -> Ticket | None:
    for token in inbound.tokens:
        if ticket_id := ticket_of_token(desk, token):
            return _loaded(desk, ticket_id, consistent=consistent)
    if inbound.tokens:
        _note_guess(desk, inbound.sender.address)
    return None


def _by_ids(desk: Desk, inbound: Inbound, *, consistent: bool) -> Ticket | None:
    if capabilities(inbound.channel).threads_by_person:  # there, an answer may name any message
        return None
    for thread_id in inbound.thread_ids:
        if found := markers.ticket_of_message(desk, inbound.channel, thread_id):
            return _loaded(desk, found[0], consistent=consistent)
    return None


def _by_person(desk: Desk, inbound: Inbound, *, consistent: bool) -> Ticket | None:
    if not capabilities(inbound.channel).threads_by_person:
        return None
    person = inbound.sender.address
    ticket_id = markers.ticket_of_conversation(
        desk, inbound.channel, inbound.inbox, person, consistent=consistent
    )
    return _loaded(desk, ticket_id, consistent=consistent) if ticket_id else None


def _loaded(desk: Desk, ticket_id: str, *, consistent: bool) -> Ticket | None:
    try:
        return storage.load(desk, ticket_id, consistent=consistent)
    except NotFound:
        return None


def _note_guess(desk: Desk, source: str) -> None:
    """Count tokens that are none of ours: nobody mistypes one twenty times an hour."""
    try:
        rates.limit(desk, "reply_tokens", source, most=_GUESSES, per=timedelta(hours=1))
    except RateLimited:
        logger.warning("reply tokens are guessed", extra={"account": desk.account_id})
