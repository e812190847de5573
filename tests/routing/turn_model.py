"""What a rotation is, one operation at a time: `turns` alone, without table and company."""

from typing import NamedTuple

from chalicelib.routing import turns
from chalicelib.routing.turns import Rotation
from tests.kit.history import UNKNOWN, Operation
from tests.kit.http_world import NOON


class Told(NamedTuple):
    """Who comes next, in order, and who is known to have got what."""

    order: tuple[str, ...] = ()
    drawn: frozenset[tuple[str, str]] = frozenset()


def step(state: Told, operation: Operation) -> Told | None:
    """Draw or give back, if it could have ended as it did."""
    rotation = _rotation(state)
    if operation.name == "give_back":
        (name,) = operation.args
        return _told(turns.returned(rotation, name))
    members, name = operation.args
    if rotation.found(name) not in members:
        rotation = turns.taken(turns.regrouped(rotation, members), name)
    told = _told(rotation)
    return told if operation.result in (rotation.found(name), UNKNOWN) else None


def _rotation(state: Told) -> Rotation:
    drawn = {name: (-1, holder) for name, holder in state.drawn}
    return Rotation(members=state.order, drawn=drawn, marked_at=NOON)


def _told(rotation: Rotation) -> Told:
    drawn = frozenset((name, rotation.found(name) or "") for name in rotation.drawn)
    return Told(rotation.upcoming(), drawn)
