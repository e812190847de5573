"""Reading tickets over HTTP."""

from typing import Any

from chalicelib.accounts import storage as accounts
from chalicelib.channels.registry import capabilities
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Forbidden, Invalid, NotFound
from chalicelib.core.ids import message_address
from chalicelib.customers import storage as customers
from chalicelib.teams import storage as teams
from chalicelib.tickets import bodies, feed, present, rules, storage, views
from chalicelib.tickets.blocking import is_blocked
from chalicelib.tickets.model import Message, Ticket
from chalicelib.web import cursors
from chalicelib.web.answers import Answer
from chalicelib.web.etags import etag
from chalicelib.web.request import Request
from chalicelib.web.routes import Routes

routes = Routes(__name__)
_OF_CUSTOMER = 20


@routes.get("/v1/tickets", needs="tickets:read")
def list_tickets(desk: Desk, request: Request) -> dict[str, Any]:
    """Return a page of a view, newest activity first."""
    query = request.query
    limit = cursors.limit_from(query.get("limit"))
    wanted = views.filter_for(desk, request.queries)
    page = views.read(desk, wanted, limit=limit, cursor=query.get("cursor"))
    return {
        "data": [shown(desk, ticket) for ticket in page.items],
        "has_more": page.cursor is not None,
        "next_cursor": page.cursor,
    }


@routes.get("/v1/tickets/{ticket_id}", needs="tickets:read")
def get_ticket(desk: Desk, ticket_id: str) -> Answer:
    """Return one ticket; its ETag is what `If-Match` of a reply takes."""
    return answered(desk, storage.load(desk, ticket_id, consistent=False))


@routes.get("/v1/tickets/{ticket_id}/messages", needs="tickets:read")
def list_messages(desk: Desk, request: Request, ticket_id: str) -> dict[str, Any]:
    """Return the newest entries, oldest first (acceptance 53); the cursor leads to older ones."""
    limit = cursors.limit_from(request.query.get("limit"))
    cursor, binding = request.query.get("cursor"), f"messages {ticket_id}"
    before = cursors.unseal(desk, cursor, binding=binding)["before"] if cursor else None
    head, entries = storage.thread(desk, ticket_id, limit=limit, before=before)
    first = entries[0].sequence if entries else 1
    older = cursors.seal(desk, {"before": first}, binding=binding) if first > 1 else None
    page = bodies.whole_page(desk, entries)
    return {
        "data": [present.entry(entry) | {"is_cut": is_cut} for entry, is_cut in page],
        "has_more": older is not None,
        "next_cursor": older,
        "ticket": _whole(desk, head) if head else None,
    }


@routes.get("/v1/messages/{message_id}/attachments/{attachment_id}", needs="tickets:read")
def get_attachment(desk: Desk, message_id: str, attachment_id: str) -> dict[str, str]:
    """Return an address for one download, good for minutes."""
    for file in _harmless(desk, message_id).attachments:
        if file.id == attachment_id:
            url = desk.files.link(file.key, name=file.name, content_type=file.content_type)
            return {"url": url}
    raise NotFound("There is no such attachment.")


@routes.get("/v1/messages/{message_id}/body", needs="tickets:read")
def get_body(desk: Desk, message_id: str) -> dict[str, Any]:
    """Return one message with its whole body, where the thread shows only its first words."""
    return present.entry(bodies.whole(desk, _message(desk, message_id))) | {"is_cut": False}


@routes.get("/v1/messages/{message_id}/raw", needs="tickets:read")
def get_raw(desk: Desk, message_id: str) -> dict[str, str]:
    """Return an address for the mail as it came, good for minutes."""
    message = _harmless(desk, message_id)
    if not message.raw_key:
        raise NotFound("This message did not come by mail.")
    name = f"{message.id}.eml"
    url = desk.files.link(message.raw_key, name=name, content_type="message/rfc822")
    return {"url": url}


@routes.get("/v1/customers/{customer_id}/tickets", needs="tickets:read")
def list_customer_tickets(desk: Desk, customer_id: str) -> dict[str, Any]:
    """Return how many tickets a customer has, and the newest of them (acceptance 60)."""
    customers.load(desk, customer_id)
    ids = storage.tickets_of_customer(desk, customer_id, limit=_OF_CUSTOMER)
    return {
        "count": customers.count_tickets(desk, customer_id),
        "data": [shown(desk, ticket) for ticket in storage.heads(desk, ids)],
    }


@routes.get("/v1/badge", needs="tickets:read")
def get_badge(desk: Desk) -> dict[str, Any]:
    """Return how many tickets are unread for this agent; none where the badge is off (37)."""
    is_on = accounts.account(desk).settings.unread_badge.enabled
    if not (is_on and accounts.wants_badge(desk, desk.caller.id)):
        return {"unread": 0, "is_enabled": False}
    return {"unread": feed.unread(desk, desk.caller.id), "is_enabled": True}


@routes.get("/v1/feed", needs="tickets:read")
def get_feed(desk: Desk, request: Request) -> dict[str, Any]:
    """Return what changed after a sequence; without one, only where the feed stands."""
    after = request.query.get("after", "")
    if not after:
        return {"data": [], "sequence": feed.sequence(desk)}
    if not (after.isascii() and after.isdecimal()):
        raise Invalid("after must be the sequence that the feed gave.")
    changes = feed.after(desk, int(after[:12]))
    return {"data": changes, "sequence": changes[-1]["sequence"] if changes else int(after[:12])}


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
    return Answer(_whole(desk, ticket), status, {"ETag": etag(ticket.version)})


def _whole(desk: Desk, ticket: Ticket) -> dict[str, Any]:
    refusal = rules.reply_refusal(ticket, capabilities(ticket.channel))
    if refusal is None and is_blocked(desk, ticket):
        refusal = rules.BLOCKED
    return {**shown(desk, ticket), **present.thread_facts(ticket), "reply_refusal": refusal}


def _harmless(desk: Desk, message_id: str) -> Message:
    message = _message(desk, message_id)
    if "virus" in message.flags:
        raise Forbidden("This mail carries a virus; its files stay here.", code="quarantined")
    return message


def _message(desk: Desk, message_id: str) -> Message:
    address = message_address(message_id)
    entry = storage.entry_at(desk, *address) if address else None
    if not isinstance(entry, Message):
        raise NotFound("There is no such message.")
    return entry
