"""What lists are filtered by, as queries and views say it, and what several leave together."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from chalicelib.channels.model import Kind
from chalicelib.core.errors import Fault, Invalid
from chalicelib.core.ids import is_id
from chalicelib.core.moments import from_rfc3339, rfc3339
from chalicelib.tickets.model import Status

ME, NOBODY = "me", "none"
MAX_TAGS = 20
_LONGEST_TAG = 60
_SPAN = re.compile(r"([1-9][0-9]{0,3})([hd])", re.ASCII)
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1)}
E = TypeVar("E", bound=StrEnum)
Given = Mapping[str, Sequence[str]]
"""Each filter's values, as a query string repeats them; an empty text is none."""
Values = str | bool | Sequence[str] | None
Filters = Mapping[str, Values]
"""The same as bodies say it: lists instead of repeated parameters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What to list. None and empty do not filter; all of the rest must hold.

    An assignee is an agent's id, `me` or `none`, a team its id or `none`. Without a status, lists
    show what is open (acceptance 46). A contradiction matches nothing: `is_nothing`.
    """

    is_spam: bool = False
    is_helped: bool = False
    """What the Customer Agent has, or had to its end."""
    statuses: tuple[Status, ...] | None = None
    channels: tuple[Kind, ...] | None = None
    tags: tuple[str, ...] = ()
    assignee: str | None = None
    team_id: str | None = None
    customer_id: str | None = None
    is_unread: bool = False
    updated_after: datetime | None = None
    updated_before: datetime | None = None
    updated_within: timedelta | None = None
    is_oldest_first: bool = False
    is_nothing: bool = False

    @property
    def shown_statuses(self) -> tuple[Status, ...]:
        """Return which statuses the list shows."""
        return (Status.open,) if self.statuses is None else self.statuses


BUILT_IN: Mapping[str, tuple[str, Filter]] = {
    "all": ("All tickets", Filter()),
    "mine": ("My inbox", Filter(assignee=ME)),
    "unassigned": ("Unassigned", Filter(assignee=NOBODY)),
    "spam": ("Spam", Filter(is_spam=True)),
}


EVERYTHING = (
    Filter(statuses=tuple(Status), is_oldest_first=True),
    Filter(statuses=tuple(Status), is_oldest_first=True, is_spam=True),
    Filter(statuses=tuple(Status), is_oldest_first=True, is_helped=True),
)
"""All tickets, one part after the other, as a walk through them reads them."""


def walk_part(walk: Mapping[str, Any]) -> int:
    """Return the part that a walk has come to; older ones only knew whether it was the spam."""
    return int(walk.get("part", bool(walk.get("is_spam"))))


def parse(given: Given) -> Filter:
    """Return the filter that these values ask for, or raise Invalid; names it lacks are ignored."""
    sort = _one(given, "sort") or "-updated_at"
    if sort not in ("updated_at", "-updated_at"):
        raise _wrong("sort", "sort must be updated_at or -updated_at.")
    after, before = _moment(given, "updated_after"), _moment(given, "updated_before")
    if after and before and after > before:
        raise _wrong("updated_after", "updated_after must not be later than updated_before.")
    return Filter(
        statuses=_statuses(given),
        channels=_several(given, "channel", Kind) or None,
        tags=_tags(given),
        assignee=_id(given, "assignee", "agt", ME, NOBODY),
        team_id=_id(given, "team", "team", NOBODY),
        customer_id=_id(given, "customer", "cus"),
        is_unread=_is_unread(given),
        updated_after=after,
        updated_before=before,
        updated_within=_span(given),
        is_oldest_first=not sort.startswith("-"),
    )


def given(said: Filters) -> Given:
    """Return the values that a body, or a stored view, gives for each filter.

    >>> given({"tags": ["vip", "late"], "assignee": "me", "is_unread": True, "team": None})
    {'tags': ('vip', 'late'), 'assignee': ('me',), 'is_unread': ('true',), 'team': ()}
    """
    return {name: _values(value) for name, value in said.items()}


def described(wanted: Filter) -> dict[str, Any]:
    """Return what a view filters by, in the names and words that `parse` takes."""
    return {
        "status": list(wanted.statuses or ()),
        "channel": list(wanted.channels or ()),
        "tags": list(wanted.tags),
        "assignee": wanted.assignee,
        "team": wanted.team_id,
        "is_unread": wanted.is_unread,
        "updated_within": _said(wanted.updated_within),
        "updated_after": rfc3339(wanted.updated_after) if wanted.updated_after else None,
        "updated_before": rfc3339(wanted.updated_before) if wanted.updated_before else None,
    }


def of_viewer(wanted: Filter, viewer_id: str) -> Filter:
    """Return the filter with the viewer in the place of `me`."""
    return replace(wanted, assignee=viewer_id) if wanted.assignee == ME else wanted


