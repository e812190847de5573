"""Reading a ticket's thread over HTTP, with all that belongs beside its entries."""

from typing import Annotated, Any

from msgspec import Meta

from chalicelib.core.desk import Desk
from chalicelib.marketing.links import present as links
from chalicelib.marketing.sends import thread
from chalicelib.messaging import present
from chalicelib.messaging.routes import routes
from chalicelib.tickets import bodies
from chalicelib.tickets.drafts import storage as drafts
from chalicelib.tickets.drafts.routes import shown as shown_draft
from chalicelib.tickets.model import Entry, Message
from chalicelib.tickets.routes import whole
from chalicelib.web import cursors
from chalicelib.web.queries import ListQuery

_NO_LINKS = links.shown(())


class ThreadQuery(ListQuery, frozen=True):
    """Which part of a thread, and what comes along."""

    draft: Annotated[bool, Meta(description="Add the caller's own `draft`, or null.")] = False


@routes.get("/v1/tickets/{ticket_id}/messages", needs="tickets:read", query=ThreadQuery)
def list_messages(desk: Desk, query: ThreadQuery, ticket_id: str) -> dict[str, Any]:
    """Return the newest lines, oldest first (acceptance 53); the cursor leads to older ones.

    Campaigns and flows that the customer received stand among the messages (decision 13).
    """
    part = cursors.part(desk, query, of=f"messages {ticket_id}")
    page = thread.page(desk, ticket_id, limit=part.limit, position=part.position)
    head = whole(desk, page.head) if page.head else None
    onward = part.onward(desk, page.older)
    shown = {"data": _shown(desk, page), **onward, "ticket": head}
    if query.draft:
        shown["draft"] = shown_draft(drafts.find(desk, ticket_id, consistent=True))
    return shown


def _shown(desk: Desk, page: thread.Page) -> list[dict[str, Any]]:
    entries: list[Entry] = [line.entry for line in page.lines if line.entry]
    followed = links.of_messages(desk, entries)
    known = iter(bodies.whole_page(desk, entries))
    shown: list[dict[str, Any]] = []
    for line in page.lines:
        if line.send:
            campaign = thread.shown(line.send, line.follows)
            shown.append({**campaign, **_NO_LINKS, "is_cut": False})
        else:
            entry, is_cut = next(known)
            own = followed.get(entry.sequence) or (_NO_LINKS if isinstance(entry, Message) else {})
            shown.append({**present.entry(desk, entry), **own, "is_cut": is_cut})
    return shown
