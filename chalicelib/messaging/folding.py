"""What the table's stream says: messages to send, tickets that changed. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from chalicelib.accounts.roster import RosterRow, came_online
from chalicelib.accounts.rows import AccountRow, account_of
from chalicelib.core.ids import message_id
from chalicelib.messaging.keywords.storage import KeywordTextRow, to_text
from chalicelib.messaging.new_text_mail import CHANNELS
from chalicelib.routing.text.model import SPAM, TAGS
from chalicelib.table import keys
from chalicelib.table.row import Row
from chalicelib.teams.storage import TeamRow
from chalicelib.tickets import policy
from chalicelib.tickets.assignment import is_waiting
from chalicelib.tickets.entry_rows import EventRow, MessageRow
from chalicelib.tickets.event_names import EventName
from chalicelib.tickets.feed import Touched
from chalicelib.tickets.model import AuthorType, State
from chalicelib.tickets.rows import TicketRow, understood

Record = Mapping[str, Any]
_AGENT = AuthorType.agent.value


def queued_messages(records: Sequence[Record]) -> dict[datetime | None, list[str]]:
    """Return the ids of messages that have just become `queued`, by the moment they are held until.

    The answer to a keyword is one: its text's id tells it apart.
    """
    found: dict[datetime | None, list[str]] = {}
    for row in _queued(records):
        held_until = row.held_until if isinstance(row, MessageRow) else None
        found.setdefault(held_until, []).append(_message_id(row))
    return found


def _queued(records: Sequence[Record]) -> list[MessageRow | KeywordTextRow]:
    return [
        row
        for record in records
        if isinstance(row := _new(record), MessageRow | KeywordTextRow)
        and row.state == State.queued.value
        and not row.attempts
        and _state_before(record) != State.queued.value
    ]


def new_texts(records: Sequence[Record]) -> list[tuple[str, str]]:
    """Return (channel, ticket id) of each new text that a person wrote."""
    return [
        (row.channel, keys.ticket_of(row.pk))
        for record in records
        if "OldImage" not in record
        and isinstance(row := _new(record), MessageRow)
        and row.is_inbound
        and row.channel in CHANNELS
        and not _is_automatic(row)
    ]


def _is_automatic(row: MessageRow) -> bool:
    parts: dict[str, Any] = row.parts or {}
    return bool(parts.get("is_automatic"))


def touched_tickets(records: Sequence[Record]) -> list[Touched]:
    """Return every ticket touched, with its newest head, in the order of first touch."""
    found: dict[str, Touched] = {}
    for record in records:
        row = _new(record)
        ticket = next(understood([row]), None) if isinstance(row, TicketRow) else None
        if ticket is not None:
            known = found.get(ticket.id)
            if known is None or known.ticket is None or known.ticket.version < ticket.version:
                found[ticket.id] = Touched(ticket_id=ticket.id, ticket=ticket)
        elif isinstance(row, MessageRow | EventRow | TicketRow) and "OldImage" in record:
            ticket_id = keys.ticket_of(row.pk)
            found.setdefault(ticket_id, Touched(ticket_id=ticket_id, ticket=None))
    return list(found.values())


def newer_tickets(records: Sequence[Record]) -> bool:
    """Tell whether some ticket is one that only newer code understands."""
    heads = [row for record in records if isinstance(row := _new(record), TicketRow)]
    return len(list(understood(heads))) < len(heads)


def has_new_timers(records: Sequence[Record]) -> bool:
    """Tell whether the account's settings changed when tickets fall due."""
    return any(
        policy.of(account_of(before)) != policy.of(account_of(after))
        for record in records
        if isinstance(after := _row(record.get("NewImage")), AccountRow)
        and isinstance(before := _row(record.get("OldImage")), AccountRow)
    )


def lessons_taught(records: Sequence[Record]) -> list[tuple[str, str]]:
    """Return what agents corrected: tickets, and the labels that they spoke about (decision 12)."""
    taught: list[tuple[str, str]] = []
    for record in records:
        row = _new(record)
        if isinstance(row, EventRow) and "OldImage" not in record and row.author[0] == _AGENT:
            ticket_id = keys.ticket_of(row.pk)
            taught += [(ticket_id, label) for label in _labels(row)]
    return taught


def _labels(row: EventRow) -> list[str]:
    details = cast("dict[str, str]", row.details or {})
    tags = details.get("tags", "").split(", ")
    match row.name:
        case EventName.marked_spam | EventName.marked_not_spam:
            return [SPAM]
        case EventName.tagged | EventName.untagged:
            return [tag for tag in tags if tag in TAGS]
        case _:
            return []


def begins_to_wait(records: Sequence[Record]) -> bool:
    """Tell whether some ticket waits for somebody, and did not before."""
    return any(_is_waiting(r.get("NewImage")) and not _is_waiting(r.get("OldImage"))
               for r in records)  # fmt: skip


def _is_waiting(image: Record | None) -> bool:
    is_head = bool(image) and image["sk"]["S"] == keys.HEAD
    row = _row(image) if is_head else None
    heads = understood([row]) if isinstance(row, TicketRow) else ()
    return any(is_waiting(ticket) for ticket in heads)


def hands_out_anew(records: Sequence[Record]) -> bool:
    """Tell whether tickets that wait could have somebody now: someone came online, or settings or
    teams changed."""
    return any(
        _is_relief(_row(record.get("OldImage")), _row(record.get("NewImage")), record)
        for record in records
    )


def _is_relief(before: Row | None, after: Row | None, record: Record) -> bool:
    match before, after:
        case _, RosterRow():
            return came_online(record.get("OldImage") or {}, record["NewImage"])
        case AccountRow(), AccountRow():
            return _routing(before) != _routing(after)
        case _, TeamRow():
            return True
        case _:
            return False


def _routing(row: AccountRow) -> tuple[object, ...]:
    known = account_of(row)
    settings = known.settings
    return (
        known.plan,
        settings.round_robin,
        settings.office_hours,
        settings.office_hours_scope,
        settings.drain_backlog,
    )


def _new(record: Record) -> Row | None:
    image = record.get("NewImage")
    return _row(image) if image and image["sk"]["S"][:1] in "TM" else None


def _row(image: Record | None) -> Row | None:
    return Row.from_raw_data(dict(image)) if image else None


def _state_before(record: Record) -> str:
    return record.get("OldImage", {}).get("state", {}).get("S", "")


def _message_id(row: MessageRow | KeywordTextRow) -> str:
    if isinstance(row, KeywordTextRow):
        return to_text(row).id
    sequence = int(row.sk.removeprefix(keys.FIRST_ENTRY))
    return message_id(keys.ticket_of(row.pk), sequence)
