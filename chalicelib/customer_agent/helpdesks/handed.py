"""What was handed over, in the table: claimed before it is asked for, so that it is done once.

A claim whose asker was never heard of again ends; whoever comes then looks first whether it was
done after all (`docs/adr/0030`).
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from pynamodb.attributes import UnicodeAttribute

from chalicelib.channels.model import Kind
from chalicelib.core.desk import Desk
from chalicelib.core.errors import DeskhandError, Unavailable, Uncertain
from chalicelib.customer_agent.helpdesks.model import Handed, Helpdesk, Made, Outside
from chalicelib.customer_agent.helpdesks.rules import HOSTS
from chalicelib.table import helpdesk_keys
from chalicelib.table.keys import Key
from chalicelib.table.read import find, rows
from chalicelib.table.row import MomentAttribute, Row
from chalicelib.table.write import ConditionFailed, Put, absent_or_mine, transact

LEASE = timedelta(minutes=1)
"""Longer than all that one attempt may ask for."""


class HandedRow(Row, discriminator="handed"):
    """A ticket elsewhere, or a message in it; without `outside_id` it is still a claim."""

    helpdesk = UnicodeAttribute(null=True)
    place = UnicodeAttribute(null=True)
    outside_id = UnicodeAttribute(null=True)
    person_id = UnicodeAttribute(null=True)
    channel = UnicodeAttribute(null=True)
    url = UnicodeAttribute(null=True)
    claimed_at = MomentAttribute()
    """When it was tried first."""
    until = MomentAttribute()


class OutsideTicketRow(Row, discriminator="outside_ticket"):
    """Which of our tickets it was."""

    ticket_id = UnicodeAttribute()


def of(desk: Desk, ticket_id: str) -> Handed | None:
    """Return what became of a ticket of ours, or None where it was never handed over."""
    key = helpdesk_keys.handed(desk.account_id, ticket_id)
    row = find(HandedRow, key, consistent=True)
    return _handed(ticket_id, row) if row and row.outside_id else None


def ticket_of(desk: Desk, helpdesk: Helpdesk, place: str, outside_id: str) -> str | None:
    """Return which of our tickets one elsewhere was, or None for one that is theirs alone."""
    key = helpdesk_keys.outside_ticket(desk.account_id, _host(helpdesk, place), outside_id)
    row = find(OutsideTicketRow, key, consistent=True)
    return row.ticket_id if row else None


def known_words(desk: Desk, ticket_id: str) -> frozenset[str]:
    """Return the ids elsewhere of what the customer said since."""
    pk, word = helpdesk_keys.handed_word(desk.account_id, ticket_id, "")
    found = rows(pk, Row.sk.startswith(word), consistent=True)
    return frozenset(r.outside_id for r in found if isinstance(r, HandedRow) and r.outside_id)


def once(
    desk: Desk, key: Key, *, look: Callable[[datetime], Made | None],
    make: Callable[[datetime], Made], fill: Callable[[HandedRow, Made], list[Put]],
) -> None:  # fmt: skip
    """Have something made there that is not, and note it; `look` finds what an earlier try made.

    Raises Unavailable while somebody else is at it, and where nobody knows what became of it: it
    is looked for when the claim has ended. Both hear when it was tried first.
    """
    now = desk.now()
    before = find(HandedRow, key, consistent=True)
    if before is not None and before.outside_id:
        return
    claim = _claimed(desk, key, before, now)
    try:
        made = (look(claim.claimed_at) if before else None) or make(claim.claimed_at)
    except Uncertain as error:
        raise _wait(claim.until, now) from error
    except DeskhandError:
        _give_up(desk, claim, now)
        raise
    claim.outside_id, claim.person_id = made.id, made.person_id or None
    transact(desk, [Put(row=claim, condition=HandedRow.until == claim.until), *fill(claim, made)])


def filled(desk: Desk, row: HandedRow, handed: Handed) -> list[Put]:
    """Write into the row of a ticket what it became, and return the write that leads back."""
    outside = handed.outside
    row.helpdesk, row.place, row.url = outside.helpdesk.value, handed.place, outside.url
    row.channel = handed.channel.value
    host = _host(outside.helpdesk, handed.place)
    key = helpdesk_keys.outside_ticket(desk.account_id, host, outside.ticket_id)
    return [Put(row=OutsideTicketRow(*key, ticket_id=handed.conversation_id))]


def _claimed(desk: Desk, key: Key, before: HandedRow | None, now: datetime) -> HandedRow:
    if before is not None and before.until > now:
        raise _wait(before.until, now)
    row = HandedRow(*key, claimed_at=before.claimed_at if before else now, until=now + LEASE)
    free = absent_or_mine(desk.operation_id)
    if before is not None:
        free = (HandedRow.until == before.until) & HandedRow.outside_id.does_not_exist()
    try:
        transact(desk, [Put(row=row, condition=free)])
    except ConditionFailed as error:
        raise _wait(now + LEASE, now) from error
    return row


def _give_up(desk: Desk, claim: HandedRow, now: datetime) -> None:
    """End a claim early. The row stays, so that the next try looks before it asks again."""
    condition, claim.until = HandedRow.until == claim.until, now
    with suppress(ConditionFailed, Unavailable):  # then it ends by itself
        transact(desk, [Put(row=claim, condition=condition)])


def _wait(until: datetime, now: datetime) -> Unavailable:
    seconds = max(1, round((until - now).total_seconds()))
    return Unavailable("It is not known yet whether it is done.", retry_after=seconds)


def _host(helpdesk: Helpdesk, place: str) -> str:
    return f"{place}.{HOSTS[helpdesk]}"


def _handed(ticket_id: str, row: HandedRow) -> Handed:
    helpdesk = Helpdesk(row.helpdesk)
    return Handed(
        conversation_id=ticket_id,
        outside=Outside(helpdesk=helpdesk, ticket_id=row.outside_id, url=row.url),
        place=row.place,
        person_id=row.person_id or "",
        channel=Kind(row.channel),
    )