def at_moment(wanted: Filter, now: datetime) -> Filter:
    """Return the filter with a moment in the place of a span that ends now."""
    if wanted.updated_within is None:
        return wanted
    start = _latest(wanted.updated_after, now - wanted.updated_within)
    return replace(wanted, updated_after=start, updated_within=None)


def both(one: Filter, other: Filter) -> Filter:
    """Return what matches both, in the order of the second; `me` is somebody already."""
    found = Filter(
        is_spam=one.is_spam or other.is_spam,
        is_helped=one.is_helped or other.is_helped,
        statuses=_common(one.statuses, other.statuses),
        channels=_common(one.channels, other.channels),
        tags=tuple(dict.fromkeys(one.tags + other.tags)),
        assignee=one.assignee or other.assignee,
        team_id=one.team_id or other.team_id,
        customer_id=one.customer_id or other.customer_id,
        is_unread=one.is_unread or other.is_unread,
        updated_after=_latest(one.updated_after, other.updated_after),
        updated_before=min(_known(one.updated_before, other.updated_before), default=None),
        updated_within=min(_known(one.updated_within, other.updated_within), default=None),
        is_oldest_first=other.is_oldest_first,
    )
    is_nothing = one.is_nothing or other.is_nothing or _clash(one, other) or _is_nothing(found)
    return replace(found, is_nothing=is_nothing)


def _clash(one: Filter, other: Filter) -> bool:
    pairs = (
        (one.assignee, other.assignee),
        (one.team_id, other.team_id),
        (one.customer_id, other.customer_id),
    )
    return any(a and b and a != b for a, b in pairs)


def _is_nothing(found: Filter) -> bool:
    after, before = found.updated_after, found.updated_before
    is_no_time = after is not None and before is not None and after > before
    return is_no_time or found.statuses == () or found.channels == ()


def _common(one: tuple[E, ...] | None, other: tuple[E, ...] | None) -> tuple[E, ...] | None:
    if one is None or other is None:
        return other if one is None else one
    return tuple(each for each in one if each in other)


def _known(*values: Any) -> list[Any]:
    return [value for value in values if value is not None]


def _latest(one: datetime | None, other: datetime | None) -> datetime | None:
    return max(_known(one, other), default=None)


def _wrong(name: str, detail: str) -> Invalid:
    return Invalid(detail, faults=[Fault(f"/{name}", "invalid", detail)])


def _values(value: Values) -> tuple[str, ...]:
    if value is None or isinstance(value, bool):
        return () if value is None else (str(value).lower(),)
    return (value,) if isinstance(value, str) else tuple(value)


def _one(given: Given, name: str) -> str:
    values = [value for value in given.get(name, ()) if value]
    return values[-1] if values else ""


def _several(given: Given, name: str, kind: type[E]) -> tuple[E, ...]:
    words = [word for value in given.get(name, ()) if value for word in value.split(",")]
    try:
        return tuple(dict.fromkeys(kind(word) for word in words))
    except ValueError as error:
        raise _wrong(name, f"{name} must be some of {', '.join(kind)}.") from error


def _statuses(given: Given) -> tuple[Status, ...] | None:
    if _one(given, "status") in ("any", "all"):
        return tuple(Status)
    return _several(given, "status", Status) or None


def _tags(given: Given) -> tuple[str, ...]:
    tags = [tag for name in ("tag", "tags") for tag in given.get(name, ()) if tag]
    if len(tags) > MAX_TAGS or any(len(tag) > _LONGEST_TAG for tag in tags):
        detail = f"At most {MAX_TAGS} tags, of at most {_LONGEST_TAG} characters each."
        raise _wrong("tag", detail)
    return tuple(dict.fromkeys(tags))


def _id(given: Given, name: str, prefix: str, *words: str) -> str | None:
    text = _one(given, name)
    if text and text not in words and not is_id(prefix, text):
        raise _wrong(name, f"{name} must be an id{''.join(f' or {word}' for word in words)}.")
    return text or None


def _is_unread(given: Given) -> bool:
    text = _one(given, "is_unread")
    if text not in ("", "true", "false"):
        raise _wrong("is_unread", "is_unread must be true or false.")
    return text == "true"


def _moment(given: Given, name: str) -> datetime | None:
    text = _one(given, name)
    return from_rfc3339(text, pointer=name) if text else None


def _span(given: Given) -> timedelta | None:
    text = _one(given, "updated_within")
    if not text:
        return None
    found = _SPAN.fullmatch(text)
    if found is None:
        raise _wrong("updated_within", "updated_within must be hours or days, as 12h or 7d.")
    return int(found[1]) * _UNITS[found[2]]


def _said(span: timedelta | None) -> str | None:
    if span is None:
        return None
    hours = span // _UNITS["h"]
    return f"{hours}h" if hours % 24 or hours > 9_999 * 24 else f"{hours // 24}d"
