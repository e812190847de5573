"""What is found, where the index stands, and what its files say of a word."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

MOST = 20
"""Tickets in an answer."""
Place = int
"""Where a ticket has a word: the entry's sequence times four, plus the field."""
Contents = Mapping[str, Mapping[str, Place]]
"""What an index holds: word, ticket's id, and the best place of the word in the ticket."""


class Field(IntEnum):
    """Where a word can stand; a later one says more about what the ticket is."""

    entry = 0
    subject = 1
    customer = 2
    number = 3


_FIELDS = len(Field)


def place(field: Field, sequence: int = 0) -> Place:
    """Return a place; what is no entry has no sequence.

    >>> field_of(place(Field.subject)), sequence_of(place(Field.entry, 7))
    (<Field.subject: 1>, 7)
    """
    return sequence * _FIELDS + field


def field_of(where: Place) -> Field:
    """Return the field of a place."""
    return Field(where % _FIELDS)


def sequence_of(where: Place) -> int:
    """Return the entry's sequence, or 0."""
    return where // _FIELDS


def better(one: Place, other: Place) -> Place:
    """Return the place that says more; of two entries the newer one.

    So whatever is merged in whatever order comes out the same.
    """
    return max(one, other, key=lambda where: (where % _FIELDS, where))


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexFile:
    """A part of an account's index: a file that never changes."""

    name: str
    size: int
    directory_at: int
    """Where in the file its directory begins; it ends with the file."""
    tickets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """A file that the index does not name; it is deleted when nobody can be reading it."""

    name: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Which files are the index, oldest first, and up to which change of the feed they go."""

    version: int = 0
    sequence: int = 0
    indexed_until: datetime | None = None
    files: tuple[IndexFile, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    walk: Mapping[str, Any] | None = None
    """How far all tickets were gone through, where the feed alone does not tell them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word that is asked for: any of these terms, the best first."""

    terms: tuple[str, ...]
    is_prefix: bool = False
    """The term may go on: it is the last one, and perhaps not typed to its end."""

    def fits(self, terms: frozenset[str]) -> bool:
        """Tell whether some of these terms is one that is asked for."""
        if any(term in terms for term in self.terms):
            return True
        return self.is_prefix and any(term.startswith(self.terms[0]) for term in terms)
