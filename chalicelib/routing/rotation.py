"""Rotations in the table: a draw is one atomic write, however many are drawn at once.

The write counts the turn up, notes the draw and returns the members; nobody reads first, so nobody
loses a race (`docs/adr/0013`). Only where the members changed is the row replaced as a whole.
"""

import hashlib
from collections.abc import Sequence
from typing import Any, cast

from pynamodb.attributes import JSONAttribute, MapAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Unavailable
from chalicelib.routing import turns
from chalicelib.routing.turns import Drawn, Rotation
from chalicelib.table import keys
from chalicelib.table.read import find
from chalicelib.table.row import MomentAttribute, Row
from chalicelib.table.write import ConditionFailed, attempts, translated


class RotationRow(Row, discriminator="rotation"):
    """A pool. `stamp` is the digest of its members, in whatever order they came.

    Of a draw under earlier members `drawn` holds the turn and the place in `past` of who got it.
    """

    members = JSONAttribute()
    past = JSONAttribute()
    stamp = UnicodeAttribute()
    first = NumberAttribute()
    turn = NumberAttribute()
    drawn = MapAttribute[str, Any]()
    marked = NumberAttribute()
    marked_at = MomentAttribute()


def draw(desk: Desk, pool: str, members: Sequence[str], name: str) -> str | None:
    """Return whose turn it is among these; None when there is nobody.

    The same `name` again, within a quarter of an hour, is the same draw: it gets the same member,
    and no turn is lost. Raises Unavailable under a storm of changing members.
    """
    if not members:
        return None
    short = _short(name)
    for _ in attempts(desk):
        try:
            rotation = _advanced(desk, pool, members, short)
        except (ConditionFailed, Unavailable):
            rotation = _regrouped(desk, pool, members, short)
        if rotation is not None:
            return rotation.found(short)
    raise Unavailable("Too many come and go in this rotation at once; try again.")


def pool_of(ids: Sequence[str]) -> str:
    """Return the name of a pool of several, however many: keys have an end."""
    return f"+{_short(' '.join(ids))}"


def give_back(desk: Desk, pool: str, name: str) -> None:
    """Let whoever got this draw be next again: what they should have got is somebody else's."""
    short = _short(name)
    for _ in attempts(desk):
        known = read(desk, pool)
        if known is None or known.found(short) is None:
            return
        if _replace(desk, pool, known, turns.returned(known, short)):
            return


def read(desk: Desk, pool: str) -> Rotation | None:
    """Return a pool's rotation as it is; None where nobody was ever drawn."""
    row = find(RotationRow, keys.rotation(desk.account_id, pool), consistent=True)
    return _rotation(row) if row else None


def _advanced(desk: Desk, pool: str, members: Sequence[str], short: str) -> Rotation:
    place: Any = RotationRow.drawn[short]
    row = RotationRow(*keys.rotation(desk.account_id, pool))
    is_same: Condition = RotationRow.stamp == _stamp(members)
    with translated():
        row.update(
            actions=[place.set(RotationRow.turn), RotationRow.turn.add(1)],
            condition=is_same & place.does_not_exist(),
        )
    rotation = _rotation(row)
    _forget(desk, pool, rotation)
    return rotation


def _regrouped(desk: Desk, pool: str, members: Sequence[str], short: str) -> Rotation | None:
    known = read(desk, pool)
    if known is not None and known.found(short) in members:
        return known
    before = known or turns.started((), desk.now())
    after = turns.taken(turns.regrouped(before, members), short)
    return after if _replace(desk, pool, known, after) else None


def _replace(desk: Desk, pool: str, known: Rotation | None, after: Rotation) -> bool:
    pk, sk = keys.rotation(desk.account_id, pool)
    past = _past(after)
    row = RotationRow(
        pk=pk,
        sk=sk,
        members=list(after.members),
        stamp=_stamp(after.members),
        first=after.first,
        turn=after.turn,
        past=past,
        drawn={name: _stored(drawn, past) for name, drawn in after.drawn.items()},
        marked=after.marked,
        marked_at=after.marked_at,
    )
    unchanged = Row.pk.does_not_exist() if known is None else RotationRow.turn == known.turn
    try:
        with translated():
            row.save(condition=unchanged)
    except ConditionFailed:
        return False
    return True


def _forget(desk: Desk, pool: str, rotation: Rotation) -> None:
    now = desk.now()
    if not turns.is_to_mark(rotation, now):
        return
    drawn: Any = RotationRow.drawn
    actions: list[Any] = [drawn[name].remove() for name in turns.outdated(rotation, now)]
    actions += [RotationRow.marked.set(rotation.turn), RotationRow.marked_at.set(now)]
    row = RotationRow(*keys.rotation(desk.account_id, pool))
    try:
        with translated():
            row.update(actions=actions, condition=RotationRow.marked == rotation.marked)
    except (ConditionFailed, Unavailable):
        return  # somebody else has done it, or will


def _rotation(row: RotationRow) -> Rotation:
    drawn = cast("dict[str, int | str]", row.drawn.as_dict())
    past = cast("list[str]", row.past)
    return Rotation(
        members=tuple(cast("list[str]", row.members)),
        first=int(row.first),
        turn=int(row.turn),
        drawn={name: _restored(value, past) for name, value in drawn.items()},
        marked=int(row.marked),
        marked_at=row.marked_at,
    )


def _stored(drawn: Drawn, past: Sequence[str]) -> int | str:
    return drawn if isinstance(drawn, int) else f"{drawn[0]} {past.index(drawn[1])}"


def _restored(value: int | str, past: Sequence[str]) -> Drawn:
    if not isinstance(value, str):
        return int(value)
    turn, _, place = value.partition(" ")
    return int(turn), past[int(place)]


def _past(rotation: Rotation) -> list[str]:
    return sorted({drawn[1] for drawn in rotation.drawn.values() if not isinstance(drawn, int)})


def _stamp(members: Sequence[str]) -> str:
    return _short(" ".join(sorted(members)))


def _short(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
