"""Reading bodies: strict JSON into msgspec structs; unknown fields are refused."""

import re
from typing import Any, TypeVar

import msgspec

from chalicelib.core.errors import Fault, Invalid, TooLarge
from chalicelib.web.choices import choices

MAX_BODY = 256 * 1024
MAX_DEPTH = 32

T = TypeVar("T")
_PATH = re.compile(r" - at (?:`key` in )?`\$?(?P<path>[^`]*)`$")
_UNKNOWN = re.compile(r"unknown field `(?P<name>.*)`", re.DOTALL)
_LONGEST_NAME = 100
# A string is passed over whole, an unfinished one up to the end: no byte is looked at twice.
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
_SQUARE = bytes.maketrans(b"{}", b"[]")
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_NO_CHOICE = "Invalid enum value"
_MISSING = re.compile(r"missing required field `(?P<name>[^`]*)`")


class Body(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """Base of every request body."""


def decode(raw: bytes, shape: type[T]) -> T:
    """Return the body as `shape`, or raise Invalid with a pointer, or TooLarge."""
    if len(raw) > MAX_BODY:
        raise TooLarge(f"The body may have at most {MAX_BODY} bytes.")
    if _is_too_deep(raw):
        raise Invalid("The body is nested too deeply.", code="malformed_body")
    try:
        return msgspec.json.decode(raw or b"{}", type=shape)
    except msgspec.ValidationError as error:
        raise _invalid(error, shape) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Invalid("The body is not JSON.", code="malformed_body") from error


def convert(value: object, shape: type[T], *, strict: bool = True) -> T:
    """Return JSON that was decoded before as `shape`, or raise Invalid with a pointer.

    What is not `strict` may say numbers and truths as text.
    """
    try:
        return msgspec.convert(value, type=shape, strict=strict)
    except msgspec.ValidationError as error:
        raise _invalid(error, shape) from error


def _invalid(error: msgspec.ValidationError, shape: Any) -> Invalid:
    return Invalid("The body is not as it should be.", faults=[_fault(str(error), shape)])


def _fault(message: str, shape: Any) -> Fault:
    found = _PATH.search(message)
    pointer = _pointer(found["path"]) if found else ""
    detail = _PATH.sub("", message)
    if unknown := _UNKNOWN.search(detail):
        name = unknown["name"][:_LONGEST_NAME]
        return Fault(f"{pointer}/{_escaped(name)}", "unknown_field", f"There is no field {name!r}.")
    if missing := _MISSING.search(detail):
        return Fault(f"{pointer}/{missing['name']}", "required", detail)
    if found and detail.startswith(_NO_CHOICE) and (known := choices(shape, found["path"])):
        detail = f"{detail}: must be one of {', '.join(known)}"
    return Fault(pointer, "invalid", detail)


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _pointer(path: str) -> str:
    return re.sub(r"\.|\[(\d+|\.\.\.)\]", lambda m: f"/{m[1]}" if m[1] else "/", path)


def _is_too_deep(raw: bytes) -> bool:
    # Each round takes the innermost pairs away; brackets that pair with nothing are no JSON anyway.
    brackets = _STRING.sub(b"", raw).translate(_SQUARE, _NO_BRACKETS)
    for _ in range(MAX_DEPTH):
        before, brackets = brackets, brackets.replace(b"[]", b"")
        if len(before) == len(brackets):
            break
    return bool(brackets)
