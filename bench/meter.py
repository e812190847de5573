"""Meters AWS calls on moto: each is charged by the images of its items before and after it.

The meter stands inside the gate's lock and reads the images from moto's own tables, so that it
neither makes calls of its own nor sees another thread's change. A query that filters or projects
is asked a second time without either, because DynamoDB charges for what it reads, not for what it
returns. Only what reached moto is charged, each attempt anew.
"""

import copy
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table

from bench import capacity
from bench.capacity import Index
from bench.sizes import Item, item_size
from dev.aws.gate import Call, Send, ask_moto, gate

_OK = 200
_WRITES = {"PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"}
_REFUSED_BUT_CHARGED = {"ConditionalCheckFailedException", "TransactionCanceledException"}
_NARROWING = ("FilterExpression", "ProjectionExpression", "Select", "AttributesToGet")


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """What one call cost."""

    name: str
    read: float = 0
    write: float = 0


@dataclass(slots=True)
class Usage:
    """What a block of code cost."""

    charges: list[Charge] = field(default_factory=list[Charge])

    @property
    def requests(self) -> int:
        """Return the calls to any service, retries included."""
        return len(self.charges)

    @property
    def read_units(self) -> float:
        """Return DynamoDB's read request units."""
        return sum(charge.read for charge in self.charges)

    @property
    def write_units(self) -> float:
        """Return DynamoDB's write request units."""
        return sum(charge.write for charge in self.charges)

    def meter(self, call: Call, send: Send) -> AWSResponse:
        """Be a layer inside the gate."""
        operation = call.name.partition(".")[2]
        if call.service != "dynamodb":
            response, cost = send(), {}
        elif operation in _WRITES:
            response, cost = _written(call, operation, send)
        else:
            response = send()
            cost = {"read": _read(call, operation, response)}
        self.charges.append(Charge(name=call.name, **cost))
        return response


@contextmanager
def metered() -> Iterator[Usage]:
    """Yield what the block costs, filled as it runs; the gate must be installed."""
    usage = Usage()
    with gate.around(usage.meter, inside=True):
        yield usage


@dataclass(frozen=True, slots=True, kw_only=True)
class _Touch:
    """An item that a write is about; `wanted` is what a put would leave there."""

    table: Table
    key: Mapping[str, Any]
    wanted: Item | None = None

    def image(self) -> Item | None:
        return _image(self.table, self.key)


def _written(call: Call, operation: str, send: Send) -> tuple[AWSResponse, dict[str, float]]:
    touches = list(_touches(call, operation, call.parameters()))
    before = [touch.image() for touch in touches]
    response = send()
    if response.status_code != _OK:
        return response, {"write": _refused(response, operation, touches, before)}
    # A failed transaction may have put another table in place; look it up again.
    after = [_image(_table(call, touch.table.name), touch.key) for touch in touches]
    units = _units_of(operation)
    total = sum(
        units(old, new) + capacity.index_units(old, new, _indexes(touch.table))
        for touch, old, new in zip(touches, before, after, strict=True)
    )
    return response, {"write": total}


def _refused(
    response: AWSResponse, operation: str, touches: list[_Touch], before: list[Item | None]
) -> float:
    """Return what a failed condition costs: the item that was there, or a put's that was not."""
    code = json.loads(response.content).get("__type", "").rpartition("#")[2]
    if code not in _REFUSED_BUT_CHARGED:
        return 0
    if operation != "TransactWriteItems":
        return sum(capacity.write_units(old, None) for old in before)
    return sum(
        capacity.transaction_write_units(old, touch.wanted)
        for touch, old in zip(touches, before, strict=True)
    )


def _units_of(operation: str) -> Any:
    if operation == "TransactWriteItems":
        return capacity.transaction_write_units
    return capacity.write_units


