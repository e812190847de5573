"""The words in which a package's `shapes.py` says what its routes answer.

Only the description of the API and the tests load such a module: what is answered is made
elsewhere, and a first request waits for no type that it does not need.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec

T = TypeVar("T")


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """Base of what is answered: what has no default is always there, and more may come to it."""


class Listed(Shape, Generic[T], frozen=True):
    """A part of a list; `next_cursor` leads to the next one."""

    data: tuple[T, ...]
    has_more: bool
    next_cursor: str | None


class Every(Shape, Generic[T], frozen=True):
    """A list that is short enough to be answered at once."""

    data: tuple[T, ...]


class Named(Shape, frozen=True):
    """Somebody or something by id and name."""

    id: str
    name: str


class Address(Shape, frozen=True):
    """Where a file can be fetched, for some minutes."""

    url: str


@dataclass(frozen=True, slots=True)
class OneOf:
    """Several types, one of which is answered."""

    types: tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Success:
    """What a route answers when all is well, and what else is special about it."""

    body: Any = None
    also: tuple[int, ...] = ()
    """Other statuses of success, with the same body."""
    is_tagged: bool = False
    """It carries an ETag ..."""
    takes_if_match: bool = False
    """... or changes only what still has the one that `If-Match` names."""
    refusals: tuple[int, ...] = ()
    """Statuses of problems, beside those that follow from how the route is declared."""
    takes: Any = None
    """What its body looks like, where the route itself looks at it only later."""

    @property
    def types(self) -> tuple[Any, ...]:
        """Return the types that the answer may have; none where it has no body."""
        return _each(self.body)

    @property
    def taken(self) -> tuple[Any, ...]:
        """Return the types that the request's body may have; none where its route says it."""
        return _each(self.takes)


def _each(told: Any) -> tuple[Any, ...]:
    if told is None:
        return ()
    return told.types if isinstance(told, OneOf) else (told,)


def one_of(*types: Any) -> OneOf:
    """Return what is answered where it is now this, now that."""
    return OneOf(types)


def tagged(body: Any, *refusals: int) -> Success:
    """Return what is answered with an ETag."""
    return Success(body=body, is_tagged=True, refusals=refusals)


def changed(body: Any, *refusals: int) -> Success:
    """Return what is answered with an ETag to a change that takes one."""
    return Success(body=body, is_tagged=True, takes_if_match=True, refusals=refusals)


def removed(*refusals: int) -> Success:
    """Return the answer without a body to a removal that takes an ETag."""
    return Success(takes_if_match=True, refusals=refusals)


def refusing(*refusals: int) -> Success:
    """Return the answer without a body of a route that refuses for reasons of its own."""
    return Success(refusals=refusals)


def plain(body: Any, *refusals: int) -> Success:
    """Return what is answered by a route that refuses for reasons of its own."""
    return Success(body=body, refusals=refusals)


Answers = Mapping[str, Any]
"""By `METHOD /path`: a type, or a Success with what there is to say beside the type."""
