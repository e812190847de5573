"""Rows at the price of what they hold.

moto weighs a whole row again for each attribute that it is made of, and writes it as JSON once for
each attribute that an index holds. Here a row is weighed once, and its attributes are taken as
they are.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from moto.dynamodb.exceptions import ItemSizeTooLarge
from moto.dynamodb.models.dynamo_type import DynamoType, Item, LimitedSizeDict

_LARGEST = 405_000
"""What moto takes for AWS's 400 kB."""


def weigh_items_once() -> None:
    """Teach moto; any number of times."""
    if not hasattr(Item.project, "__wrapped__"):
        row: Any = Item
        row.__init__ = _hold
        row.project = _by_name_or(Item.project)


def _hold(
    item: Any, hash_key: DynamoType, range_key: DynamoType | None, attrs: dict[str, Any]
) -> None:
    item.hash_key, item.range_key = hash_key, range_key
    item.attrs = LimitedSizeDict()
    for name, value in attrs.items():
        dict.__setitem__(item.attrs, name, DynamoType(value))
    if item.size() > _LARGEST:
        raise ItemSizeTooLarge


def _by_name_or(project: Callable[[Item, list[list[str]]], Item]) -> Any:
    @wraps(project)
    def projected(item: Item, paths: list[list[str]]) -> Item:
        if any(len(path) > 1 or "[" in path[0] for path in paths):
            return project(item, paths)
        found: Any = Item(item.hash_key, item.range_key, {})
        for (name,) in paths:
            if name in item.attrs:
                dict.__setitem__(found.attrs, name, item.attrs[name])
        return found

    return projected
