"""What DynamoDB charges, by the published rules; no engine counts it rightly."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bench.sizes import Item, item_size

_READ_STEP = 4096
_WRITE_STEP = 1024
READ_DOLLARS = 0.125 / 1_000_000
WRITE_DOLLARS = 0.625 / 1_000_000
"""On demand, us-east-1, a unit."""


def read_units(size: int, *, is_consistent: bool) -> float:
    """Return the units of reading so many bytes at once; nothing found costs the least there is."""
    return max(1, math.ceil(size / _READ_STEP)) * (1 if is_consistent else 0.5)


def transaction_read_units(size: int) -> float:
    """Return the units of one item read in a transaction."""
    return 2 * read_units(size, is_consistent=True)


def write_units(before: Item | None, after: Item | None) -> float:
    """Return the units of one write; a failed condition is one with nothing after."""
    return _written(max(item_size(before), item_size(after)))


def transaction_write_units(before: Item | None, after: Item | None) -> float:
    """Return the units of one item written, deleted or checked in a transaction."""
    return 2 * write_units(before, after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """A secondary index; `included` is None where it takes every attribute."""

    name: str
    keys: tuple[str, ...]
    table_keys: tuple[str, ...]
    included: tuple[str, ...] | None = None

    def entry(self, item: Item | None) -> Item | None:
        """Return what the index keeps of an item, None where a key attribute is missing."""
        if item is None or not all(key in item for key in self.keys):
            return None
        if self.included is None:
            return item
        kept = {*self.keys, *self.table_keys, *self.included}
        return {name: value for name, value in item.items() if name in kept}

    def units(self, before: Item | None, after: Item | None) -> float:
        """Return the units that a change of one item costs here; transactions do not double it."""
        old, new = self.entry(before), self.entry(after)
        if old == new:
            return 0
        if old and new and any(old[key] != new[key] for key in self.keys):
            return _written(item_size(old)) + _written(item_size(new))
        return _written(max(item_size(old), item_size(new)))


def index_units(before: Item | None, after: Item | None, indexes: Sequence[Index]) -> float:
    """Return the units that a change of one item costs in all indexes."""
    return sum(index.units(before, after) for index in indexes)


def dollars(*, read: float, write: float) -> float:
    """Return the price on demand."""
    return read * READ_DOLLARS + write * WRITE_DOLLARS


def _written(size: int) -> float:
    return max(1, math.ceil(size / _WRITE_STEP))
