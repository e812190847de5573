"""What the description of the API says of tickets is what is answered."""

from typing import Any

import msgspec
import pytest

from chalicelib import wiring
from chalicelib.accounts.model import Account
from chalicelib.core.desk import Desk
from chalicelib.messaging.thread_routes import routes as thread_routes
from chalicelib.tickets import shapes, storage
from chalicelib.tickets.action_routes import routes
from chalicelib.tickets.due import Policy
from chalicelib.tickets.model import Attachment, Attribution, Tag
from tests.builders import BOB, NOON, TICKET, a_caller, a_first, a_message, a_ticket
from tests.edge import Edge, admit, edge

FILE = Attachment(id="att_1", name="bill.pdf", content_type="application/pdf", size=3, key="k")
SALE = Attribution(kind="campaign", name="Sale", send_id="01", sent_at=NOON)
MAY = frozenset({"tickets:read", "tickets:write", "notes:write"})


@pytest.fixture
def api(desk: Desk, account: Account, ports: wiring.Ports) -> Edge:
    """Return the routes as Alice meets them, and a ticket that has something of everything."""
    head = a_ticket(
        version=1, sequence=1, assignee_id=BOB, tags=(Tag(name="late"),), attribution=SALE
    )
    first = a_message(
        ticket_id=head.id, sequence=1, version=1, attachments=(FILE,), html="<p>Hi</p>"
    )
    storage.commit(desk.for_operation("first"), a_first(head, first), Policy())
    return edge((routes, thread_routes), admit(desk.account_id, a_caller(permissions=MAY)))


def asked(api: Edge, method: str, path: str, body: object = None) -> Any:
    status, answer, _ = api.call(method, path, body)
    assert status in (200, 201), answer
    return answer


def names(shape: type[msgspec.Struct]) -> set[str]:
    return set(shape.__struct_fields__)


def test_a_ticket_is_as_described(api: Edge) -> None:
    whole = asked(api, "GET", f"/v1/tickets/{TICKET}")
    listed = asked(api, "GET", "/v1/tickets")

    msgspec.convert(whole, shapes.WholeTicket)
    msgspec.convert(listed, shapes.Listed[shapes.Ticket])
    assert (set(whole), set(listed["data"][0])) == (
        names(shapes.WholeTicket), names(shapes.Ticket),
    )  # fmt: skip


def test_a_thread_is_as_described(api: Edge) -> None:
    note = asked(api, "POST", f"/v1/tickets/{TICKET}/notes", {"text": "Hm"})
    closed = asked(api, "POST", f"/v1/tickets/{TICKET}/close", {})
    thread = asked(api, "GET", f"/v1/tickets/{TICKET}/messages")

    msgspec.convert(note, shapes.Entry)
    msgspec.convert(closed, shapes.WholeTicket)
    msgspec.convert(thread, shapes.Thread)
    assert {entry["kind"] for entry in thread["data"]} == {"message", "note", "event"}
    assert set(thread) == names(shapes.Thread) - {"draft"}
