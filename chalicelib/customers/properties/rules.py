"""Which properties a profile may have, and what becomes of them; values only."""

import json
import math
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Literal, cast

from chalicelib.core.errors import Fault, Invalid

MAX_PROPERTIES = 100
MAX_NAME = 60
MAX_TEXT = 500
MAX_TOGETHER = 4_000
"""Characters of all of them, as JSON: they lie on the row that every message reads."""
_LARGEST = 10**15

Value = str | int | float | bool
Properties = Mapping[str, Value]
Type = Literal["text", "number", "boolean", "date"]


def type_of(value: Value) -> Type:
    """Return what kind a value is; a date is a text that is one, with a time or without.

    >>> type_of("2026-03-01"), type_of("2026-03-01T10:00:00Z"), type_of("2026"), type_of(True)
    ('date', 'date', 'text', 'boolean')
    """
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    return "date" if _is_date(value) else "text"


def changed(current: Properties, given: Mapping[str, object]) -> Properties:
    """Return the properties with those given in their place, or raise Invalid with all faults.

    None removes one, and so does an empty text.
    """
    faults = [fault for name, value in given.items() for fault in _faults(name, value)]
    after = {**current, **{name: cast("Value", value) for name, value in given.items()}}
    kept = {name: after[name] for name in sorted(after) if after[name] not in (None, "")}
    if not faults and len(kept) >= len(current):
        faults += _excess(kept) if dict(current) != kept else ()
    if faults:
        raise Invalid("The properties are not as they should be.", faults=faults)
    return kept


def fitting(current: Properties, given: Mapping[str, object]) -> Properties:
    """Return of what another system tells what a profile can hold; the rest is left out."""
    kept = current
    for name, value in given.items():
        if value is not None and not list(_faults(name, value)):
            after = changed({}, {**kept, name: value}) if _has_room(kept, name, value) else kept
            kept = after
    return kept


def is_name(text: str) -> bool:
    """Tell whether a property can be called so.

    >>> is_name("Shoe size"), is_name(" Shoe size"), is_name("")
    (True, False, False)
    """
    return 0 < len(text) <= MAX_NAME and text.isprintable() and text == text.strip()


def _has_room(kept: Properties, name: str, value: object) -> bool:
    return not list(_excess({**kept, name: cast("Value", value)}))


def _faults(name: str, value: object) -> Iterator[Fault]:
    pointer = f"/properties/{name[:MAX_NAME].replace('~', '~0').replace('/', '~1')}"
    if not is_name(name):
        yield Fault(pointer, "invalid_name", f"A name has 1 to {MAX_NAME} characters on one line.")
    if isinstance(value, str):
        if len(value) > MAX_TEXT:
            yield Fault(pointer, "too_long", f"At most {MAX_TEXT} characters.")
    elif isinstance(value, bool) or value is None:
        pass
    elif not isinstance(value, int | float):
        yield Fault(pointer, "invalid_type", "A text, a number, true, false or a date.")
    elif not math.isfinite(value) or abs(value) > _LARGEST:
        yield Fault(pointer, "out_of_range", "This number is too large.")


def _excess(kept: Properties) -> Iterator[Fault]:
    if len(kept) > MAX_PROPERTIES:
        yield Fault("/properties", "too_many", f"At most {MAX_PROPERTIES} for each customer.")
    if len(json.dumps(dict(kept), ensure_ascii=False)) > MAX_TOGETHER:
        yield Fault("/properties", "too_large", f"At most {MAX_TOGETHER} characters of JSON.")


def _is_date(text: str) -> bool:
    for read in (date.fromisoformat, _moment):
        try:
            read(text)
        except ValueError:
            continue
        return len(text) >= len("2026-03-01") and text[4:5] == "-"
    return False


def _moment(text: str) -> None:
    if datetime.fromisoformat(text).tzinfo is None:
        raise ValueError
