"""What may stand in the settings, and how a change is laid over what is there."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, cast
from zoneinfo import ZoneInfo

import msgspec

from chalicelib.accounts.settings import texting, widget
from chalicelib.accounts.settings.model import (
    ChannelName,
    OfficeHours,
    Range,
    Settings,
    TemplateFollowUp,
    WeeklyEmail,
)
from chalicelib.core.addresses import normal
from chalicelib.core.errors import Fault
from chalicelib.core.hours import Calendar

MAX_AUTO_CLOSE_HOURS = 90 * 24
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TEMPLATE = re.compile(r"[a-z0-9_]{1,512}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z]{2,3})?")


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
        *texting.faults(settings),
        *_from_address(settings.web_chat.follow_up_email.from_address),
        *widget.faults(settings.web_chat),
        *_template(settings.whatsapp.follow_up),
        *_one_line("/email/from_name", settings.email.from_name),
        *_one_line("/organization_prefix", settings.organization_prefix),
        *_pinned(settings.profile.pinned_properties),
        *_weekly(settings.reports.weekly_email),
    ]


def tidied(settings: Settings) -> Settings:
    """Return the settings with addresses and keywords as they are compared."""
    replace = msgspec.structs.replace
    follow_up = settings.web_chat.follow_up_email
    follow_up = replace(follow_up, from_address=follow_up.from_address.strip().lower())
    web_chat = replace(widget.tidied(settings.web_chat), follow_up_email=follow_up)
    names = tuple(name.strip() for name in settings.profile.pinned_properties)
    profile = replace(settings.profile, pinned_properties=tuple(filter(None, names)))
    weekly = settings.reports.weekly_email
    weekly = replace(weekly, to=tuple(dict.fromkeys(each.strip() for each in weekly.to)))
    reports = replace(settings.reports, weekly_email=weekly)
    return texting.tidied(replace(settings, web_chat=web_chat, profile=profile, reports=reports))


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


def _from_address(text: str) -> Iterator[Fault]:
    if text and normal(text) is None:
        pointer = "/web_chat/follow_up_email/from_address"
        yield Fault(pointer, "invalid_address", "This is no mail address.")


def _template(follow_up: TemplateFollowUp) -> Iterator[Fault]:
    at = "/whatsapp/follow_up"
    if follow_up.enabled and not follow_up.template:
        yield Fault(f"{at}/template", "required", "Name an approved template.")
    if follow_up.template and not _TEMPLATE.fullmatch(follow_up.template):
        yield Fault(f"{at}/template", "invalid", "Lower-case letters, digits and underscores.")
    if not _LANGUAGE.fullmatch(follow_up.language):
        yield Fault(f"{at}/language", "invalid", "Write a language like en or pt_BR.")


def _one_line(pointer: str, text: str) -> Iterator[Fault]:
    if text and not text.isprintable():
        yield Fault(pointer, "not_printable", "A name is one line without control characters.")


def _pinned(names: Sequence[str]) -> Iterator[Fault]:
    for index, name in enumerate(names):
        pointer = f"/profile/pinned_properties/{index}"
        yield from _one_line(pointer, name)
        if name in names[:index]:
            yield Fault(pointer, "duplicate", "This property is pinned already.")


def _weekly(weekly: WeeklyEmail) -> Iterator[Fault]:
    if weekly.is_on and not weekly.to:
        yield Fault("/reports/weekly_email/to", "required", "Name somebody of the team.")


def calendar(hours: OfficeHours) -> Calendar:
    """Return office hours as one reckons with them."""
    return Calendar(
        zone=ZoneInfo(hours.time_zone),
        days=None if hours.days is None else {str(day): r for day, r in hours.days.items()},
        holidays=frozenset(date.fromisoformat(day) for day in hours.holidays),
    )


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


def to_stored(settings: Settings) -> dict[str, Any]:
    """Return what the shop chose otherwise than it comes: texts by default would fill its row."""
    return _chosen(msgspec.to_builtins(settings), msgspec.to_builtins(Settings()))


def from_stored(stored: Mapping[str, Any]) -> Settings:
    """Return settings that were stored, perhaps by a newer or older release of this code."""
    return msgspec.convert(_known(stored, msgspec.to_builtins(Settings())), Settings)


def _chosen(tree: Mapping[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    chosen: dict[str, Any] = {}
    for name, value in tree.items():
        if value == defaults[name]:
            continue
        below = _tree(defaults[name])
        chosen[name] = _chosen(value, below) if below else value
    return chosen


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
