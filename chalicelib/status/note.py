"""Noting what does not go through, by whoever pushes it ahead or gives it back to its queue.

A thing that fails is never made worse by its sign: what cannot be noted now is with the next try.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from chalicelib import wiring
from chalicelib.core.desk import Desk
from chalicelib.core.ids import is_id, message_address
from chalicelib.status import rules, storage
from chalicelib.status.model import Stuck
from chalicelib.table import commerce_keys, keys, status_keys
from chalicelib.table.recent import Recent
from chalicelib.telemetry.edges import Record

_AGAIN = timedelta(minutes=10)
_FIRST = 2
"""The try from which on a queue's message is noted: one failure is weather."""
_looked: Recent[bool] = Recent(timedelta(minutes=1))


def due_failed(desk: Desk, place: keys.Key, error: Exception, next_try_at: datetime) -> None:
    """Note that a due row failed, and was pushed ahead to then."""
    pk, sk = place
    if keys.family(pk) == status_keys.PARTITION:
        return  # what looks after signs is not one of the things that they are about
    with suppress(Exception):
        reason, detail = rules.reason_of(error)
        storage.note(desk, Stuck(
            id=rules.due_id(pk, sk), kind=rules.kind_of(pk, sk), reason=reason, detail=detail,
            since=desk.now(), next_try_at=next_try_at, place=place,
        ))  # fmt: skip


def put_back(desk: Desk, place: keys.Key, busy: Exception, due_at: datetime | None) -> None:
    """Note that a due row waits for the next minute, once it has done so for long."""
    now = desk.now()
    if due_at is not None and now - due_at >= rules.LATE:
        due_failed(desk, place, busy, now + timedelta(minutes=1))


def come_due(desk: Desk, sk: str) -> None:
    """Look whether something is stuck still, and forget it otherwise."""
    stuck_id = sk.partition("#")[2]
    found = storage.load(desk, stuck_id)
    if found is None or _is_over(found):
        storage.remove(desk, stuck_id)
    else:
        storage.look_again(desk, stuck_id, desk.now() + _AGAIN)


def order_begins(work: str, record: Record) -> bool:
    """Tell whether a queue's message may be begun: somebody may have dropped it meanwhile.

    A worker that was cut off could note nothing itself: whoever takes its message does.
    """
    if record.tries < _FIRST or not (known := _order(work, record)):
        return True
    desk, found = known
    before = storage.load(desk, found.id)
    if before is not None and before.is_dropped:
        return False
    if before is None and record.tries > _FIRST:
        storage.note(desk, found, tries=record.tries - 1)
    return True


def order_failed(work: str, record: Record, error: Exception) -> None:
    """Note that a queue's message failed more than once, or failed after it was asked for again."""
    with suppress(Exception):
        if record.tries < _FIRST and rules.AGAIN not in record.body:
            return
        if known := _order(work, record, error):
            storage.note(*known, tries=record.tries if record.tries == _FIRST else 1)


def order_done(work: str, record: Record) -> None:
    """Forget that a queue's message was stuck; of those that come often, once a minute at most."""
    with suppress(Exception):
        is_known = record.tries >= _FIRST or rules.AGAIN in record.body
        if (is_known or work == "run_job") and (known := _order(work, record)):
            desk, found = known
            if is_known:
                storage.remove(desk, found.id)
            elif found.place is None:
                _looked.get(desk.account_id, found.id, desk.now(), lambda: _forget(*known))


def forget(account_id: str) -> None:
    """Look for signs of an account's orders at once, as a process does that has just begun."""
    _looked.forget(account_id)


def _forget(desk: Desk, found: Stuck) -> bool:
    if storage.load(desk, found.id):
        storage.remove(desk, found.id)
    return True


def _is_over(found: Stuck) -> bool:
    return rules.is_over(found, storage.places([found.place] if found.place else []))


def _order(work: str, record: Record, error: Exception | None = None) -> tuple[Desk, Stuck] | None:
    """Return what is noted of a queue's message, and its account's desk; None without one."""
    order = rules.read(record.body)
    account_id = order.get("account_id", "")
    if work not in rules.QUEUES or not (isinstance(account_id, str) and is_id("acc", account_id)):
        return None
    desk, (queue, held) = wiring.system_desk(account_id, ""), rules.QUEUES[work]
    now = desk.now()
    reason, detail = rules.reason_of(error) if error else ("silent", "")
    place, version = _place(account_id, order)
    is_message = queue == "deliver" and place is not None
    return desk, Stuck(
        id=order["message_id"] if is_message else rules.order_id(queue, record.body),
        kind="message" if is_message else rules.order_kind(queue, order),
        reason=reason,
        detail=detail,
        since=now,
        next_try_at=now + held if is_message or record.tries < rules.TRIES else None,
        place=place,
        version=version,
        queue=queue,
        order="" if is_message or len(record.body) > rules.LONGEST_ORDER else record.body,
    )


def _place(account_id: str, order: dict[str, Any]) -> tuple[keys.Key | None, int | None]:
    """Return the row that says whether an order is out of date, and the version that it is for."""
    version = order.get("version")
    match order:
        case {"message_id": str(message_id)} if address := message_address(message_id):
            return keys.entry(account_id, *address), None
        case {"job": "export_reports", "export_id": str(export_id)}:
            return keys.export(account_id, export_id), version
        case {"action_id": str(action_id)}:
            return commerce_keys.action(account_id, action_id), None
        case {"job": "renew_token", "inbox_id": str(inbox_id)}:
            return keys.inbox(account_id, inbox_id), version
        case {"job_id": str(job_id)} if "job" not in order:
            return keys.job(account_id, job_id), version
        case _:
            return None, None
