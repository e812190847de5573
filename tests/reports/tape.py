"""The table's stream, written down at the gate: whichever engine answers, the records are there."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from botocore.awsrequest import AWSResponse

from chalicelib.table.row import Row, connection
from dev.aws.gate import Call, Send

Key = tuple[str, str]
_WRITES = {"PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems"}


class Tape:
    """A layer for the gate; `records` are as DynamoDB streams them, each row's in order."""

    def __init__(self) -> None:
        """Start with an empty tape, and know what rows were like from the first write on."""
        self.records: list[dict[str, Any]] = []
        self._images: dict[Key, dict[str, Any] | None] = {}
        self._is_on = True

    def __call__(self, call: Call, send: Send) -> AWSResponse:
        """Let the call through, and write down what it changed."""
        is_write = call.name.partition(".")[2] in _WRITES and call.service == "dynamodb"
        if not (is_write and self._is_on):
            return send()
        keys = [*_keys(call.parameters())]
        for key in keys:
            if key not in self._images:
                self._images[key] = _image(key)
        answer = send()
        for key in keys:
            self._note(key)
        return answer

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Write nothing down for a while."""
        self._is_on = False
        try:
            yield
        finally:
            self._is_on = True

    def _note(self, key: Key) -> None:
        before, after = self._images[key], _image(key)
        self._images[key] = after
        if before == after:
            return
        record: dict[str, Any] = {"Keys": {"pk": {"S": key[0]}, "sk": {"S": key[1]}}}
        if before is not None:
            record["OldImage"] = before
        if after is not None:
            record["NewImage"] = after
        self.records.append(record)


def _image(key: Key) -> dict[str, Any] | None:
    pk, sk = key
    found: Any = connection().get_item(Row.Meta.table_name, pk, range_key=sk, consistent_read=True)
    return found.get("Item")


def _keys(asked: Mapping[str, Any]) -> Iterator[Key]:
    for action in asked.get("TransactItems", ()):
        for each in action.values():
            yield _key(each.get("Item") or each["Key"])
    if item := asked.get("Item") or asked.get("Key"):
        yield _key(item)


def _key(item: Mapping[str, Any]) -> Key:
    return item["pk"]["S"], item["sk"]["S"]
