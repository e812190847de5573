"""Having stuck work tried again, or dropped, by a person's word; load, decide, commit.

The row that is stuck decides, not the sign of it: whoever takes it in the same moment is right, and
what was asked for is decided anew on what they left.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from chalicelib.accounts import storage as accounts
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict, Forbidden, NotFound
from chalicelib.core.ids import message_address
from chalicelib.messaging import bulk_cancel
from chalicelib.reports.exports import storage as exports
from chalicelib.reports.exports.model import Stage
from chalicelib.status import rules, storage
from chalicelib.status.model import Of, Places, Seen, Stuck
from chalicelib.table import keys, operations
from chalicelib.table.row import Row
from chalicelib.table.write import ConditionFailed, Put, Update, Write, transact
from chalicelib.tickets import deliveries, replying
from chalicelib.tickets import storage as tickets
from chalicelib.tickets.model import State

EVENT = "stuck_dropped"
_BUSY = "Others work on this at the same time; try again."
_GONE = "This is done already, or was dropped."
_ONCE_IN = timedelta(minutes=1)
"""How soon the same order is given once more, however often somebody asks."""


def retry(desk: Desk, stuck_id: str) -> tuple[Stuck, Places]:
    """Have something tried again now; return it as it is then, with the reason it failed for.

    Raises NotFound where it is done already.
    """

    def act() -> dict[str, Any]:
        found, places = load(desk, stuck_id)
        _RETRIES[found.of](desk, found, _seen(found, places))
        return {}

    operations.decided(desk, act, lost=_BUSY)
    return load(desk, stuck_id)


def drop(desk: Desk, stuck_id: str) -> None:
    """Have something tried no more, and say so in the account's history.

    Raises NotFound where it is done already, Conflict where it cannot be dropped.
    """

    def act() -> dict[str, Any]:
        found, places = load(desk, stuck_id)
        seen = _seen(found, places)
        if not rules.can_drop(found, seen):
            raise Conflict("This cannot be dropped, or not just now.", code="not_droppable")
        head = places.get((found.place[0], keys.HEAD)) if found.place else None
        number = head.number if head else None
        told = f"{found.kind} #{number}" if number else found.kind
        said = accounts.put_event(desk, EVENT, found.id, f"{told}: {found.reason}")
        _dropper(found)(desk, found, seen, [said, *operations.mark(desk, {})])
        return {}

    operations.decided(desk, act, lost=_BUSY)


def load(desk: Desk, stuck_id: str) -> tuple[Stuck, Places]:
    """Return something stuck and what tells of it, or raise NotFound where it is over."""
    found = storage.load(desk, stuck_id) if rules.is_stuck_id(stuck_id) else None
    if found is None:
        raise NotFound(_GONE)
    places = storage.places({*([found.place] if found.place else []), *rules.heads([found])})
    if rules.is_over(found, places):
        raise NotFound(_GONE)
    if rules.ticket_of(found) and "tickets:write" not in desk.caller.permissions:
        raise Forbidden("This needs the permission tickets:write.")
    return found, places


def _seen(found: Stuck, places: Places) -> Seen | None:
    return places.get(found.place) if found.place else None


def _retry_due(desk: Desk, found: Stuck, seen: Seen | None) -> None:
    assert found.place is not None
    assert seen is not None
    assert seen.due_at is not None
    now = desk.now()
    writes: list[Write] = [storage.asked(desk, found, now), *operations.mark(desk, {})]
    if seen.due_at > now:
        is_same = Row.due_at == seen.due_at
        due_now = [Row.due_at.set(now)]
        writes.append(Update(row=Row(*found.place), actions=due_now, condition=is_same))
    transact(desk, writes)


def _retry_order(desk: Desk, found: Stuck, _seen: Seen | None) -> None:
    if not found.order:
        raise Conflict("This is too long to be kept; only an operator has it.", code="not_kept")
    now = desk.now()
    if found.asked_at is None or now - found.asked_at >= _ONCE_IN:
        # Given first: whoever dies in between gives it once more, and once more is no harm.
        again = json.dumps({**rules.read(found.order), rules.AGAIN: found.id})
        desk.queues.put(found.queue, [again])
        transact(desk, [storage.asked(desk, found, now), *operations.mark(desk, {})])


def _retry_message(desk: Desk, found: Stuck, seen: Seen | None) -> None:
    if seen is not None and seen.state == "queued":
        if seen.due_at is not None:
            _retry_due(desk, found, seen)
        # With it comes all that sends, which the API is to start without.
        from chalicelib.messaging import deliver

        deliver.order(desk, [found.id])
        return
    message = deliveries.load(desk, *_address(found))
    if refusal := replying.again(desk, tickets.load(desk, message.ticket_id), message):
        raise refusal.as_conflict()
    if not deliveries.retry(desk, message, desk.now()):
        raise ConditionFailed(0)


_RETRIES: dict[Of, Callable[[Desk, Stuck, Seen | None], None]] = {
    Of.due: _retry_due,
    Of.order: _retry_order,
    Of.message: _retry_message,
}
_Drop = Callable[[Desk, Stuck, Seen | None, Sequence[Put]], None]


def _dropper(found: Stuck) -> _Drop:
    family = keys.family(found.place[0]) if found.place else ""
    if found.of is Of.message:
        return _drop_message
    if family in _BY_FAMILY:
        return _BY_FAMILY[family]
    return _drop_due if found.of is Of.due else _drop_order


def _drop_message(desk: Desk, found: Stuck, seen: Seen | None, said: Sequence[Put]) -> None:
    writes: list[Write] = list(said)
    if seen is not None and seen.state == State.queued:
        writes.append(deliveries.dropping(desk, *_address(found), detail=rules.NOT_SENT))
    accounts.commit(desk, writes, deletes=[storage.gone(desk, found)])


def _drop_due(desk: Desk, found: Stuck, seen: Seen | None, said: Sequence[Put]) -> None:
    assert found.place is not None
    assert seen is not None
    undue = [Row.due_at.remove(), Row.due_shard.remove()]
    is_same = Row.due_at == seen.due_at
    over = Update(row=Row(*found.place), actions=undue, condition=is_same)
    accounts.commit(desk, [*said, over], deletes=[storage.gone(desk, found)])


def _drop_order(desk: Desk, found: Stuck, _seen: Seen | None, said: Sequence[Put]) -> None:
    if found.next_try_at is None:  # no queue holds it any more
        accounts.commit(desk, said, deletes=[storage.gone(desk, found)])
    else:
        accounts.commit(desk, [*said, storage.dropped(desk, found)])


def _drop_export(desk: Desk, found: Stuck, _seen: Seen | None, said: Sequence[Put]) -> None:
    assert found.place is not None
    export = exports.load(desk, found.place[1])
    over = replace(export, stage=Stage.failed, version=export.version + 1)
    if export.is_finished or not exports.step(desk, over, also=said):
        raise ConditionFailed(0)
    storage.remove(desk, found.id)


def _drop_bulk(desk: Desk, found: Stuck, _seen: Seen | None, said: Sequence[Put]) -> None:
    assert found.place is not None
    # The mark of this request goes with what is said.
    bulk_cancel.cancel(desk.for_key("", ""), keys.ticket_of(found.place[0]), also=said)
    storage.remove(desk, found.id)


_BY_FAMILY: dict[str, _Drop] = {"EXPORTS": _drop_export, "JOB": _drop_bulk}


def _address(found: Stuck) -> tuple[str, int]:
    address = message_address(found.id)
    assert address is not None
    return address
