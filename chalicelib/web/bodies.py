"""Reading bodies: strict JSON into msgspec structs; unknown fields are refused."""

import re
from typing import TypeVar

import msgspec

from chalicelib.core.errors import Fault, Invalid, TooLarge

MAX_BODY = 256 * 1024
MAX_DEPTH = 32

T = TypeVar("T")
_PATH = re.compile(r" - at (?:`key` in )?`\$?(?P<path>[^`]*)`$")
_UNKNOWN = re.compile(r"unknown field `(?P<name>[^`]*)`")
_MISSING = re.compile(r"missing required field `(?P<name>[^`]*)`")


class Body(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """Base of every request body."""


def decode(raw: bytes, shape: type[T]) -> T:
    """Return the body as `shape`, or raise Invalid with a pointer, or TooLarge."""
    if len(raw) > MAX_BODY:
        raise TooLarge(f"The body may have at most {MAX_BODY} bytes.")
    if _depth(raw) > MAX_DEPTH:
        raise Invalid("The body is nested too deeply.", code="malformed_body")
    try:
        return msgspec.json.decode(raw or b"{}", type=shape)
    except msgspec.ValidationError as error:
        raise _invalid(error) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Invalid("The body is not JSON.", code="malformed_body") from error


def convert(value: object, shape: type[T]) -> T:
    """Return JSON that was decoded before as `shape`, or raise Invalid with a pointer."""
    try:
        return msgspec.convert(value, type=shape)
    except msgspec.ValidationError as error:
        raise _invalid(error) from error


def _invalid(error: msgspec.ValidationError) -> Invalid:
    return Invalid("The body is not as it should be.", faults=[_fault(str(error))])


def _fault(message: str) -> Fault:
    found = _PATH.search(message)
    pointer = _pointer(found["path"]) if found else ""
    detail = _PATH.sub("", message)
    if unknown := _UNKNOWN.search(detail):
        return Fault(f"{pointer}/{unknown['name']}", "unknown_field", detail)
    if missing := _MISSING.search(detail):
        return Fault(f"{pointer}/{missing['name']}", "required", detail)
    return Fault(pointer, "invalid", detail)


def _pointer(path: str) -> str:
    return re.sub(r"\.|\[(\d+|\.\.\.)\]", lambda m: f"/{m[1]}" if m[1] else "/", path)


def _depth(raw: bytes) -> int:
    # An upper bound, brackets in strings included: honest bodies stay far below it.
    deepest = depth = 0
    for byte in re.findall(rb"[\[\]{}]", raw):
        depth += 1 if byte in b"[{" else -1
        deepest = max(deepest, depth)
    return deepest
