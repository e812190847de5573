"""What may stand in a line: short printable texts, and of an error where it arose, not its words.

An error's words are made of what was read: an address, a body, a key. Its type, its code and the
places that it went through say as much to whoever mends it.
"""

import json
import traceback
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import PurePath
from typing import Any, cast

from chalicelib.core.ids import message_address

MOST_CHARACTERS = 200
MOST_ITEMS = 60
_DEEPEST = 5
_MOST_PLACES = 12
_MOST_CAUSES = 4
_MOST_READ = 300_000
"""A queue's message has 256 KB at most."""
_NAMED = {
    "account_id": "account",
    "ticket_id": "ticket",
    "message_id": "sent_message",
    "job": "job",
    "job_id": "job_id",
    "inbox_id": "inbox",
}
"""The members of an order that a line repeats: they name things, and say nothing of them."""


def plain(value: object) -> Any:
    """Return the same as `clean`, at once where it is a number, a word of ours or a short text."""
    if type(value) is str and len(value) <= MOST_CHARACTERS and value.isprintable():
        return value
    if type(value) is int:
        return value
    return value._value_ if isinstance(value, StrEnum) else clean(value)


def clean(value: object, depth: int = 0) -> Any:
    """Return a value that cannot break a line or make it long, whoever chose it."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if depth < _DEEPEST and isinstance(value, Mapping):
        members = list(cast("Mapping[object, object]", value).items())[:MOST_ITEMS]
        return {clean(str(name)): clean(each, depth + 1) for name, each in members}
    if depth < _DEEPEST and isinstance(value, list | tuple):
        items = list(cast("list[object]", value))[:MOST_ITEMS]
        return [clean(each, depth + 1) for each in items]
    text = str(value)[: MOST_CHARACTERS + 1]
    whole = text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 1]}…"
    return whole if whole.isprintable() else "".join(map(_printable, whole))


def _printable(character: str) -> str:
    return character if character.isprintable() else "\N{REPLACEMENT CHARACTER}"


def about(body: str) -> dict[str, str]:
    """Return whom an order of a queue is about, as far as it says so; never raises."""
    try:
        order: Any = json.loads(body) if len(body) <= _MOST_READ else None
    except (ValueError, RecursionError):
        return {}
    if not isinstance(order, dict):
        return {}
    given = cast("dict[str, object]", order)
    found = {
        ours: each for name, ours in _NAMED.items() if isinstance(each := given.get(name), str)
    }
    if address := message_address(found.get("sent_message", "")):
        found.setdefault("ticket", address[0])
    return found


def fault(error: BaseException) -> dict[str, object]:
    """Return what is told of an error: what it is, and the way to where it arose."""
    chain = list(_chain(error))
    codes = [code for each in chain if (code := _code(each))]
    return {
        "error": type(error).__name__,
        "error_code": codes[0] if codes else None,
        "causes": [type(each).__name__ for each in chain[1:]] or None,
        "places": _places(chain[-1]),
    }


def _chain(error: BaseException) -> Iterator[BaseException]:
    known: BaseException | None = error
    for _ in range(_MOST_CAUSES):
        if known is None:
            return
        yield known
        known = known.__cause__ or (None if known.__suppress_context__ else known.__context__)


def _code(error: BaseException) -> str:
    """Return our own stable code, or the one that AWS gave."""
    answer: Any = getattr(error, "response", None)
    if isinstance(answer, dict):
        told = cast("dict[str, Any]", answer).get("Error")
        return str(cast("dict[str, Any]", told).get("Code", "")) if isinstance(told, dict) else ""
    code = getattr(error, "code", "")
    return code if isinstance(code, str) else ""


def _places(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)[-_MOST_PLACES:]
    return [f"{'/'.join(PurePath(f.filename).parts[-2:])}:{f.lineno} {f.name}" for f in frames]
