"""Whether a ticket can be answered now: what the rule needs to know, read from the world."""

from dataclasses import replace
from itertools import takewhile

from chalicelib.accounts import storage as accounts
from chalicelib.channels.registry import capabilities
from chalicelib.core.desk import Desk
from chalicelib.customers import storage as customers
from chalicelib.customers.consent.model import Consents
from chalicelib.tickets import refusals, storage
from chalicelib.tickets.attachments import limits
from chalicelib.tickets.attachments import rules as attachments
from chalicelib.tickets.blocking import is_blocked
from chalicelib.tickets.model import Entry, Message, State, Ticket
from chalicelib.tickets.refusals import Circumstances, Refusal
from chalicelib.tickets.rules import holding


def refusal(
    desk: Desk, ticket: Ticket, *, is_automatic: bool = False, has_template: bool = False
) -> Refusal | None:
    """Return why nothing can be sent now, or None; no read at all where nobody need agree."""
    around = _around(desk, ticket, is_automatic=is_automatic)
    around = replace(around, has_template=has_template, is_blocked=is_blocked(desk, ticket))
    return refusals.refusal(ticket, capabilities(ticket.channel), around)


def of_template(desk: Desk, ticket: Ticket) -> Refusal | None:
    """Return why an approved template cannot, or need not, be sent now, or None."""
    around = _around(desk, ticket, is_automatic=False)
    around = replace(around, has_template=True, is_blocked=is_blocked(desk, ticket))
    ticket = _followed_up(desk, ticket)
    return refusals.of_template(ticket, capabilities(ticket.channel), around)


def again(desk: Desk, ticket: Ticket, message: Message) -> Refusal | None:
    """Return why a message that failed must not be sent again, or None."""
    around = replace(
        _around(desk, ticket, is_automatic=message.is_automatic),
        needs_no_consent=message.is_automatic,
        has_template=bool(message.template),
        is_blocked=is_blocked(desk, ticket),
    )
    if message.template:
        ticket = _followed_up(desk, ticket, besides=message.sequence)
    return refusals.again(ticket, capabilities(ticket.channel), around)


def unwanted(
    desk: Desk, ticket: Ticket, *, is_automatic: bool, has_template: bool = False
) -> Refusal | None:
    """Return why what was queued must not leave any more (I-11), or None.

    Consent of the unknown was asked for when it was queued, as far as it needed any.
    """
    around = _around(desk, ticket, is_automatic=is_automatic)
    around = replace(around, needs_no_consent=is_automatic, has_template=has_template)
    return refusals.unwanted(ticket, capabilities(ticket.channel), around)


def shown(desk: Desk, ticket: Ticket) -> dict[str, object]:
    """Return what the composer tells before the agent types (decision 15)."""
    carries, around = capabilities(ticket.channel), _around(desk, ticket, is_automatic=False)
    around = replace(around, is_blocked=is_blocked(desk, ticket))
    found = refusals.refusal(ticket, carries, around)
    return {
        "is_possible": found is None,
        "code": found.code if found else None,
        "detail": found.detail if found else None,
        "until": refusals.open_until(ticket, carries, around),
        "can_follow_up": _can_follow_up(desk, ticket, around),
        "hold_seconds": int(holding.hold_of(ticket, carries).total_seconds()),
        "attachments": attachments.shown(limits.of_reply(desk, ticket)),
    }


def _can_follow_up(desk: Desk, ticket: Ticket, around: Circumstances) -> bool:
    is_on = accounts.account(desk).settings.whatsapp.follow_up.enabled
    around = replace(around, has_template=True)
    carries = capabilities(ticket.channel)
    if not is_on or not carries.templates:
        return False
    return refusals.of_template(_followed_up(desk, ticket), carries, around) is None


def _followed_up(desk: Desk, ticket: Ticket, *, besides: int = 0) -> Ticket:
    """Return the ticket with what became of its template: one that failed invited nobody.

    Deliveries never move the head, which has known since it was queued; so the thread is asked.
    """
    if not ticket.is_followed_up:
        return ticket
    _, entries = storage.thread(desk, ticket.id)
    invitations = _invitations(entries)
    if not invitations:  # further back: it went out long ago
        return ticket
    others = [each for each in invitations if each.sequence != besides]
    is_out = any(each.state is not State.failed for each in others)
    return replace(ticket, is_followed_up=is_out)


def _invitations(entries: list[Entry]) -> list[Message]:
    """Return the templates sent since the customer wrote last."""
    messages = [entry for entry in entries if isinstance(entry, Message) and not entry.is_automatic]
    since = takewhile(lambda message: not message.is_inbound, reversed(messages))
    return [message for message in since if message.template]


def _around(desk: Desk, ticket: Ticket, *, is_automatic: bool) -> Circumstances:
    return Circumstances(
        now=desk.now(),
        consents=_consents(desk, ticket),
        answers_late=accounts.account(desk).settings.answers_late.get(ticket.channel, False),
        is_automatic=is_automatic,
    )


def _consents(desk: Desk, ticket: Ticket) -> Consents:
    carries = capabilities(ticket.channel)
    if not (carries.needs_consent or carries.has_keywords):
        return ()
    return customers.load(desk, ticket.customer.id, consistent=True).consents
