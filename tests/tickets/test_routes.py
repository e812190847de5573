"""Reading tickets over HTTP."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.accounts import storage as accounts
from chalicelib.accounts.model import Account
from chalicelib.accounts.settings.model import Settings, UnreadBadge
from chalicelib.channels.model import Kind
from chalicelib.core.desk import Desk
from chalicelib.core.ids import message_id
from chalicelib.messaging.thread_routes import routes as thread_routes
from chalicelib.tickets import bodies, feed, storage
from chalicelib.tickets.action_routes import routes
from chalicelib.tickets.due import Policy
from chalicelib.tickets.feed import Touched
from chalicelib.tickets.model import Attachment, Change, Status, Tag, Ticket
from chalicelib.tickets.rules import speaking, states
from dev.aws.gate import gate
from tests.builders import (
    ALICE,
    BOB,
    NOON,
    TICKET,
    a_caller,
    a_chat_ticket,
    a_message,
    a_ticket,
    a_ticket_id,
    an_agent,
    later,
)
from tests.edge import Edge, admit, edge
from tests.tickets.conftest import stored

READER = a_caller(permissions=frozenset({"tickets:read"}))
FILE = Attachment(id="att_1", name="bill.pdf", content_type="application/pdf", size=3, key="k")


@pytest.fixture
def api(desk: Desk, account: Account, ports: wiring.Ports) -> Edge:
    """Return the routes as Alice meets them."""
    return edge((routes, thread_routes), admit(desk.account_id, READER))


def get(api: Edge, path: str) -> Any:
    status, body, _ = api.call("GET", path)
    assert status == 200, body
    return body


def add(desk: Desk, ticket: Ticket, **facts: Any) -> Ticket:
    """Add a customer's message, past the rules of matching."""
    number = ticket.sequence + 1
    message = a_message(ticket_id=ticket.id, sequence=number, version=number, **facts)
    after = replace(ticket, sequence=number, version=number)
    change = Change(before=ticket, ticket=after, entries=(bodies.spilled(desk, message),))
    return storage.commit(desk.for_operation(f"message {number}"), change, Policy())


@pytest.mark.acceptance(54, 67)
def test_a_ticket_tells_what_the_overview_shows(desk: Desk, api: Edge) -> None:
    tags = (Tag(name="late"), Tag(name="vip", source="auto"))
    stored(desk, a_ticket(number=7, tags=tags, assignee_id=BOB))

    status, shown, headers = api.call("GET", f"/v1/tickets/{TICKET}")

    assert (status, headers["ETag"]) == (200, '"1"')
    assert (shown["id"], shown["number"], shown["channel"]) == (TICKET, 7, "email")
    assert shown["assignee"] == {"id": BOB, "name": "Bob"}
    assert shown["tags"] == [
        {"name": "late", "source": "agent"},
        {"name": "vip", "source": "auto"},
    ]
    assert shown["created_at"] == "2026-03-04T09:00:00.000Z"
    assert shown["customer"] == {
        "id": a_ticket().customer.id, "name": "Ann", "email": "ann@home.example", "phone": "",
    }  # fmt: skip
    assert (shown["is_unread"], shown["reply"]["code"], shown["team"]) == (True, None, None)


MEMBERS = {
    "id", "number", "channel", "status", "is_spam", "subject", "preview", "customer", "assignee",
    "team", "tags", "is_unread", "version", "created_at", "updated_at", "snoozed_until",
    "closed_at", "attribution",
}  # fmt: skip


def test_a_list_shows_pages_of_tickets(desk: Desk, api: Edge) -> None:
    for number in range(3):
        stored(desk, a_ticket(id=a_ticket_id(number), updated_at=later(minutes=-number)))

    first = get(api, "/v1/tickets?limit=2")
    second = get(api, f"/v1/tickets?limit=2&cursor={first['next_cursor']}")

    assert [ticket["id"] for ticket in first["data"] + second["data"]] == [
        a_ticket_id(n) for n in range(3)
    ]
    assert (first["has_more"], second["has_more"], second["next_cursor"]) == (True, False, None)
    assert all(set(ticket) >= MEMBERS for ticket in first["data"])


