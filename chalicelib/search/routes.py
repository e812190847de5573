"""`/v1/search`: tickets by what is known of them (guard `guards.agent`)."""

from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Fault, Invalid
from chalicelib.search.model import MOST
from chalicelib.tickets.routes import shown
from chalicelib.web.queries import Query
from chalicelib.web.routes import Routes

if TYPE_CHECKING:
    from chalicelib.search.find import Found

routes = Routes()
LONGEST = 200


class SearchQuery(Query, frozen=True):
    """What somebody looks for, as they typed it; its last word may be a beginning."""

    q: Annotated[
        str,
        Meta(
            max_length=LONGEST,
            description="A ticket's or order's number, an address, a name, words of messages.",
        ),
    ]
    limit: Annotated[int, Meta(ge=1, le=MOST, description="At most so many.")] = MOST


@routes.get("/v1/search", needs="tickets:read", query=SearchQuery)
def search(desk: Desk, query: SearchQuery) -> dict[str, Any]:
    """Find tickets by number, order number, address, name, or words of their messages."""
    if not query.q.strip():
        fault = Fault("/q", "required", "Say what to look for.")
        raise Invalid("The query is not as it should be.", code="invalid_query", faults=[fault])
    # Most requests look for nothing: the first one that does brings what can.
    from chalicelib.search.find import find

    answer = find(desk, query.q, limit=query.limit)
    data = [_shown(desk, found) for found in answer.found]
    return {"data": data, "indexed_until": answer.indexed_until}


def _shown(desk: Desk, found: "Found") -> dict[str, Any]:
    why = found.reason
    match = {
        "field": why.field,
        "excerpt": why.excerpt,
        "message_id": why.message_id or None,
    }
    return {**shown(desk, found.ticket), "match": match}
