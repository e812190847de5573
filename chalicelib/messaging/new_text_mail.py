"""The mail to the team about a new text (acceptance 73, decision 35).

The stream orders it, so receiving never waits for it; its claim on the ticket is written before it
is sent, so that nobody gets two about one ticket within the rest.
"""

import json
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import NumberAttribute

from chalicelib.accounts import mails, roster
from chalicelib.accounts import storage as accounts
from chalicelib.accounts.settings.model import Settings, Texting
from chalicelib.channels.email.model import LOOP_HEADER
from chalicelib.channels.registry import capabilities
from chalicelib.core.desk import Desk
from chalicelib.core.errors import DeliveryFailed, Unavailable, Uncertain
from chalicelib.table import keys
from chalicelib.table.row import MomentAttribute, Row
from chalicelib.table.write import ConditionFailed, translated
from chalicelib.telemetry.log import logger
from chalicelib.tickets import storage
from chalicelib.tickets.model import Message, Ticket
from chalicelib.tickets.rules.speaking import words_of

NEW_TEXT_JOB = "new_text"
RESTS = timedelta(minutes=15)
CHANNELS = frozenset(Settings().texting)
_MOST = 50
"""How many the mail service takes at once."""
_LOOKED_AT = 20


class AlertedRow(Row, discriminator="alerted"):
    """When the team was told of a ticket's new text; `expires_at` is the table's TTL attribute."""

    alerted_at = MomentAttribute()
    expires_at = NumberAttribute()


def orders(desk: Desk, texts: Iterable[tuple[str, str]]) -> list[str]:
    """Return the orders that follow from new texts, given as (channel, ticket id).

    A channel that brings no texts is nobody's mistake: tickets of any come to the team.
    """
    texting = accounts.account(desk).settings.texting
    notifies = {channel for channel, own in texting.items() if own.notifies}
    wanted = dict.fromkeys(ticket_id for channel, ticket_id in texts if channel in notifies)
    job = {"job": NEW_TEXT_JOB, "account_id": desk.account_id}
    return [json.dumps({**job, "ticket_id": ticket_id}) for ticket_id in wanted]


def send(desk: Desk, ticket_id: str) -> bool:
    """Tell the team of a ticket's newest text; False where that is not wanted, or was done."""
    ticket, entries = storage.thread(desk, ticket_id, limit=_LOOKED_AT)
    assert ticket is not None
    own = accounts.account(desk).settings.texting.get(ticket.channel)
    news = [e for e in entries if isinstance(e, Message) and _is_news(e)]
    words = [words_of(each.text, each.attachments) for each in news]
    is_apart = ticket.is_spam or ticket.is_helped
    if own is None or not own.notifies or is_apart or not words:
        return False
    recipients = _recipients(desk, own, ticket)[:_MOST]
    if not recipients or not _claim(desk, ticket_id, desk.now()):
        return False
    try:
        _mail(desk, ticket, words[-1], recipients)
    except Unavailable:
        _release(desk, ticket_id)
        raise
    except (DeliveryFailed, Uncertain) as failure:
        extra = {"account": desk.account_id, "ticket": ticket_id, "code": failure.code}
        logger.warning("the mail about a new text failed", extra=extra)
    return True


def _is_news(message: Message) -> bool:
    return message.is_inbound and not message.is_automatic


def _recipients(desk: Desk, own: Texting, ticket: Ticket) -> tuple[str, ...]:
    """Return the list of the settings, else the assignee, else who is online."""
    if own.notify:
        return tuple(address for address in own.notify if not _is_ours(desk, address))
    team = {agent.id: agent for agent in accounts.agents(desk) if agent.is_active}
    if ticket.assignee_id in team:
        return (team[ticket.assignee_id].email,)
    return tuple(team[s.agent_id].email for s in roster.read(desk).shifts if s.agent_id in team)


def _is_ours(desk: Desk, address: str) -> bool:
    """Tell whether a mail to this address would come back as a ticket."""
    account = accounts.account(desk)
    ours = {support.address for support in account.support_addresses}
    return address in {*ours, account.inbound_address(desk.place.mail_domain)}


def _mail(desk: Desk, ticket: Ticket, words: str, recipients: tuple[str, ...]) -> None:
    who = ticket.customer.name or ticket.customer.phone or ticket.person
    account = accounts.account(desk)
    text = (
        f"{who} wrote to {account.name}:\n\n{words}\n\n"
        f"Answer: {desk.place.base_url}/console#/all/open/{ticket.id}\n"
    )
    mails.send(
        desk,
        *recipients,
        subject=f"New {capabilities(ticket.channel).noun} from {who}",
        text=text,
        ref="new-text",
        headers={LOOP_HEADER: account.inbound_address(desk.place.mail_domain)},
    )


def _claim(desk: Desk, ticket_id: str, now: datetime) -> bool:
    row = AlertedRow(*keys.alerted(desk.account_id, ticket_id))
    has_rested = AlertedRow.alerted_at <= now - RESTS
    actions: list[Any] = [
        Row.type.set(AlertedRow),
        AlertedRow.alerted_at.set(now),
        AlertedRow.expires_at.set(int((now + 2 * RESTS).timestamp())),
        Row.operation.set(desk.operation_id),
    ]
    mine = Row.operation == desk.operation_id
    try:
        with translated():
            condition = Row.pk.does_not_exist() | has_rested | mine
            row.update(actions=actions, condition=condition)
    except ConditionFailed:
        return False
    return True


def _release(desk: Desk, ticket_id: str) -> None:
    """Give the claim back: the mail surely was not taken, and is tried again."""
    row = AlertedRow(*keys.alerted(desk.account_id, ticket_id))
    with suppress(ConditionFailed), translated():
        mine = Row.operation == desk.operation_id
        row.update(actions=[AlertedRow.alerted_at.set(desk.now() - RESTS)], condition=mine)