def _touches(call: Call, operation: str, asked: dict[str, Any]) -> Iterator[_Touch]:
    if operation == "TransactWriteItems":
        actions = [action for item in asked["TransactItems"] for action in item.values()]
    elif operation == "BatchWriteItem":
        actions = [
            {"TableName": name, **action}
            for name, requests in asked["RequestItems"].items()
            for request in requests
            for action in request.values()
        ]
    else:
        actions = [asked]
    for action in actions:
        table = _table(call, action["TableName"])
        item = action.get("Item")
        yield _Touch(table=table, key=action["Item"] if item else action["Key"], wanted=item)


def _read(call: Call, operation: str, response: AWSResponse) -> float:
    if response.status_code != _OK:
        return 0
    asked = call.parameters()
    match operation:
        case "GetItem":
            size = item_size(_image(_table(call, asked["TableName"]), asked["Key"]))
            return capacity.read_units(size, is_consistent=_is_consistent(asked))
        case "BatchGetItem":
            return sum(_batch(call, name, part) for name, part in asked["RequestItems"].items())
        case "TransactGetItems":
            gets = [item["Get"] for item in asked["TransactItems"]]
            images = [_image(_table(call, get["TableName"]), get["Key"]) for get in gets]
            return sum(capacity.transaction_read_units(item_size(image)) for image in images)
        case "Query" | "Scan":
            size = sum(item_size(item) for item in _items_read(call, asked, response))
            return capacity.read_units(size, is_consistent=_is_consistent(asked))
    return 0


def _batch(call: Call, name: str, part: dict[str, Any]) -> float:
    table = _table(call, name)
    return sum(
        capacity.read_units(item_size(_image(table, key)), is_consistent=_is_consistent(part))
        for key in part["Keys"]
    )


def _is_consistent(asked: Mapping[str, Any]) -> bool:
    return bool(asked.get("ConsistentRead"))


def _items_read(call: Call, asked: dict[str, Any], response: AWSResponse) -> Iterable[Item]:
    """Return the items that a query or scan went through, before filter and projection."""
    if not any(name in asked for name in _NARROWING):
        return json.loads(response.content)["Items"]
    wide = {name: value for name, value in asked.items() if name not in _NARROWING}
    condition = asked.get("KeyConditionExpression", "")
    for names in ("ExpressionAttributeNames", "ExpressionAttributeValues"):
        used = set(re.findall(r"[#:]\w+", condition))
        kept = {name: value for name, value in asked.get(names, {}).items() if name in used}
        wide.pop(names, None)
        if kept:
            wide[names] = kept
    return json.loads(ask_moto(_asking(call, wide)).content)["Items"]


def _asking(call: Call, parameters: dict[str, Any]) -> Call:
    request = call.request
    body = json.dumps(parameters).encode()
    return Call(
        call.name,
        AWSPreparedRequest(
            request.method, request.url, request.headers, body, request.stream_output
        ),
    )


def _table(call: Call, name: str) -> Table:
    region = (urlsplit(call.request.url).hostname or "").split(".")[1]
    return dynamodb_backends[DEFAULT_ACCOUNT_ID][region].get_table(name)


def _image(table: Table, key: Mapping[str, Any]) -> Item | None:
    """Return a copy: moto changes items in place."""
    hash_key = DynamoType(key[table.hash_key_attr])
    range_key = DynamoType(key[table.range_key_attr]) if table.range_key_attr else None
    item = table.get_item(hash_key, range_key)
    return copy.deepcopy(item.to_json()["Attributes"]) if item else None


def _indexes(table: Table) -> list[Index]:
    table_keys = tuple(table.table_key_attrs)
    return [
        Index(
            name=index.name,
            keys=tuple(index.schema_key_attrs),
            table_keys=table_keys,
            included=_included(index.projection),
        )
        for index in (*table.global_indexes, *table.indexes)
    ]


def _included(projection: Mapping[str, Any]) -> tuple[str, ...] | None:
    if projection["ProjectionType"] == "ALL":
        return None
    return tuple(projection.get("NonKeyAttributes", ()))
