"""Reading tickets over HTTP."""

from typing import Any

from chalicelib.accounts import storage as accounts
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Forbidden, NotFound
from chalicelib.core.ids import message_address
from chalicelib.customers import storage as customers
from chalicelib.teams import storage as teams
from chalicelib.tickets import (
    bodies,
    counts,
    feed,
    filters,
    of_customer,
    present,
    replying,
    storage,
    viewers,
    views,
)
from chalicelib.tickets.attachments import uploads
from chalicelib.tickets.model import Message, Note, Ticket
from chalicelib.tickets.queries import CustomerTicketsQuery, FeedQuery, TicketQuery
from chalicelib.web import cursors, queries
from chalicelib.web.answers import Answer
from chalicelib.web.etags import etag
from chalicelib.web.routes import Routes

routes = Routes()


@routes.get("/v1/tickets", needs="tickets:read", query=TicketQuery)
def list_tickets(desk: Desk, query: TicketQuery) -> dict[str, Any]:
    """Return a page of a view, newest activity first."""
    with queries.refusing():
        wanted = views.filter_for(desk, filters.given(query.filters()))
    page = views.read(desk, wanted, limit=query.limit, cursor=query.cursor)
    return {
        "data": [shown(desk, ticket) for ticket in page.items],
        "has_more": page.cursor is not None,
        "next_cursor": page.cursor,
    }


@routes.get("/v1/tickets/{ticket_id}", needs="tickets:read")
def get_ticket(desk: Desk, ticket_id: str) -> Answer:
    """Return one ticket; its ETag is what `If-Match` of a reply takes."""
    return answered(desk, storage.load(desk, ticket_id, consistent=False))


@routes.get("/v1/messages/{message_id}/attachments/{attachment_id}", needs="tickets:read")
def get_attachment(desk: Desk, message_id: str, attachment_id: str) -> dict[str, str]:
    """Return an address for one download, good for minutes."""
    return {"url": uploads.link(desk, _with_files(desk, message_id).attachments, attachment_id)}


@routes.get("/v1/messages/{message_id}/body", needs="tickets:read")
def get_body(desk: Desk, message_id: str) -> dict[str, Any]:
    """Return one message with its whole body, where the thread shows only its first words."""
    return present.entry(bodies.whole(desk, _message(desk, message_id))) | {"is_cut": False}


@routes.get("/v1/messages/{message_id}/raw", needs="tickets:read")
def get_raw(desk: Desk, message_id: str) -> dict[str, str]:
    """Return an address for the mail as it came, good for minutes."""
    message = _with_files(desk, message_id)
    if isinstance(message, Note) or not message.raw_key:
        raise NotFound("This message did not come by mail.")
    name = f"{message.id}.eml"
    url = desk.files.link(message.raw_key, name=name, content_type="message/rfc822")
    return {"url": url}


@routes.get("/v1/customers/{customer_id}/tickets", needs="tickets:read", query=CustomerTicketsQuery)
def list_customer_tickets(
    desk: Desk, customer_id: str, query: CustomerTicketsQuery
) -> dict[str, Any]:
    """Return a page of a customer's tickets, newest activity first (acceptance 60).

    The first page tells how many there are, of any status. A page of one status may end early;
    `has_more` tells whether more may come.
    """
    with queries.refusing():
        wanted = filters.parse(filters.given(query.filters()))
    customer = customers.load(desk, customer_id)
    part = cursors.part(desk, query, of=f"tickets of {customer_id} {wanted!r}")
    page, following = of_customer.read(
        desk, customer.ids, wanted, limit=part.limit, position=part.position
    )
    return {
        "count": None if query.cursor else customers.count_tickets(desk, *customer.ids),
        "data": [shown(desk, ticket) for ticket in page],
        **part.onward(desk, following),
    }


@routes.get("/v1/badge", needs="tickets:read")
def get_badge(desk: Desk) -> dict[str, Any]:
    """Return how many tickets are unread for this agent, none where the badge is off (37),
    and how many are open in each of the views that everybody has.
    """
    is_on = accounts.account(desk).settings.unread_badge.enabled
    is_enabled = is_on and accounts.wants_badge(desk, desk.caller.id)
    sums, me = feed.sums(desk), desk.caller.id
    unread = counts.unread(sums, me) if is_enabled else 0
    return {"unread": unread, "is_enabled": is_enabled, "open": counts.opened(sums, me)}


@routes.get("/v1/feed", needs="tickets:read", query=FeedQuery)
def get_feed(desk: Desk, query: FeedQuery) -> dict[str, Any]:
    """Return what changed after a sequence; without one, only where the feed stands.

    With `ticket`, who else has it open; the others hear that the caller has, and whether they type
    (`typing=true`).
    """
    return _changes(desk, query) | _here(desk, query)


def _changes(desk: Desk, query: FeedQuery) -> dict[str, Any]:
    if query.after is None:
        return {"data": [], "sequence": feed.sequence(desk)}
    changes = feed.after(desk, query.after)
    return {"data": changes, "sequence": changes[-1]["sequence"] if changes else query.after}


def _here(desk: Desk, query: FeedQuery) -> dict[str, Any]:
    if not query.ticket:
        return {}
    now = desk.now()
    others = viewers.look(desk, query.ticket, desk.caller.id, is_typing=query.typing)
    names = accounts.agent_names(desk)
    agents = [
        {"id": each.id, "name": names.get(each.id, ""), "is_typing": each.is_typing(now)}
        for each in others
        if each.id != viewers.VISITOR
    ]
    is_customer_typing = any(v.id == viewers.VISITOR and v.is_typing(now) for v in others)
    return {"here": {"agents": agents, "customer": {"is_typing": is_customer_typing}}}


def shown(desk: Desk, ticket: Ticket) -> dict[str, Any]:
    """Return a ticket as this caller sees it in a list."""
    names = accounts.agent_names(desk)
    return present.ticket(
        ticket,
        desk.caller.id,
        lambda agent_id: names.get(agent_id, ""),
        name_of_team=lambda team_id: teams.team_names(desk).get(team_id, ""),
    )


def answered(desk: Desk, ticket: Ticket, status: int = 200) -> Answer:
    """Return a ticket with its ETag."""
    return Answer(whole(desk, ticket), status, {"ETag": etag(ticket.version)})


def whole(desk: Desk, ticket: Ticket) -> dict[str, Any]:
    """Return a ticket with what only its own row tells."""
    answerable = {"reply": replying.shown(desk, ticket)}
    return {**shown(desk, ticket), **present.thread_facts(ticket), **answerable}


def _with_files(desk: Desk, message_id: str) -> Message | Note:
    entry = _entry(desk, message_id)
    if isinstance(entry, Note):
        return entry
    if "virus" in entry.flags:
        raise Forbidden("This mail carries a virus; its files stay here.", code="quarantined")
    return entry


def _message(desk: Desk, message_id: str) -> Message:
    entry = _entry(desk, message_id)
    if not isinstance(entry, Message):
        raise NotFound("There is no such message.")
    return entry


def _entry(desk: Desk, message_id: str) -> Message | Note:
    address = message_address(message_id)
    entry = storage.entry_at(desk, *address) if address else None
    if not isinstance(entry, Message | Note):
        raise NotFound("There is no such message.")
    return entry