def test_a_list_is_one_request_of_the_table(desk: Desk, api: Edge) -> None:
    for number in range(5):
        stored(desk, a_ticket(id=a_ticket_id(number), assignee_id=BOB))
    get(api, "/v1/tickets")  # knows the team from here on

    with gate.recorded() as calls:
        get(api, "/v1/tickets")

    assert [call.name for call in calls if call.service == "dynamodb"] == ["dynamodb.Query"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/tickets?limit=101", 400),
        ("/v1/tickets?limit=0000000500", 400),
        ("/v1/tickets?status=done", 400),
        ("/v1/tickets?updated_after=0001-01-01T00:00:00%2B14:00", 400),
        ("/v1/tickets?assignee=" + "x" * 3_000, 400),
        ("/v1/tickets?cursor=nonsense", 400),
        ("/v1/tickets/tkt_1", 404),
        ("/v1/tickets/" + "x" * 3_000, 404),
        ("/v1/tickets/x%23T", 404),
        (f"/v1/tickets/{TICKET}", 404),
        (f"/v1/tickets/{TICKET}/messages", 404),
        ("/v1/tickets/tkt_1/messages", 404),
        ("/v1/messages/msg_1_1/raw", 404),
        ("/v1/messages/nonsense/raw", 404),
        (f"/v1/messages/{message_id(TICKET, 1)}/attachments/att_1", 404),
        ("/v1/customers/cus_1/tickets", 404),
        ("/v1/feed?after=x", 400),
        ("/v1/feed?after=-1", 400),
    ],
    ids=lambda value: str(value)[:60],
)
def test_what_makes_no_sense_is_refused(api: Edge, path: str, status: int) -> None:
    found, problem, _ = api.call("GET", path)

    assert (found, problem["status"]) == (status, status)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/v1/tickets?limits=2", "limits"),
        ("/v1/tickets?status=open,done", "status"),
        ("/v1/tickets?updated_after=yesterday", "updated_after"),
        ("/v1/tickets?updated_within=never", "updated_within"),
        ("/v1/tickets?team=blue", "team"),
        ("/v1/tickets?sort=name", "sort"),
        ("/v1/tickets?is_unread=perhaps", "is_unread"),
        (f"/v1/tickets/{TICKET}/messages?before=3", "before"),
        ("/v1/feed?after=x", "after"),
    ],
)
def test_a_bad_parameter_is_named(api: Edge, path: str, name: str) -> None:
    status, problem, _ = api.call("GET", path)

    assert (status, problem["code"]) == (400, "invalid_query")
    assert [fault["pointer"] for fault in problem["errors"]] == [f"/{name}"]


@pytest.mark.acceptance(53)
def test_a_thread_shows_the_newest_fifty_and_leads_back(desk: Desk, api: Edge) -> None:
    ticket = stored(desk, a_ticket())
    for _ in range(59):
        ticket = add(desk, ticket)

    newest = get(api, f"/v1/tickets/{TICKET}/messages")
    older = get(api, f"/v1/tickets/{TICKET}/messages?cursor={newest['next_cursor']}")

    assert [m["sequence"] for m in newest["data"]] == list(range(11, 61))
    assert [m["sequence"] for m in older["data"]] == list(range(1, 11))
    assert (newest["ticket"]["version"], older["ticket"]) == (60, None)
    assert (newest["has_more"], older["has_more"], older["next_cursor"]) == (True, False, None)


def test_a_cursor_of_one_thread_is_none_of_another(desk: Desk, api: Edge) -> None:
    other = a_ticket_id(2)
    add(desk, stored(desk, a_ticket()))
    stored(desk, a_ticket(id=other))
    cursor = get(api, f"/v1/tickets/{TICKET}/messages?limit=1")["next_cursor"]

    assert api.call("GET", f"/v1/tickets/{other}/messages?cursor={cursor}")[0] == 400


@pytest.mark.acceptance(11)
def test_every_kind_of_entry_has_the_same_members(desk: Desk, api: Edge) -> None:
    ticket = stored(desk, a_ticket())
    for change in (speaking.note, lambda t, by, _, now: states.close(t, by, now)):
        own = desk.for_operation(f"{ticket.version}")
        ticket = storage.commit(own, change(ticket, an_agent(), "Hm", NOON), Policy())

    message, note, event = get(api, f"/v1/tickets/{TICKET}/messages")["data"]

    assert [entry["kind"] for entry in (message, note, event)] == ["message", "note", "event"]
    shared = set(note)
    assert shared <= set(message)
    assert shared <= set(event)
    assert (note["text"], note["state"], note["direction"]) == ("Hm", None, None)
    assert (event["event"], event["details"]) == ("closed", {"because": "agent"})
    assert message["author"]["type"] == "customer"


