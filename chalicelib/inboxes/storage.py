"""Inboxes in the table: a row each, and a look-up row by what the provider calls it.

One that is disconnected leaves its row behind, without credentials: tickets still name it, and a
second disconnection finds it done instead of taking the look-up from whoever has it since.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from pynamodb.attributes import (
    BinaryAttribute,
    BooleanAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
)
from pynamodb.expressions.condition import Condition

from chalicelib.accounts import storage as accounts
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict, NotFound
from chalicelib.core.ids import is_id
from chalicelib.inboxes.model import Inbox, Witness
from chalicelib.table import keys
from chalicelib.table.across_accounts import LookupRow, across_accounts_inbox_row
from chalicelib.table.recent import Recent
from chalicelib.table.row import MomentAttribute, Row
from chalicelib.table.write import (
    ConditionFailed,
    Put,
    absent_or_mine,
    translated,
    update,
)

REMEMBERED = timedelta(seconds=5)
"""How long another process may still use what was changed."""
_ASKED_ANEW = timedelta(seconds=1)
_MAX_FAULT = 300


class InboxRow(Row, discriminator="inbox"):
    """An inbox; `sealed` are its credentials, which only the vault can open."""

    channel = UnicodeAttribute()
    provider = UnicodeAttribute()
    address = UnicodeAttribute()
    name = UnicodeAttribute(null=True)
    external_id = UnicodeAttribute()
    settings = JSONAttribute()
    sealed = BinaryAttribute(null=True, legacy_encoding=False)
    fault = UnicodeAttribute(null=True)
    fault_seen_by = UnicodeAttribute(null=True)
    faulty_since = MomentAttribute(null=True)
    expires_at = MomentAttribute(null=True)
    is_gone = BooleanAttribute(null=True)
    created_at = MomentAttribute()
    version = NumberAttribute()


_inboxes: Recent[tuple[Inbox, ...]] = Recent(REMEMBERED)
_anew: Recent[tuple[Inbox, ...]] = Recent(_ASKED_ANEW)


def inboxes(desk: Desk) -> tuple[Inbox, ...]:
    """Return what is connected, oldest first, at most some seconds old."""
    return _inboxes.get(desk.account_id, "", desk.now(), lambda: inboxes_now(desk))


def inboxes_now(desk: Desk) -> tuple[Inbox, ...]:
    """Return what is connected as it is, in one query."""
    with translated():
        found = list(Row.query(keys.inboxes(desk.account_id), consistent_read=True))
    return tuple(_inbox(row) for row in found if isinstance(row, InboxRow) and not row.is_gone)


def find(desk: Desk, inbox_id: str) -> Inbox:
    """Return one of them, at most some seconds old, or raise NotFound."""
    return _one(inboxes(desk), inbox_id)


def find_now(desk: Desk, inbox_id: str) -> Inbox:
    """Return one of them as it is, or raise NotFound."""
    return _one(inboxes_now(desk), inbox_id)


def find_anew(desk: Desk, inbox_id: str) -> Inbox:
    """Return one of them as it is, or raise NotFound; for strangers, whom a second makes wait.

    However often they ask, a process reads an account's inboxes once a second for them.
    """
    every = _anew.get(desk.account_id, "", desk.now(), lambda: inboxes_now(desk))
    return _one(every, inbox_id)


def at(desk: Desk, channel: str, address: str) -> Inbox | None:
    """Return what customers reach by this address, or None where it is not connected any more."""
    return next((i for i in inboxes(desk) if (i.channel, i.address) == (channel, address)), None)


def forget(account_id: str) -> None:
    """Read afresh from now on."""
    _inboxes.forget(account_id)
    _anew.forget(account_id)


def add(desk: Desk, inbox: Inbox, puts: Sequence[Put]) -> None:
    """Write a new inbox and take its address, or raise Conflict where another account has it."""
    own = Put(row=_row(desk, inbox), condition=absent_or_mine(desk.operation_id))
    taken = Put(row=_lookup(desk, inbox), condition=absent_or_mine(desk.operation_id))
    try:
        accounts.commit(desk, [taken, own, *puts])
    except ConditionFailed as failed:
        if failed.index == 0:
            detail = "This address is connected already, here or in another account."
            raise Conflict(detail, code="inbox_taken") from failed
        raise
    finally:
        forget(desk.account_id)


def save(desk: Desk, inbox: Inbox, puts: Sequence[Put]) -> None:
    """Write a changed inbox if nobody changed it since; raise ConditionFailed otherwise."""
    _commit(desk, InboxRow.version == inbox.version - 1, _row(desk, inbox), puts)


def remove(desk: Desk, inbox: Inbox, puts: Sequence[Put]) -> None:
    """Forget the credentials and give the address up; raise ConditionFailed where it changed."""
    row = _row(desk, inbox)
    row.sealed, row.is_gone, row.version = None, True, inbox.version + 1
    row.due_at = row.due_shard = None
    _commit(desk, InboxRow.version == inbox.version, row, puts, deletes=[_lookup(desk, inbox)])


def note_fault(desk: Desk, inbox: Inbox, fault: str, *, by: Witness) -> None:
    """Remember why the provider refuses, since when and who saw it; empty means that it works."""
    told = fault[:_MAX_FAULT]
    if told == inbox.fault and by is inbox.fault_seen_by:
        return
    is_same = InboxRow.version == inbox.version  # who mended it meanwhile is right
    if told:
        since = inbox.faulty_since or desk.now()
        facts = (InboxRow.fault.set(told), InboxRow.faulty_since.set(since))
        actions = [*facts, InboxRow.fault_seen_by.set(by.value)]
    else:
        is_same &= InboxRow.fault_seen_by == by.value  # another saw something else meanwhile
        kept = (InboxRow.fault, InboxRow.faulty_since, InboxRow.fault_seen_by)
        actions = [attribute.remove() for attribute in kept]
    with suppress(ConditionFailed):
        update(keys.inbox(desk.account_id, inbox.id), actions, condition=is_same)
    forget(desk.account_id)


def claim_renewal(desk: Desk, inbox_id: str, until: datetime) -> Inbox | None:
    """Put a renewal that is due off until then; return the inbox to who was first, None to others.

    Others may have it renewed then, if nobody does before.
    """
    try:
        update(
            keys.inbox(desk.account_id, inbox_id),
            [Row.due_at.set(until)],
            condition=Row.due_at <= desk.now(),
        )
    except ConditionFailed:
        return None
    return find_now(desk, inbox_id)


def renew_later(desk: Desk, inbox: Inbox, moment: datetime | None) -> None:
    """Set when an inbox's token is to be renewed next, unless it was changed meanwhile."""
    actions = [Row.due_at.set(moment)] if moment else [Row.due_at.remove(), Row.due_shard.remove()]
    with suppress(ConditionFailed):
        update(
            keys.inbox(desk.account_id, inbox.id),
            actions,
            condition=InboxRow.version == inbox.version,
        )
    forget(desk.account_id)


