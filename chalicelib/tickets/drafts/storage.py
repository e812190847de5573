"""Drafts in the table: one row for each agent and ticket.

What is sent or thrown away leaves an empty row for a while: a tab that knows the old revision
cannot bring back what is gone.
"""

from contextlib import suppress
from datetime import datetime, timedelta

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Unavailable
from chalicelib.table import keys, operations
from chalicelib.table.read import find as find_row
from chalicelib.table.row import MomentAttribute, Row
from chalicelib.table.write import ConditionFailed, Put, transact, translated
from chalicelib.tickets.drafts.model import Draft, Kind, Words

KEPT = timedelta(days=30)


class DraftRow(Row, discriminator="draft"):
    """A draft; `expires_at` is the table's TTL attribute, epoch seconds."""

    text = UnicodeAttribute(null=True)
    kind = UnicodeAttribute()
    attachment_ids = JSONAttribute(null=True)
    revision = NumberAttribute()
    saved_at = MomentAttribute()
    expires_at = NumberAttribute()


def find(desk: Desk, ticket_id: str, *, consistent: bool = False) -> Draft | None:
    """Return the caller's draft, or None where nothing is written."""
    key = keys.draft(desk.account_id, ticket_id, desk.caller.id)
    row = find_row(DraftRow, key, consistent=consistent)
    if row is None or row.expires_at <= desk.now().timestamp():
        return None
    draft = _draft(row)
    return None if draft.words.is_empty else draft


def save(desk: Desk, ticket_id: str, words: Words, *, expected: int | None) -> int:
    """Keep the words and return their revision; raise ConditionFailed for another than expected.

    0 expects that nothing is written, None takes whatever is there.
    """
    now = desk.now()
    row = _row(desk, ticket_id, words, revision=_fresh(desk))
    _write(desk, Put(row=row, condition=_as_expected(desk, expected, now)))
    return int(row.revision)


def sent(desk: Desk, ticket_id: str, text: str, *, revision: int) -> None:
    """Empty the caller's draft, if it is what was sent: this text, or this revision.

    What was sent is sent: a table that is busy leaves the draft where it is.
    """
    condition = (DraftRow.revision == revision) | (DraftRow.text == text)
    row = _row(desk, ticket_id, Words(), revision=_fresh(desk))
    with suppress(ConditionFailed, Unavailable), translated():
        row.save(condition=condition)


def _fresh(desk: Desk) -> int:
    # By chance, so that a draft begun anew is never taken for one that was there before.
    return int.from_bytes(desk.randomness(6)) or 1


def _as_expected(desk: Desk, expected: int | None, now: datetime) -> Condition | None:
    mine = Row.operation == desk.operation_id
    if expected is None:
        return None
    if expected:
        return (DraftRow.revision == expected) | mine
    is_empty = DraftRow.text.does_not_exist() & DraftRow.attachment_ids.does_not_exist()
    return is_empty | (DraftRow.expires_at <= int(now.timestamp())) | mine


def _write(desk: Desk, put: Put) -> None:
    if marks := operations.mark(desk, {"revision": int(getattr(put.row, "revision"))}):  # noqa: B009
        transact(desk, [put, *marks])
        return
    put.row.operation = desk.operation_id
    with translated():
        put.row.save(condition=put.condition)


def _row(desk: Desk, ticket_id: str, words: Words, *, revision: int) -> DraftRow:
    now = desk.now()
    return DraftRow(
        *keys.draft(desk.account_id, ticket_id, desk.caller.id),
        text=words.text or None,
        kind=words.kind.value,
        attachment_ids=list(words.attachment_ids) or None,
        revision=revision,
        saved_at=now,
        expires_at=int((now + KEPT).timestamp()),
    )


def _draft(row: DraftRow) -> Draft:
    words = Words(
        text=row.text or "",
        kind=Kind(row.kind),
        attachment_ids=tuple(row.attachment_ids or ()),
    )
    return Draft(words=words, revision=int(row.revision), saved_at=row.saved_at)
