"""Queries at the price of what they find.

moto sorts the whole table for each query, and then looks at every row of it: a table that a run of
tests shares grows, and each query with it. Here a query is shown only the rows of its partition,
which it sorts itself.
"""

import threading
from collections.abc import Callable
from functools import wraps
from typing import Any

from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import Table

_Show = Callable[[Table], list[Item]]
_INDEX_NAME = 7
"""The place of `index_name` among the arguments of `Table.query`."""
_within = threading.local()


def show_queries_their_partition() -> None:
    """Teach moto; any number of times."""
    if not hasattr(Table.query, "__wrapped__"):
        Table.query = _wrapped(Table.query)
        all_items: Any = _partition_or(Table.all_items)
        Table.all_items = all_items


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
    return [
        item
        for partition in _partitions(table).values()
        for item in partition.values()
        if (found := item.attrs.get(name)) is not None and found.value == wanted.value
    ]


def _partitions(table: Table) -> dict[DynamoType, dict[DynamoType, Item]]:
    return table.items
