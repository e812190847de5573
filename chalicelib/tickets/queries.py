"""What may stand behind the `?` of lists of tickets; what it means is `filters.parse`'s."""

from typing import Annotated, Any, Literal

from msgspec import Meta, structs

from chalicelib.channels.model import Kind
from chalicelib.tickets.filters import BUILT_IN, MAX_TAGS, Filters
from chalicelib.tickets.model import Status
from chalicelib.web.queries import ListQuery, Query

_SEVERAL = Meta(description="Any of several; repeat it, or put commas between.")
_ALL = Meta(max_length=MAX_TAGS, description="All of several; repeat it.")
_SORT = Meta(description="A minus is the newest first.")


def _one_of(*words: str) -> Any:
    return Meta(extra_json_schema={"enum": list(words)})


def _moment(text: str) -> Any:
    return Meta(description=text, extra_json_schema={"format": "date-time"})


Statuses = tuple[Annotated[str, _one_of(*Status, "any")], ...]


class TicketQuery(ListQuery, frozen=True):
    """A view, and what narrows it further: all must hold."""

    view: Annotated[str, Meta(description=f"{', '.join(BUILT_IN)}, or a view's id.")] = "all"
    status: Annotated[Statuses, _SEVERAL] = ()
    channel: Annotated[tuple[Annotated[str, _one_of(*Kind)], ...], _SEVERAL] = ()
    tag: Annotated[tuple[str, ...], _ALL] = ()
    tags: Annotated[tuple[str, ...], Meta(description="The same as `tag`.")] = ()
    assignee: Annotated[str, Meta(description="An agent's id, `me` or `none`.")] = ""
    team: Annotated[str, Meta(description="A team's id or `none`.")] = ""
    customer: Annotated[str, Meta(description="A customer's id.")] = ""
    is_unread: Annotated[bool, Meta(description="Only what the caller has not read.")] = False
    updated_within: Annotated[str, Meta(description="Hours or days up to now: 12h, 7d.")] = ""
    updated_after: Annotated[str, _moment("From then on.")] = ""
    updated_before: Annotated[str, _moment("Up to then.")] = ""
    sort: Annotated[Literal["-updated_at", "updated_at"], _SORT] = "-updated_at"

    def filters(self) -> Filters:
        """Return all but which part of the list."""
        return {name: text for name, text in structs.asdict(self).items() if name not in _PART}


class CustomerTicketsQuery(ListQuery, frozen=True):
    """Which of a customer's tickets; without a status all of them."""

    status: Annotated[Statuses, _SEVERAL] = ()
    sort: Annotated[Literal["-updated_at", "updated_at"], _SORT] = "-updated_at"

    def filters(self) -> Filters:
        """Return all but which part of the list."""
        return {"status": self.status, "sort": self.sort}


class FeedQuery(Query, frozen=True):
    """From where on, and which ticket the caller has open."""

    after: (
        Annotated[int, Meta(ge=0, lt=10**12, description="The `sequence` that the feed gave.")]
        | None
    ) = None
    ticket: Annotated[str, Meta(description="The id of the ticket that is open.")] = ""
    typing: Annotated[bool, Meta(description="Whether the caller writes an answer there.")] = False


_PART = frozenset(ListQuery.__struct_fields__)
