"""What the table's stream says that is counted. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from chalicelib.accounts.rows import AccountRow, account_of
from chalicelib.channels.model import Kind
from chalicelib.channels.registry import CHANNELS
from chalicelib.core.ids import message_address
from chalicelib.customers.events.storage import EventRow
from chalicelib.marketing.events.rules import NO_CURRENCY
from chalicelib.marketing.links.storage import link_of
from chalicelib.marketing.sends.storage import SendRow
from chalicelib.reports.model import Click, Fact, Left, Order, Source
from chalicelib.table import keys
from chalicelib.table.across_accounts import LinkRow
from chalicelib.table.row import Row
from chalicelib.tickets.entry_rows import MessageRow
from chalicelib.tickets.model import State
from chalicelib.tickets.rows import TicketRow

Record = Mapping[str, Any]
_LEFT = {State.sent.value, State.delivered.value, State.read.value}
_COUNTED = {"ticket", "message", "send", "link", "customer_event"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A campaign's or flow's message that a customer received, and where it lies."""

    place: keys.Key
    source: Source
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is to be counted: sends, and tickets with what others than their entries tell."""

    sends: list[Sent] = field(default_factory=list[Sent])
    tickets: dict[str, list[Fact]] = field(default_factory=lambda: defaultdict(list))


def owner(record: Record) -> str | None:
    """Return the account that a record is about: a link lies outside of its own."""
    pk: str = record["Keys"]["pk"]["S"]
    if keys.is_of_account(pk):
        return keys.owner(pk)
    image: Mapping[str, Any] = record.get("NewImage") or {}
    return image["account_id"]["S"] if image.get("_t", {}).get("S") == "link" else None


def moves_weekly_mail(records: Sequence[Record]) -> bool:
    """Tell whether the weekly mail was switched, or its Monday begins at another moment."""
    return any(
        _weekly(before) != _weekly(after)
        for record in records
        if isinstance(after := _row(record.get("NewImage")), AccountRow)
        and isinstance(before := _row(record.get("OldImage")), AccountRow)
    )


def _weekly(row: AccountRow) -> tuple[bool, str]:
    settings = account_of(row).settings
    return settings.reports.weekly_email.is_on, settings.time_zone


def _row(image: Record | None) -> Row | None:
    if not image or image["sk"]["S"] != keys.account("")[1]:
        return None
    return Row.from_raw_data(dict(image))


def told(records: Sequence[Record]) -> Told:
    """Return what these records say; most say nothing."""
    found = Told()
    for record in records:
        image: Mapping[str, Any] = record.get("NewImage") or {}
        if image.get("_t", {}).get("S") in _COUNTED:
            _note(found, Row.from_raw_data(dict(image)), is_new="OldImage" not in record)
    return found


def _note(found: Told, row: Row, *, is_new: bool) -> None:
    match row:
        case SendRow() if is_new:
            found.sends.append(_sent(row))
        case TicketRow() if _is_counted(row.channel):
            found.tickets[keys.ticket_of(row.pk)].extend(())  # to be looked at, at least
        case MessageRow() if row.links and row.state in _LEFT:
            sequence = int(row.sk.removeprefix(keys.FIRST_ENTRY))
            left = Left(sequence=sequence, links=len(row.links), at=row.created_at)
            found.tickets[keys.ticket_of(row.pk)].append(left)
        case LinkRow() if row.clicks:
            _click(found, row)
        case EventRow() if row.message_id:
            _order(found, row)
        case _:
            pass


def _is_counted(channel: str) -> bool:
    known = CHANNELS.get(Kind(channel)) if channel in set(Kind) else None
    return known is not None and (known.capabilities.attributes or known.capabilities.shortens)


def _sent(row: SendRow) -> Sent:
    channel = row.sk.split("#", 2)[1]
    source = Source.of(channel, row.kind, row.source_id, row.name)
    return Sent(place=(row.pk, row.sk), source=source, at=row.sent_at)


def _click(found: Told, row: LinkRow) -> None:
    link, place = link_of(row), message_address(row.message_id)
    if place and link.last_at:
        click = Click(link=link.name, sequence=place[1], count=link.clicks, at=link.last_at)
        found.tickets[place[0]].append(click)


def _order(found: Told, row: EventRow) -> None:
    place = message_address(row.message_id or "")
    if place and row.value:
        order = Order(
            id=row.sk.rpartition("#")[2],
            sequence=place[1],
            at=row.at,
            value=Decimal(row.value),
            currency=row.currency or NO_CURRENCY,
        )
        found.tickets[place[0]].append(order)
