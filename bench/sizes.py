"""How large DynamoDB takes an item to be: the published rules, on DynamoDB's own JSON."""

import base64
from collections.abc import Callable, Mapping
from typing import Any

Item = Mapping[str, Any]
"""Attribute name -> typed value, as in `{"pk": {"S": "A#1"}, "n": {"N": "5"}}`."""

_CONTAINER = 3
_ELEMENT = 1


def item_size(item: Item | None) -> int:
    """Return the bytes of names and values; 0 for no item."""
    return sum(_text(name) + value_size(value) for name, value in (item or {}).items())


def value_size(value: Mapping[str, Any]) -> int:
    """Return the bytes of one typed value, without its name."""
    ((kind, content),) = value.items()
    return _SIZES[kind](content)


def _text(text: str) -> int:
    return len(text.encode())


def _number(text: str) -> int:
    """Return a byte for two significant digits and one more; the minus sign is one more still."""
    digits = text.lower().partition("e")[0].lstrip("+-").replace(".", "").strip("0")
    return (len(digits) + 1) // 2 + 1 + text.startswith("-")


def _binary(content: str | bytes) -> int:
    # Moto's own images hold the bytes themselves.
    return len(content if isinstance(content, bytes) else base64.b64decode(content))


def _map(content: Item) -> int:
    return _CONTAINER + item_size(content) + _ELEMENT * len(content)


def _list(content: list[Mapping[str, Any]]) -> int:
    return _CONTAINER + sum(map(value_size, content)) + _ELEMENT * len(content)


_SIZES: dict[str, Callable[[Any], int]] = {
    "S": _text,
    "N": _number,
    "B": _binary,
    "BOOL": lambda _: 1,
    "NULL": lambda _: 1,
    "M": _map,
    "L": _list,
    "SS": lambda content: sum(map(_text, content)),
    "NS": lambda content: sum(map(_number, content)),
    "BS": lambda content: sum(map(_binary, content)),
}
