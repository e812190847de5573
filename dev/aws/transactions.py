"""Transactions at the price of their items.

moto copies the whole table for each item of a transaction, stream and all, and puts the copy in
the table's place when one fails: slow with a thousand rows, and whoever reads the stream then
holds on to a shard that nobody writes to. Here only what a transaction touches is remembered.
"""

import copy
import threading
from collections.abc import Callable
from functools import wraps
from typing import Any

from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import Table

_Items = list[dict[str, Any]]
_Undo = Callable[[], None]
_within = threading.local()


def undo_only_what_was_touched() -> None:
    """Teach moto; any number of times."""
    if not hasattr(Table, "__deepcopy__"):
        Table.__deepcopy__ = _same_while_within  # pyright: ignore[reportAttributeAccessIssue]
        DynamoDBBackend.transact_write_items = _wrapped(DynamoDBBackend.transact_write_items)


def _wrapped(transact: Callable[..., None]) -> Callable[..., None]:
    @wraps(transact)
    def transact_write_items(
        backend: DynamoDBBackend, transact_items: list[dict[str, Any]]
    ) -> None:
        undo = _remember(backend, transact_items)
        _within.transaction = True
        try:
            transact(backend, transact_items)
        except BaseException:
            for step in undo:
                step()
            raise
        finally:
            _within.transaction = False

    return transact_write_items


def _same_while_within(table: Table, memo: dict[int, Any]) -> Table:
    if getattr(_within, "transaction", False):
        return table
    twin: Any = object.__new__(Table)
    memo[id(table)] = twin
    for name, value in vars(table).items():
        setattr(twin, name, copy.deepcopy(value, memo))
    return twin


def _remember(backend: DynamoDBBackend, transact_items: _Items) -> list[_Undo]:
    operations = [operation for item in transact_items for operation in item.values()]
    tables = {
        name: backend.tables[name]
        for operation in operations
        if (name := operation.get("TableName")) in backend.tables
    }
    undo = [
        _restore_item(tables[o["TableName"]], o) for o in operations if o["TableName"] in tables
    ]
    return undo + [_restore_stream(table) for table in tables.values()]


def _restore_item(table: Table, operation: dict[str, Any]) -> _Undo:
    key = operation.get("Key") or operation.get("Item") or {}
    if table.hash_key_attr not in key:
        return lambda: None
    hash_key = DynamoType(key[table.hash_key_attr])
    items: Any = table.items
    place: Any = hash_key
    if table.range_key_attr is not None:
        if table.range_key_attr not in key:
            return lambda: None
        items, place = table.items[hash_key], DynamoType(key[table.range_key_attr])
    before: Item | None = copy.deepcopy(items.get(place))

    def restore() -> None:
        if before is None:
            items.pop(place, None)
        else:
            items[place] = before

    return restore


def _restore_stream(table: Table) -> _Undo:
    shard = table.stream_shard
    length = len(shard.items) if shard else 0

    def restore() -> None:
        if shard:
            del shard.items[length:]

    return restore