def _commit(
    desk: Desk, unchanged: Condition, row: InboxRow, puts: Sequence[Put], *,
    deletes: Sequence[Row] = (),
) -> None:  # fmt: skip
    own = Put(row=row, condition=unchanged | (Row.operation == desk.operation_id))
    try:
        accounts.commit(desk, [own, *puts], deletes=deletes)
    finally:
        forget(desk.account_id)


def _one(every: Sequence[Inbox], inbox_id: str) -> Inbox:
    if is_id("inb", inbox_id):
        for inbox in every:
            if inbox.id == inbox_id:
                return inbox
    raise NotFound("There is no such inbox.")


def _lookup(desk: Desk, inbox: Inbox) -> LookupRow:
    return across_accounts_inbox_row(inbox.provider, inbox.external_id, desk.account_id, inbox.id)


def _row(desk: Desk, inbox: Inbox) -> InboxRow:
    pk, sk = keys.inbox(desk.account_id, inbox.id)
    return InboxRow(
        pk=pk,
        sk=sk,
        channel=inbox.channel,
        provider=inbox.provider,
        address=inbox.address,
        name=inbox.name or None,
        external_id=inbox.external_id,
        settings=dict(inbox.settings),
        sealed=inbox.sealed or None,
        fault=inbox.fault or None,
        fault_seen_by=inbox.fault_seen_by.value if inbox.fault else None,
        faulty_since=inbox.faulty_since,
        expires_at=inbox.expires_at,
        due_at=inbox.renew_at,
        due_shard=keys.due_shard(pk) if inbox.renew_at else None,
        created_at=inbox.created_at,
        version=inbox.version,
    )


def _inbox(row: InboxRow) -> Inbox:
    return Inbox(
        id=row.sk,
        channel=row.channel,
        provider=row.provider,
        address=row.address,
        name=row.name or "",
        external_id=row.external_id,
        settings=row.settings,
        sealed=row.sealed or b"",
        fault=row.fault or "",
        fault_seen_by=Witness(row.fault_seen_by or Witness.sending),
        faulty_since=row.faulty_since,
        renew_at=row.due_at,
        expires_at=row.expires_at,
        created_at=row.created_at,
        version=int(row.version),
    )