def test_a_long_message_is_shown_whole(desk: Desk, api: Edge) -> None:
    text = "é" * 50_000
    add(desk, stored(desk, a_ticket()), text=text, html="<p>", quoted="> old")

    message = get(api, f"/v1/tickets/{TICKET}/messages")["data"][1]

    assert (message["text"], message["html"], message["quoted"]) == (text, "<p>", "> old")
    assert "body_key" not in str(message)


def test_a_file_has_an_address_for_one_download(desk: Desk, api: Edge) -> None:
    add(desk, stored(desk, a_ticket()), attachments=(FILE,), raw_key="raw/1")
    path = f"/v1/messages/{message_id(TICKET, 2)}"

    assert "Signature" in get(api, f"{path}/attachments/att_1")["url"]
    assert "Signature" in get(api, f"{path}/raw")["url"]
    assert api.call("GET", f"{path}/attachments/att_2")[0] == 404
    listed = get(api, f"/v1/tickets/{TICKET}/messages")["data"][1]["attachments"]
    assert listed == [{"id": "att_1", "name": "bill.pdf", "content_type": "application/pdf",
                       "size": 3, "content_id": None}]  # fmt: skip


def test_a_virus_stays_where_it_is(desk: Desk, api: Edge) -> None:
    add(desk, stored(desk, a_ticket()), attachments=(FILE,), raw_key="k", flags=("virus",))
    path = f"/v1/messages/{message_id(TICKET, 2)}"

    for what in ("raw", "attachments/att_1"):
        assert api.call("GET", f"{path}/{what}")[1]["code"] == "quarantined"


def test_a_note_has_no_mail(desk: Desk, api: Edge) -> None:
    change = speaking.note(stored(desk, a_ticket()), an_agent(), "Hm", NOON)
    storage.commit(desk, change, Policy())

    assert api.call("GET", f"/v1/messages/{message_id(TICKET, 2)}/raw")[0] == 404


@pytest.mark.acceptance(29)
@pytest.mark.parametrize(
    ("ticket", "refusal"),
    [(a_ticket(), None), (a_chat_ticket(), None),
     (a_chat_ticket(status=Status.closed, closed_at=NOON), "closed_chat")],
)  # fmt: skip
def test_the_composer_knows_whether_there_can_be_an_answer(
    desk: Desk, api: Edge, ticket: Ticket, refusal: str | None
) -> None:
    stored(desk, ticket)

    assert get(api, f"/v1/tickets/{TICKET}")["reply"]["code"] == refusal


@pytest.mark.acceptance(36)
def test_the_badge_and_the_feed(desk: Desk, api: Edge) -> None:
    assert get(api, "/v1/feed") == {"data": [], "sequence": 0}
    feed.fold(desk, [Touched(ticket_id=TICKET, ticket=a_ticket())])

    opened = {"all": 1, "mine": 0, "unassigned": 1, "spam": 0}
    assert get(api, "/v1/badge") == {"unread": 1, "is_enabled": True, "open": opened}
    assert get(api, "/v1/feed")["sequence"] == 1
    news = [{"sequence": 1, "ticket_id": TICKET, "version": 1}]
    assert get(api, "/v1/feed?after=0") == {"data": news, "sequence": 1}
    assert get(api, "/v1/feed?after=1") == {"data": [], "sequence": 1}


@pytest.mark.acceptance(37)
def test_the_badge_can_be_switched_off(desk: Desk, account: Account, api: Edge) -> None:
    off = replace(account, settings=Settings(unread_badge=UnreadBadge(enabled=False)), version=2)
    accounts.commit(desk, [accounts.put_account(desk, off)])
    feed.fold(desk, [Touched(ticket_id=TICKET, ticket=a_ticket())])

    badge = get(api, "/v1/badge")
    assert (badge["unread"], badge["is_enabled"], badge["open"]["all"]) == (0, False, 1)


def test_unread_is_what_this_agent_has_not_read(desk: Desk, api: Edge) -> None:
    stored(desk, a_ticket(read_by=frozenset({ALICE})))
    bob = edge(routes, admit(desk.account_id, replace(READER, id=BOB)))

    assert get(api, f"/v1/tickets/{TICKET}")["is_unread"] is False
    assert get(bob, f"/v1/tickets/{TICKET}")["is_unread"] is True


def test_a_channel_keeps_its_name(desk: Desk, api: Edge) -> None:
    stored(desk, a_chat_ticket())

    assert get(api, f"/v1/tickets?channel={Kind.webchat}")["data"][0]["channel"] == "webchat"
