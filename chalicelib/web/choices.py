"""What a field of a body may be, where it is one of a few: for whoever sent something else."""

import re
from typing import Any

from msgspec import inspect

_STEP = re.compile(r"\.(?P<name>[^.\[]+)|\[(?:\d+|\.\.\.)\]")


def choices(shape: Any, path: str) -> tuple[str, ...]:
    """Return the values that may stand at `path` (as msgspec writes it, less its `$`), or none.

    >>> from typing import Literal
    >>> choices(dict[str, list[Literal["a", "b"]]], "[...][0]")
    ('a', 'b')
    """
    places = _unfolded(inspect.type_info(shape))
    for step in _STEP.finditer(path):
        inner = [each for place in places for each in _inside(place, step["name"])]
        places = [each for place in inner for each in _unfolded(place)]
    return tuple(str(value) for place in places for value in _values(place))


def _unfolded(place: inspect.Type) -> list[inspect.Type]:
    if isinstance(place, inspect.Metadata):
        return _unfolded(place.type)
    if isinstance(place, inspect.UnionType):
        return [each for one in place.types for each in _unfolded(one)]
    return [place]


def _inside(place: inspect.Type, name: str | None) -> list[inspect.Type]:
    if name is not None:
        fields = place.fields if isinstance(place, inspect.StructType) else ()
        return [each.type for each in fields if each.encode_name == name]
    if isinstance(place, inspect.DictType):
        return [place.value_type]
    item: inspect.Type | None = getattr(place, "item_type", None)
    return [item] if item is not None else []


def _values(place: inspect.Type) -> list[Any]:
    if isinstance(place, inspect.EnumType):
        return [member.value for member in place.cls]
    return list(place.values) if isinstance(place, inspect.LiteralType) else []
