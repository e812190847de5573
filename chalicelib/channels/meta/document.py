"""The JSON that Meta delivers: many entries, of many accounts, in one."""

import json
import re
from datetime import UTC, datetime
from typing import cast

from chalicelib.channels.model import Delivery
from chalicelib.channels.values import Json

_ID = re.compile(r"[!-~]{1,512}")
_LATEST = 4_102_444_800  # the year 2100


def document(delivery: Delivery, kind: str) -> Json:
    """Return the delivery if it is about this kind of object; empty for all else."""
    try:
        found: object = json.loads(delivery.body)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    whole = cast("Json", found)
    return whole if whole.get("object") == kind else {}


def identifier(source: Json, name: str) -> str:
    """Return an id that can be part of a key, or nothing."""
    found = source.get(name)
    return found if isinstance(found, str) and _ID.fullmatch(found) else ""


def moment(source: Json, *, per_second: int = 1) -> datetime | None:
    """Return the timestamp, which is a number or its digits; None for what is no time."""
    found = source.get("timestamp")
    digits = str(found) if isinstance(found, int | str) else ""
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 16):
        return None
    seconds = int(digits) // per_second
    return datetime.fromtimestamp(seconds, UTC) if 0 < seconds < _LATEST else None
