"""What a list is filtered by, as a query string says it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.channels.model import Kind
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Invalid
from chalicelib.core.ids import is_id
from chalicelib.core.moments import from_rfc3339
from chalicelib.tickets.model import Status

VIEWS = ("all", "mine", "unassigned", "spam")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What to list; None does not filter. `statuses` empty means open (acceptance 46)."""

    view: str = "all"
    statuses: tuple[Status, ...] = (Status.open,)
    assignee_id: str | None = None
    is_unassigned: bool = False
    channel: str | None = None
    tag: str | None = None
    customer_id: str | None = None
    updated_after: datetime | None = None
    updated_before: datetime | None = None
    is_oldest_first: bool = False

    def binding(self, viewer_id: str) -> str:
        """Return what a cursor of this list is good for."""
        return f"tickets {viewer_id} {self!r}"


def filter_from(desk: Desk, query: Mapping[str, str]) -> Filter:
    """Return the filter that a query string asks for, or raise Invalid."""
    view = query.get("view") or "all"
    if view not in VIEWS:
        raise Invalid(f"view must be one of {', '.join(VIEWS)}.")
    sort = query.get("sort") or "-updated_at"
    if sort not in ("updated_at", "-updated_at"):
        raise Invalid("sort must be updated_at or -updated_at.")
    assignee = query.get("assignee") or ""
    after, before = _moment(query, "updated_after"), _moment(query, "updated_before")
    if after and before and after > before:
        raise Invalid("updated_after must not be later than updated_before.")
    return Filter(
        view=view,
        statuses=_statuses(query.get("status") or Status.open),
        assignee_id=desk.caller.id if assignee == "me" else _agent_id(assignee),
        is_unassigned=assignee == "none",
        channel=_channel(query.get("channel")),
        tag=query.get("tag") or None,
        customer_id=_customer_id(query.get("customer")),
        updated_after=after,
        updated_before=before,
        is_oldest_first=not sort.startswith("-"),
    )


def _statuses(text: str) -> tuple[Status, ...]:
    if text in ("any", "all"):
        return tuple(Status)
    try:
        return tuple(dict.fromkeys(Status(part) for part in text.split(",")))
    except ValueError as error:
        raise Invalid("status must be open, snoozed, closed or any.") from error


def _agent_id(text: str) -> str | None:
    if text in ("", "none"):
        return None
    if not is_id("agt", text):
        raise Invalid("assignee must be an agent's id, me or none.")
    return text


def _customer_id(text: str | None) -> str | None:
    if text and not is_id("cus", text):
        raise Invalid("customer must be a customer's id.")
    return text or None


def _channel(text: str | None) -> str | None:
    if text and text not in set(Kind):
        raise Invalid(f"channel must be one of {', '.join(Kind)}.")
    return text or None


def _moment(query: Mapping[str, str], name: str) -> datetime | None:
    return from_rfc3339(query[name], pointer=name) if query.get(name) else None
