"""What is answered to who tells of sends and events."""

from typing import Literal

from msgspec import UNSET, UnsetType

from chalicelib.web.description.shapes import OneOf, Shape, Success, one_of


class FaultSeen(Shape, frozen=True):
    """One thing wrong with one of several."""

    pointer: str
    code: str
    detail: str


class Recorded(Shape, frozen=True):
    """What became of one; `known` was told before."""

    id: str
    outcome: Literal["recorded", "known"]
    customer_id: str


class OneOfSeveral(Shape, frozen=True):
    """What became of one of several; what is refused says why."""

    id: str | None
    outcome: Literal["recorded", "known", "refused"]
    customer_id: str | UnsetType = UNSET
    code: str | UnsetType = UNSET
    detail: str | UnsetType = UNSET
    errors: tuple[FaultSeen, ...] | UnsetType = UNSET


class RecordedSeveral(Shape, frozen=True):
    """What became of each, in the order in which they were told."""

    data: tuple[OneOfSeveral, ...]


def recorded(takes: OneOf) -> Success:
    """Return what is answered to one thing told, or to several."""
    told = one_of(Recorded, RecordedSeveral)
    return Success(body=told, also=(201,), refusals=(404, 413), takes=takes)
