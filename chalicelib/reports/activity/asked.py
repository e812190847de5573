"""What every report of activity asks for, and tells of itself."""

from typing import Annotated, Any

from msgspec import Meta

from chalicelib.core.errors import Fault, Invalid
from chalicelib.core.moments import rfc3339
from chalicelib.reports.activity.definitions import DEFINITIONS
from chalicelib.reports.activity.model import Head
from chalicelib.reports.periods import Period

Subject = Annotated[str, Meta(max_length=100)]
"""An agent's or a team's id, or a tag."""
SourceName = Annotated[
    str,
    Meta(
        max_length=250,
        description="Only what is this campaign's or flow's, by its `source` in "
        "`/v1/reports/attribution`.",
    ),
]


def one_of(agent_id: str, source: str) -> None:
    """Raise Invalid where both are given: what is an agent's of a source is not kept."""
    if agent_id and source:
        fault = Fault("/source", "one_filter", "An agent or a source, not both at a time.")
        raise Invalid("The filters are not as they should be.", faults=[fault])


def about(head: Head, days: Period) -> dict[str, Any]:
    """Return which days these are, how far they are counted, and what the figures mean."""
    return {**short(head, days), "definitions": dict(DEFINITIONS)}


def short(head: Head, days: Period) -> dict[str, Any]:
    """Return the same without the words."""
    return {
        "from": days.first.isoformat(),
        "to": days.last.isoformat(),
        "time_zone": days.zone,
        "counted_until": rfc3339(head.counted_until) if head.counted_until else None,
        "is_rebuilding": head.shown != head.made or head.walk is not None,
    }
