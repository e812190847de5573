"""Whose turn it is: strict rotation over the members of a pool, decided from values alone.

A member is an opaque word that stands for somebody's presence: who leaves and comes back is another
member, and joins at the end (decision 26). Turns are counted from the first draw and never reset,
so a rotation that was read before somebody else's draw is always told from the one after it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

REMEMBERED = timedelta(minutes=15)
"""A draw that is tried again within this time gets the turn that it had."""
MANY = 200
AT_ONCE = 100


Drawn = int | tuple[int, str]
"""The turn of a draw, with who got it where the members have changed since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation:
    """A pool's state; `drawn` knows the draws of late by name, so that none counts twice."""

    members: tuple[str, ...] = ()
    first: int = 0
    """The turn that these members began with."""
    turn: int = 0
    """The next one."""
    drawn: Mapping[str, Drawn] = field(default_factory=dict[str, Drawn])
    marked: int = 0
    """The turn at `marked_at`: what was drawn before it is forgotten in due time."""
    marked_at: datetime

    def found(self, draw: str) -> str | None:
        """Return who got this draw when it came before."""
        match self.drawn.get(draw):
            case None:
                return None
            case (_, holder):
                return holder
            case turn:
                return self.members[(turn - self.first) % len(self.members)]

    def upcoming(self) -> tuple[str, ...]:
        """Return the members from the next one on."""
        if not self.members:
            return ()
        start = (self.turn - self.first) % len(self.members)
        return self.members[start:] + self.members[:start]


def started(members: Sequence[str], now: datetime) -> Rotation:
    """Return the rotation of a new pool."""
    return Rotation(members=tuple(members), marked_at=now)


def regrouped(rotation: Rotation, members: Sequence[str]) -> Rotation:
    """Return the rotation among these: who stays keeps the order, who is new comes last."""
    stay = tuple(member for member in rotation.upcoming() if member in members)
    new = tuple(member for member in members if member not in stay)
    return _among(rotation, stay + new)


def returned(rotation: Rotation, draw: str) -> Rotation:
    """Return the rotation in which whoever got this draw for nothing is next again."""
    holder = rotation.found(draw)
    if holder is None:
        return rotation
    kept = {name: turn for name, turn in rotation.drawn.items() if name != draw}
    others = tuple(member for member in rotation.upcoming() if member != holder)
    members = (holder, *others) if holder in rotation.members else others
    # Counted as a turn: who decided on the rotation as it was must notice.
    return _among(replace(rotation, turn=rotation.turn + 1, drawn=kept), members)


def taken(rotation: Rotation, draw: str) -> Rotation:
    """Return the rotation after one more draw."""
    drawn = {**rotation.drawn, draw: rotation.turn}
    return replace(rotation, turn=rotation.turn + 1, drawn=drawn)


def outdated(rotation: Rotation, now: datetime) -> tuple[str, ...]:
    """Return the draws that need not be known any longer, the oldest; empty when it is too soon."""
    if len(rotation.drawn) > MANY:
        return _oldest(rotation)[:AT_ONCE]
    if now - rotation.marked_at < REMEMBERED:
        return ()
    old = [name for name in _oldest(rotation) if _turn(rotation.drawn[name]) < rotation.marked]
    return tuple(old[:AT_ONCE])


def is_to_mark(rotation: Rotation, now: datetime) -> bool:
    """Tell whether it is time to forget, or to remember where forgetting begins next time."""
    is_long_ago = now - rotation.marked_at >= REMEMBERED
    return len(rotation.drawn) > MANY or (is_long_ago and rotation.turn > rotation.marked)


def _among(rotation: Rotation, members: tuple[str, ...]) -> Rotation:
    # A turn of earlier members cannot be told any more once they are gone, so it is written out.
    drawn: dict[str, Drawn] = {
        name: (_turn(turn), rotation.found(name) or "") for name, turn in rotation.drawn.items()
    }
    return replace(rotation, members=members, first=rotation.turn, drawn=drawn)


def _oldest(rotation: Rotation) -> tuple[str, ...]:
    return tuple(sorted(rotation.drawn, key=lambda name: _turn(rotation.drawn[name])))


def _turn(drawn: Drawn) -> int:
    return drawn if isinstance(drawn, int) else drawn[0]
