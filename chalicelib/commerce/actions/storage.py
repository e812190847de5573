"""Actions in the table, and which of them is under way on something."""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

import msgspec
from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.commerce.actions import rules
from chalicelib.commerce.actions.model import Action, Outcome
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict, NotFound
from chalicelib.core.ids import is_id
from chalicelib.table import commerce_keys, keys, operations
from chalicelib.table.read import find as find_row
from chalicelib.table.row import MomentAttribute, Row
from chalicelib.table.write import ConditionFailed, Put, absent_or_mine, transact, translated

KEPT = timedelta(days=30)
_STANDING = ("state", "version", "settled_at")


class ActionRow(Row, discriminator="action"):
    """An action; `expires_at` is the table's TTL attribute, epoch seconds."""

    action = UnicodeAttribute()
    state = UnicodeAttribute()
    settled_at = MomentAttribute(null=True)
    version = NumberAttribute()
    expires_at = NumberAttribute()


class ActingRow(Row, discriminator="acting"):
    """That an action is under way on something; without one, since when nothing is any more.

    `done_id` is the last one, where it was done.
    """

    action_id = UnicodeAttribute(null=True)
    done_id = UnicodeAttribute(null=True)
    released_at = MomentAttribute(null=True)
    expires_at = NumberAttribute()


def load(desk: Desk, action_id: str) -> Action:
    """Return an action as it is, or raise NotFound."""
    row = None
    if is_id("act", action_id):
        row = find_row(ActionRow, commerce_keys.action(desk.account_id, action_id), consistent=True)
    if row is None:
        raise NotFound("There is no such action.")
    return _action(row)


def before(desk: Desk) -> Action | None:
    """Return the action that this operation began when it came before (`Idempotency-Key`)."""
    result = operations.find(desk)
    return load(desk, result["action_id"]) if result else None


def begin(desk: Desk, action: Action, since: datetime) -> Action:
    """Write an action down, and that nothing else may be done to its subject meanwhile.

    Returns the one of the same operation where that was quicker. Raises Conflict where another
    action on the same subject is under way, or was after `since`: what speaks against this one was
    looked at from then on.
    """
    own = absent_or_mine(desk.operation_id)
    puts = [
        Put(row=_row(desk, action, due_at=action.asked_at + rules.LEASE), condition=own),
        _claim(desk, action, since),
        *operations.mark(desk, {"action_id": action.id}),
    ]
    try:
        transact(desk, puts)
    except ConditionFailed as failed:
        if known := before(desk):
            return known
        detail = "Something else is being done to this right now. Look again in a minute."
        raise Conflict(detail, code="action_pending") from failed
    return action


def settling(desk: Desk, known: Action, after: Action, *, due_at: datetime | None) -> list[Put]:
    """Return the rows that move an action on, once; they fail where somebody else did."""
    mine = (Row.operation == desk.operation_id) & (ActionRow.version == after.version)
    row = _row(desk, after, due_at=due_at)
    puts = [Put(row=row, condition=(ActionRow.version == known.version) | mine)]
    if not after.is_open:
        puts.append(_release(desk, after))
    if after.undoes and after.state is Outcome.done:
        puts.append(_undone(desk, after))
    return puts


def withdraw(desk: Desk, action: Action) -> None:
    """Forget an action that surely was not done, so that the same request may come again."""
    row = ActionRow(*commerce_keys.action(desk.account_id, action.id))
    transact(desk, [_release(desk, action)], deletes=[row, *operations.unmark(desk)])


def postpone(desk: Desk, action: Action, until: datetime) -> None:
    """Write when to look again; whoever settled it meanwhile is right."""
    is_same = ActionRow.version == action.version
    with suppress(ConditionFailed):
        transact(desk, [Put(row=_row(desk, action, due_at=until), condition=is_same)])


def under_way(desk: Desk, subjects: Sequence[str]) -> set[str]:
    """Return which of these, at most 100, something is being done to."""
    return {subject for subject, row in _rows(desk, subjects).items() if row.action_id}


def standing(
    desk: Desk, subjects: Sequence[str], *, since: datetime
) -> tuple[set[str], dict[str, Action]]:
    """Return the same, and what was done last to each of the others, where that was since then."""
    found = _rows(desk, subjects)
    late = {s: r.done_id for s, r in found.items() if r.released_at and r.released_at > since}
    done = {subject: load(desk, done_id) for subject, done_id in late.items() if done_id}
    return {subject for subject, row in found.items() if row.action_id}, done


def _rows(desk: Desk, subjects: Sequence[str]) -> dict[str, ActingRow]:
    wanted = {commerce_keys.acting(desk.account_id, each): each for each in subjects}
    with translated():
        found = list(Row.batch_get(list(wanted), consistent_read=True)) if wanted else []
    return {wanted[row.pk, row.sk]: row for row in found if isinstance(row, ActingRow)}


def _undone(desk: Desk, action: Action) -> Put:
    # Both are of one subject, so nothing else can have changed it meanwhile.
    known = load(desk, action.undoes)
    after = replace(known, undone_by=action.id, version=known.version + 1)
    mine = (Row.operation == desk.operation_id) & (ActionRow.version == after.version)
    row = _row(desk, after, due_at=None)
    return Put(row=row, condition=(ActionRow.version == known.version) | mine)


def _claim(desk: Desk, action: Action, since: datetime) -> Put:
    row = _acting(desk, action, action_id=action.id)
    mine = (Row.operation == desk.operation_id) & (ActingRow.action_id == action.id)
    is_old = ActingRow.released_at.does_not_exist() | (ActingRow.released_at <= since)
    return Put(row=row, condition=(ActingRow.action_id.does_not_exist() & is_old) | mine)


def _release(desk: Desk, action: Action) -> Put:
    mine = (Row.operation == desk.operation_id) & ActingRow.action_id.does_not_exist()
    done_id = action.id if action.state is Outcome.done else None
    row = _acting(desk, action, done_id=done_id, released_at=desk.now())
    return Put(row=row, condition=(ActingRow.action_id == action.id) | mine)


def _acting(desk: Desk, action: Action, **facts: Any) -> ActingRow:
    key = commerce_keys.acting(desk.account_id, action.subject)
    return ActingRow(*key, **facts, expires_at=_expiry(action))


def _row(desk: Desk, action: Action, *, due_at: datetime | None) -> ActionRow:
    pk, sk = commerce_keys.action(desk.account_id, action.id)
    facts = {name: fact for name, fact in asdict(action).items() if name not in _STANDING}
    return ActionRow(
        pk=pk,
        sk=sk,
        action=msgspec.json.encode(facts).decode(),
        state=action.state.value,
        settled_at=action.settled_at,
        version=action.version,
        expires_at=_expiry(action),
        due_at=due_at,
        due_shard=keys.due_shard(pk) if due_at else None,
    )


def _expiry(action: Action) -> int:
    return int((action.asked_at + KEPT).timestamp())


def _action(row: ActionRow) -> Action:
    facts: dict[str, Any] = json.loads(row.action)
    standing = {
        "state": Outcome(row.state).value,
        "version": int(row.version),
        "settled_at": row.settled_at,
    }
    return msgspec.convert(facts | standing, type=Action)
