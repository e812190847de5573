"""DynamoDB's questions and answers, copied by shapes that are understood once.

moto walks the description of a call for every value that goes in or out, and asks each member of
it, also those that are not there, how the object at hand could call it. DynamoDB's are JSON: what
a shape does to a value is the same each time. What is not plain JSON goes moto's own way.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from moto.core.parse import JSONParser
from moto.core.serialize import JSONSerializer

_Copy = Callable[[Any], Any]
_SERVICE = "dynamodb"


class NotPlain(Exception):
    """Something that only moto itself knows how to copy."""


def understand_shapes_once() -> None:
    """Teach moto; any number of times."""
    parser: Any = JSONParser
    serializer: Any = JSONSerializer
    if not hasattr(parser._parse_json_body, "__wrapped__"):
        parser._parse_json_body = _read_plain_or(parser._parse_json_body)
        serializer._serialize_result = _write_plain_or(serializer._serialize_result)


def _read_plain_or(read: Callable[..., Any]) -> Any:
    copies = Copies(str_of=_itself)

    @wraps(read)
    def body(parser: Any, raw_body: Any, shape: Any) -> Any:
        if _is_dynamodb(parser):
            try:
                return copies.of(shape)(parser._parse_body_as_json(raw_body))
            except NotPlain:
                pass
        return read(parser, raw_body, shape)

    return body


def _write_plain_or(write: Callable[..., Any]) -> Any:
    copies = Copies(str_of=text)

    @wraps(write)
    def result(serializer: Any, response: Any, answer: Any) -> Any:
        shape = serializer.operation_model.output_shape
        if shape is not None and _is_dynamodb(serializer):
            try:
                plain = copies.of(shape)(answer)
            except NotPlain:
                pass
            else:
                return serializer._serialized_result_to_response(response, answer, shape, plain)
        return write(serializer, response, answer)

    return result


def _is_dynamodb(either: Any) -> bool:
    return either.operation_model.service_model.service_name == _SERVICE


def _refused(value: Any) -> Any:
    raise NotPlain


class Copies:
    """What each shape of DynamoDB does to a value."""

    def __init__(
        self, *, str_of: _Copy, blob_of: _Copy = _refused, is_all_known: bool = False
    ) -> None:
        """Start with none; `str_of` is what becomes of a text, `blob_of` of bytes.

        What a shape does not name is left out, or nothing is plain where `is_all_known`.
        """
        self._is_all_known = is_all_known
        self._known: dict[str, _Copy] = {}
        self._leaves: dict[str, _Copy] = {
            "string": str_of,
            "blob": blob_of,
            "boolean": _itself,
            "integer": int,
            "long": int,
            "float": float,
            "double": float,
        }

    def of(self, shape: Any) -> _Copy:
        """Return what copies a value of this shape."""
        copy = self._known.get(shape.name)
        return copy or self._known.setdefault(shape.name, self._made(shape))

    def _made(self, shape: Any) -> _Copy:
        if shape.type_name == "structure":
            return self._structure(shape)
        if shape.type_name == "map":
            return self._map(shape)
        if shape.type_name == "list":
            return self._list(shape)
        return self._leaves.get(shape.type_name, _refused)

    def _structure(self, shape: Any) -> _Copy:
        members = dict(shape.members)
        if shape.is_document_type or any("name" in m.serialization for m in members.values()):
            return _refused

        def copy(value: Any) -> Any:
            if type(value) is not dict or (self._is_all_known and not members.keys() >= {*value}):
                raise NotPlain
            return {
                name: self.of(members[name])(inner)
                for name, inner in value.items()
                if inner is not None and name in members
            }

        return copy

    def _map(self, shape: Any) -> _Copy:
        inner_shape = shape.value

        def copy(value: Any) -> Any:
            if type(value) is not dict:
                raise NotPlain
            one = self.of(inner_shape)
            return {name: one(_there(inner)) for name, inner in value.items()}

        return copy

    def _list(self, shape: Any) -> _Copy:
        inner_shape = shape.member

        def copy(value: Any) -> Any:
            if type(value) is not list:
                raise NotPlain
            one = self.of(inner_shape)
            return [one(_there(inner)) for inner in value]

        return copy


def _itself(value: Any) -> Any:
    return value


def _there(value: Any) -> Any:
    if value is None:
        raise NotPlain
    return value


def text(value: Any) -> str:
    """Return a text as it is; raise NotPlain for what is none."""
    if type(value) is not str:
        raise NotPlain
    return value
