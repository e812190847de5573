"""Queries at the price of what they find.

moto sorts the whole table for each query, and then looks at every row of it: a table that a run of
tests shares grows, and each query with it. Here a query is shown only the rows of its partition,
which it sorts itself. For an index it is noted with each write where rows of a value may be: it
still is there, or it is not found, since what lies there is looked at anew.
"""

import threading
from collections.abc import Callable
from functools import wraps
from typing import Any

from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import Table

_Show = Callable[[Table], list[Item]]
_INDEX_NAME = 7
"""The place of `index_name` among the arguments of `Table.query`."""
_within = threading.local()
_Key = tuple[DynamoType, DynamoType]
_PLACES = "_places_by_value"


def show_queries_their_partition() -> None:
    """Teach moto; any number of times."""
    if not hasattr(Table.query, "__wrapped__"):
        Table.query = _wrapped(Table.query)
        all_items: Any = _partition_or(Table.all_items)
        Table.all_items = all_items
        Table.put_item = _noted(Table.put_item)
        DynamoDBBackend.update_item = _noted_by_name(DynamoDBBackend.update_item)


def _wrapped(query: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(query)
    def of_partition(table: Table, hash_key: DynamoType, *args: Any, **options: Any) -> Any:
        if table.range_key_attr is None:
            return query(table, hash_key, *args, **options)
        index_name = options.get("index_name") or (args[_INDEX_NAME - 1 :] or [None])[0]
        conditions = options.get("hash_key_conditions") or []
        _within.rows = _of_index(table, conditions) if index_name else _of_table(table, hash_key)
        try:
            return query(table, hash_key, *args, **options)
        finally:
            _within.rows = None

    return of_partition


def _partition_or(all_items: _Show) -> _Show:
    @wraps(all_items)
    def shown(table: Table) -> list[Item]:
        rows = getattr(_within, "rows", None)
        return all_items(table) if rows is None else rows

    return shown


def _of_table(table: Table, hash_key: DynamoType) -> list[Item]:
    return list(_partitions(table).get(hash_key, {}).values())


def _of_index(table: Table, conditions: list[tuple[str, DynamoType]]) -> list[Item]:
    name, wanted = conditions[0]
    partitions = _partitions(table)
    known = _places(table)
    if name not in known.of:
        known.look_for(name, partitions)
    rows: list[Item] = []
    for hash_key, range_key in known.of[name].get(wanted.value, ()):
        item = partitions.get(hash_key, {}).get(range_key)
        if item and (found := item.attrs.get(name)) is not None and found.value == wanted.value:
            rows.append(item)
    return rows


class _Places:
    """Where rows with a value of an index's key have ever been."""

    def __init__(self, table: Table) -> None:
        self.partitions = _partitions(table)
        self.of: dict[str, dict[Any, dict[_Key, None]]] = {}
        for index in table.all_indexes():
            self.look_for(index.schema[0]["AttributeName"], self.partitions)

    def look_for(self, name: str, partitions: dict[DynamoType, dict[DynamoType, Item]]) -> None:
        self.of[name] = {}
        for partition in partitions.values():
            for item in partition.values():
                self.note(item)

    def note(self, item: Item) -> None:
        for name, places in self.of.items():
            found = item.attrs.get(name)
            if found is not None and isinstance(found.value, str) and item.range_key is not None:
                places.setdefault(found.value, {})[item.hash_key, item.range_key] = None


def _places(table: Table) -> _Places:
    known = vars(table).get(_PLACES)
    if known is None or known.partitions is not table.items:  # a backup brings rows of its own
        known = vars(table)[_PLACES] = _Places(table)
    return known


def look_anew(table: Table) -> None:
    """Look through the table with the next query: rows were written past moto."""
    vars(table).pop(_PLACES, None)


def _noted(put: Callable[..., Item]) -> Any:
    @wraps(put)
    def noted(table: Table, *args: Any, **options: Any) -> Item:
        item = put(table, *args, **options)
        if table.range_key_attr is not None:
            _places(table).note(item)
        return item

    return noted


def _noted_by_name(update: Callable[..., Item]) -> Any:
    @wraps(update)
    def noted(backend: DynamoDBBackend, table_name: str, *args: Any, **options: Any) -> Item:
        item = update(backend, table_name, *args, **options)
        table = backend.get_table(table_name)
        if table.range_key_attr is not None:
            _places(table).note(item)
        return item

    return noted


def _partitions(table: Table) -> dict[DynamoType, dict[DynamoType, Item]]:
    return table.items
