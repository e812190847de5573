"""What is kept for the status page: all of an account's in one partition, read in one query.

A row about something stuck is a sign, not the thing: whether it is over says the row that it names.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from chalicelib.core.desk import Desk
from chalicelib.core.moments import from_rfc3339
from chalicelib.status import rules
from chalicelib.status.model import Of, Seen, Stuck, Traffic
from chalicelib.table import keys, status_keys
from chalicelib.table.keys import Key
from chalicelib.table.read import find, rows
from chalicelib.table.row import MomentAttribute, Row, connection
from chalicelib.table.write import ConditionFailed, Update, translated, update
from chalicelib.web.knocks import Knock, KnockRow, knock

MOST = 300
"""Rows that one look reads; of more, those of messages are left out."""
_AT_ONCE = 100
_ASKED = (
    "pk", "sk", "state", "state_detail", "attempts", "due_at", "version", "number",
    "snoozed_until", "expires_at",
)  # fmt: skip
_QUIET = timedelta(days=90)


class StuckRow(Row, discriminator="stuck"):
    """Something stuck; `expires_at` is the table's TTL attribute, epoch seconds."""

    kind = UnicodeAttribute()
    reason = UnicodeAttribute()
    detail = UnicodeAttribute(null=True)
    tries = NumberAttribute(null=True)
    since = MomentAttribute()
    next_try_at = MomentAttribute(null=True)
    place_pk = UnicodeAttribute(null=True)
    place_sk = UnicodeAttribute(null=True)
    place_version = NumberAttribute(null=True)
    queue = UnicodeAttribute(null=True)
    order = UnicodeAttribute(null=True)
    asked_at = MomentAttribute(null=True)
    is_dropped = BooleanAttribute(null=True)
    expires_at = NumberAttribute()


class TrafficRow(Row, discriminator="traffic"):
    """When an inbox had its last message each way; `expires_at` is the table's TTL attribute."""

    channel = UnicodeAttribute()
    address = UnicodeAttribute(null=True)
    last_in_at = MomentAttribute(null=True)
    last_out_at = MomentAttribute(null=True)
    expires_at = NumberAttribute()


class WorkRow(Row, discriminator="work"):
    """That a bulk job is under way; the job says the rest, and for how long it is kept."""

    expires_at = NumberAttribute()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """All that is kept of an account for the page."""

    stuck: tuple[Stuck, ...] = ()
    traffic: tuple[Traffic, ...] = ()
    knocks: tuple[Knock, ...] = ()
    jobs: tuple[str, ...] = ()
    """The ids of bulk jobs that are under way."""


def kept(desk: Desk) -> Kept:
    """Return what is kept, as it is."""
    found = rows(status_keys.status(desk.account_id), limit=MOST, consistent=True)
    now = desk.now().timestamp()
    alive = [row for row in found if getattr(row, "expires_at", now + 1) > now]
    return Kept(
        stuck=tuple(_stuck(row) for row in alive if isinstance(row, StuckRow)),
        traffic=tuple(_traffic(row) for row in alive if isinstance(row, TrafficRow)),
        knocks=tuple(knock(row) for row in alive if isinstance(row, KnockRow)),
        jobs=tuple(row.sk.partition("#")[2] for row in alive if isinstance(row, WorkRow)),
    )


def load(desk: Desk, stuck_id: str) -> Stuck | None:
    """Return something stuck as it is kept, or None."""
    row = find(StuckRow, status_keys.stuck(desk.account_id, stuck_id), consistent=True)
    return _stuck(row) if row and row.expires_at > desk.now().timestamp() else None


def note(desk: Desk, found: Stuck, *, tries: int = 1) -> None:
    """Keep that something did not go through once more; since when stays as it was.

    `tries` are those that failed since it was noted last. What somebody dropped stays dropped.
    """
    now, row = desk.now(), _key_row(desk, found.id)
    until = now + rules.kept_for(found, now)
    actions: list[Any] = [
        Row.type.set(StuckRow),
        StuckRow.kind.set(found.kind),
        StuckRow.reason.set(found.reason),
        StuckRow.since.set(StuckRow.since | found.since),
        StuckRow.expires_at.set(int(until.timestamp())),
        *_maybe(StuckRow.detail, found.detail),
        *_maybe(StuckRow.next_try_at, found.next_try_at),
        *_maybe(StuckRow.place_version, found.version),
        *([StuckRow.tries.add(tries)] if tries else []),
    ]
    if found.place:
        pk, sk = found.place
        actions += [StuckRow.place_pk.set(pk), StuckRow.place_sk.set(sk)]
    if found.place and found.of is not Of.message:
        shard = keys.due_shard(row.pk + row.sk)
        actions += [Row.due_at.set(rules.looked_at(found, now)), Row.due_shard.set(shard)]
    if found.order:
        actions += [StuckRow.queue.set(found.queue), StuckRow.order.set(found.order)]
    with suppress(ConditionFailed), translated():
        row.update(actions=actions, condition=StuckRow.is_dropped.does_not_exist())


def remove(desk: Desk, stuck_id: str) -> None:
    """Forget that something was stuck; it need not be there."""
    with translated():
        _key_row(desk, stuck_id).delete()


