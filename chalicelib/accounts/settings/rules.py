"""What may stand in the settings, and how a change is laid over what is there."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, cast
from zoneinfo import ZoneInfo

import msgspec

from chalicelib.accounts.settings.model import ChannelName, OfficeHours, Range, Settings
from chalicelib.core.addresses import normal
from chalicelib.core.errors import Fault

MAX_AUTO_CLOSE_HOURS = 90 * 24
PLACEHOLDERS = frozenset({"Organization prefix", "email"})
_PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def merged(current: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    """Lay a merge patch (RFC 7396) over a tree: null takes a member back to its default.

    >>> merged({"a": {"b": 1, "c": 2}}, {"a": {"b": None, "d": 3}})
    {'a': {'c': 2, 'd': 3}}
    """
    result = dict(current)
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        elif isinstance(value, dict):
            result[name] = merged(_tree(result.get(name)), _tree(value))
        else:
            result[name] = value
    return result


def unknown_names(patch: Mapping[str, Any], known: Mapping[str, Any], at: str = "") -> list[Fault]:
    """Return a fault for each null of a name that is in no settings: types see only values."""
    faults: list[Fault] = []
    for name, value in patch.items():
        pointer = f"{at}/{name}"
        if value is None and known and name not in known:
            faults.append(Fault(pointer, "unknown_field", f"There is no setting {name}."))
        faults += unknown_names(_tree(value), _tree(known.get(name)), pointer)
    return faults


def faults(settings: Settings) -> list[Fault]:
    """Return everything that the types let pass and that makes no sense."""
    return [
        *_office_hours(settings.office_hours),
        *_by_channel(settings.auto_close.by_channel),
        *_placeholders("/sms/autoresponder/text", settings.sms.autoresponder.text),
        *_addresses("/sms/notify", settings.sms.notify),
        *_from_address(settings.web_chat.follow_up_email.from_address),
        *_one_line("/email/from_name", settings.email.from_name),
    ]


def tidied(settings: Settings) -> Settings:
    """Return the settings with addresses as they are compared."""
    replace = msgspec.structs.replace
    follow_up = settings.web_chat.follow_up_email
    follow_up = replace(follow_up, from_address=follow_up.from_address.strip().lower())
    notify = tuple(address.strip().lower() for address in settings.sms.notify)
    return replace(
        settings,
        web_chat=replace(settings.web_chat, follow_up_email=follow_up),
        sms=replace(settings.sms, notify=notify),
    )


def _office_hours(hours: OfficeHours) -> Iterator[Fault]:
    if not is_zone(hours.time_zone):
        yield Fault("/office_hours/time_zone", "unknown_zone", "Name a zone like Europe/Berlin.")
    for day, ranges in (hours.days or {}).items():
        for index, span in enumerate(ranges):
            yield from _range(f"/office_hours/days/{day}/{index}", span)
    for index, text in enumerate(hours.holidays):
        if not _is_date(text):
            pointer = f"/office_hours/holidays/{index}"
            yield Fault(pointer, "invalid_date", "Write a date like 2026-12-25.")


def _range(pointer: str, span: Range) -> Iterator[Fault]:
    start, end = span
    if not _TIME.fullmatch(start):
        yield Fault(f"{pointer}/0", "invalid_time", "Write a time from 00:00 to 23:59.")
    if not (_TIME.fullmatch(end) or end == "24:00"):
        yield Fault(f"{pointer}/1", "invalid_time", "Write a time from 00:00 to 24:00.")
    if start == end:
        yield Fault(pointer, "empty_range", "It ends when it starts; all day is 00:00 to 24:00.")


def _by_channel(periods: Mapping[ChannelName, int]) -> Iterator[Fault]:
    for channel, hours in periods.items():
        if not 0 <= hours <= MAX_AUTO_CLOSE_HOURS:
            detail = f"Hours from 1 to {MAX_AUTO_CLOSE_HOURS}, or 0 for never."
            yield Fault(f"/auto_close/by_channel/{channel}", "out_of_range", detail)


def _placeholders(pointer: str, text: str) -> Iterator[Fault]:
    for name in _PLACEHOLDER.findall(text):
        if name not in PLACEHOLDERS:
            known = ", ".join(sorted(PLACEHOLDERS))
            yield Fault(pointer, "unknown_placeholder", f"{name!r} is none of: {known}.")


def _addresses(pointer: str, texts: Iterable[str]) -> Iterator[Fault]:
    for index, text in enumerate(texts):
        if normal(text) is None:
            yield Fault(f"{pointer}/{index}", "invalid_address", "This is no mail address.")


def _from_address(text: str) -> Iterator[Fault]:
    if text and normal(text) is None:
        pointer = "/web_chat/follow_up_email/from_address"
        yield Fault(pointer, "invalid_address", "This is no mail address.")


def _one_line(pointer: str, text: str) -> Iterator[Fault]:
    if text and not text.isprintable():
        yield Fault(pointer, "not_printable", "A name is one line without control characters.")


def is_zone(name: str) -> bool:
    """Tell whether the time zone database knows this name.

    >>> is_zone("Europe/Berlin"), is_zone("Europe"), is_zone("../etc/passwd")
    (True, False, False)
    """
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return bool(name)


def _is_date(text: str) -> bool:
    try:
        return bool(_DATE.fullmatch(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def from_stored(stored: Mapping[str, Any]) -> Settings:
    """Return settings that were stored, perhaps by a newer or older release of this code."""
    return msgspec.convert(_known(stored, msgspec.to_builtins(Settings())), Settings)


def _known(stored: Mapping[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    known: dict[str, Any] = {}
    for name, value in stored.items():
        if below := _tree(defaults.get(name)):
            known[name] = _known(_tree(value), below)
        elif name in defaults:
            known[name] = value
    return known


def _tree(value: Any) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}