def look_again(desk: Desk, stuck_id: str, at: datetime) -> None:
    """Set when to look next whether it is over."""
    key = status_keys.stuck(desk.account_id, stuck_id)
    with suppress(ConditionFailed):
        update(key, [Row.due_at.set(at)], condition=Row.due_at <= desk.now())


def asked(desk: Desk, found: Stuck, now: datetime) -> Update:
    """Return the write that somebody has it tried again now; its reason stays."""
    actions = [StuckRow.asked_at.set(now), StuckRow.next_try_at.set(now)]
    return Update(row=_key_row(desk, found.id), actions=actions, condition=_is_there())


def dropped(desk: Desk, found: Stuck) -> Update:
    """Return the write that nobody is to try it again, for as long as a queue may hold it."""
    return Update(
        row=_key_row(desk, found.id),
        actions=[StuckRow.is_dropped.set(True)],
        condition=_is_there() & StuckRow.is_dropped.does_not_exist(),
    )


def gone(desk: Desk, found: Stuck) -> Row:
    """Return the row to delete with what ends it."""
    return _key_row(desk, found.id)


def places(wanted: Iterable[Key]) -> dict[Key, Seen]:
    """Return what rows say of whether something is over, whatever their kinds."""
    left, found = sorted(set(wanted)), dict[Key, Seen]()
    for start in range(0, len(left), _AT_ONCE):
        found.update(_places(left[start : start + _AT_ONCE]))
    return found


def note_traffic(desk: Desk, seen: Traffic) -> None:
    """Keep that an inbox had a message."""
    row = TrafficRow(*status_keys.traffic(desk.account_id, seen.channel, seen.address))
    actions: list[Any] = [
        Row.type.set(TrafficRow),
        TrafficRow.channel.set(seen.channel),
        TrafficRow.expires_at.set(int((desk.now() + _QUIET).timestamp())),
        *([TrafficRow.address.set(seen.address)] if seen.address else []),
        *([TrafficRow.last_in_at.set(seen.last_in_at)] if seen.last_in_at else []),
        *([TrafficRow.last_out_at.set(seen.last_out_at)] if seen.last_out_at else []),
    ]
    with translated():
        row.update(actions=actions)


def note_work(desk: Desk, job_id: str, expires_at: int) -> None:
    """Keep that a bulk job is under way."""
    row = WorkRow(*status_keys.work(desk.account_id, job_id), expires_at=expires_at)
    with translated():
        row.save()


def end_work(desk: Desk, job_id: str) -> None:
    """Forget a bulk job that is over."""
    with translated():
        WorkRow(*status_keys.work(desk.account_id, job_id)).delete()


def _places(wanted: Sequence[Key]) -> dict[Key, Seen]:
    # Not by the rows' own classes: whoever looks need not load what all of these belong to.
    left: Any = [{"pk": pk, "sk": sk} for pk, sk in wanted]
    found: dict[Key, Seen] = {}
    while left:
        with translated():
            answer: Any = connection().batch_get_item(
                Row.Meta.table_name, left, consistent_read=True, attributes_to_get=list(_ASKED)
            )
        for item in answer["Responses"].get(Row.Meta.table_name, ()):
            found[item["pk"]["S"], item["sk"]["S"]] = _seen(item)
        unread: Any = answer.get("UnprocessedKeys", {}).get(Row.Meta.table_name, {})
        left = [{n: each[n]["S"] for n in ("pk", "sk")} for each in unread.get("Keys", ())]
    return found


def _seen(item: Mapping[str, Mapping[str, Any]]) -> Seen:
    def text(name: str) -> str:
        return str(item.get(name, {}).get("S", ""))

    def number(name: str) -> int | None:
        told = item.get(name, {}).get("N")
        return None if told is None else int(float(told))

    due_at = text("due_at")
    return Seen(
        state=text("state"),
        state_detail=text("state_detail"),
        attempts=number("attempts") or 0,
        due_at=from_rfc3339(due_at) if due_at else None,
        version=number("version"),
        number=number("number"),
        is_asleep=bool(text("snoozed_until")),
        expires_at=number("expires_at"),
    )


def _maybe(attribute: Any, value: Any) -> list[Any]:
    return [attribute.set(value) if value or value == 0 else attribute.remove()]


def _key_row(desk: Desk, stuck_id: str) -> StuckRow:
    return StuckRow(*status_keys.stuck(desk.account_id, stuck_id))


def _is_there() -> Condition:
    return Row.pk.exists()


def _stuck(row: StuckRow) -> Stuck:
    place = (row.place_pk, row.place_sk) if row.place_pk and row.place_sk else None
    return Stuck(
        id=row.sk.partition("#")[2],
        kind=row.kind,
        reason=row.reason,
        detail=row.detail or "",
        tries=int(row.tries or 0),
        since=row.since,
        next_try_at=row.next_try_at,
        place=place,
        version=_number(row.place_version),
        queue=row.queue or "",
        order=row.order or "",
        asked_at=row.asked_at,
        is_dropped=bool(row.is_dropped),
    )


def _number(told: float | None) -> int | None:
    return None if told is None else int(told)


def _traffic(row: TrafficRow) -> Traffic:
    return Traffic(
        channel=row.channel,
        address=row.address or "",
        last_in_at=row.last_in_at,
        last_out_at=row.last_out_at,
    )
