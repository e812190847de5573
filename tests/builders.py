"""Values for tests: plain functions, every argument optional, all of them about one open mail."""

from datetime import datetime, timedelta
from typing import Any

from chalicelib.channels.email import CHANNEL as EMAIL
from chalicelib.channels.model import Capabilities, Inbound, Kind, Reopen, Sender
from chalicelib.channels.webchat import CHANNEL as WEBCHAT
from chalicelib.core.desk import Caller, CallerKind
from chalicelib.tickets.event_names import EventName
from chalicelib.tickets.model import (
    Author,
    AuthorType,
    Change,
    CustomerRef,
    Event,
    Message,
    Note,
    State,
    Ticket,
)
from tests.kit.http_world import NOON

ACCOUNT = "acc_00000000000000000000000001"
TICKET = "tkt_0000000000000000000000T1C1"
CUSTOMER = "cus_0000000000000000000000ANN0"
ALICE = "agt_000000000000000000000A11CE"
BOB = "agt_0000000000000000000000B0B0"
EARLIER = NOON - timedelta(hours=3)


def a_ticket_id(number: int = 1) -> str:
    """Return a ticket's id, another for each number."""
    return f"tkt_{number:026d}"


def an_agent(agent_id: str = ALICE, name: str = "Alice") -> Author:
    """Return an agent as an author."""
    return Author(type=AuthorType.agent, id=agent_id, name=name)


def a_writer(name: str = "Ann") -> Author:
    """Return the customer as an author."""
    return Author(type=AuthorType.customer, id=CUSTOMER, name=name)


def a_customer(**facts: Any) -> CustomerRef:
    """Return the customer as a ticket shows them."""
    return CustomerRef(**{"id": CUSTOMER, "name": "Ann", "email": "ann@home.example", **facts})


def a_ticket(**facts: Any) -> Ticket:
    """Return a ticket that was opened by one message, three hours ago."""
    known: dict[str, Any] = {
        "id": TICKET,
        "number": 1,
        "channel": Kind.email,
        "inbox": "help@shop.example",
        "subject": "Where is it?",
        "preview": "Hello",
        "customer": a_customer(),
        "person": "ann@home.example",
        "version": 1,
        "sequence": 1,
        "created_at": EARLIER,
        "updated_at": EARLIER,
    }
    return Ticket(**{**known, **facts})


def a_chat_ticket(**facts: Any) -> Ticket:
    """Return a web chat's ticket."""
    known: dict[str, Any] = {
        "channel": Kind.webchat,
        "inbox": "webchat",
        "subject": "",
        "person": "chs_0000000000000000000000ANN0",
    }
    return a_ticket(**{**known, **facts})


def a_message(**facts: Any) -> Message:
    """Return a customer's mail; as new, it has no place in a thread yet."""
    known: dict[str, Any] = {
        "sequence": 0,
        "ticket_id": "",
        "channel": Kind.email,
        "is_inbound": True,
        "author": a_writer(),
        "text": "Hello",
        "sender": "ann@home.example",
        "created_at": NOON,
    }
    return Message(**{**known, **facts})


def an_answer(**facts: Any) -> Message:
    """Return an agent's message on its way out."""
    known: dict[str, Any] = {
        "sequence": 2,
        "ticket_id": TICKET,
        "is_inbound": False,
        "author": an_agent(),
        "text": "On its way.",
        "sender": "",
        "recipient": "ann@home.example",
        "state": State.queued,
        "version": 2,
    }
    return a_message(**{**known, **facts})


def a_note(**facts: Any) -> Note:
    """Return a private note."""
    known: dict[str, Any] = {
        "sequence": 2,
        "ticket_id": TICKET,
        "author": an_agent(),
        "text": "Between us",
        "version": 2,
        "created_at": NOON,
    }
    return Note(**{**known, **facts})


def an_event(**facts: Any) -> Event:
    """Return an event of a thread."""
    known: dict[str, Any] = {
        "sequence": 2,
        "ticket_id": TICKET,
        "author": an_agent(),
        "name": EventName.closed,
        "details": {"because": "agent"},
        "version": 2,
        "created_at": NOON,
    }
    return Event(**{**known, **facts})


def an_inbound(**facts: Any) -> Inbound:
    """Return a mail as its channel parsed it."""
    known: dict[str, Any] = {
        "channel": Kind.email,
        "inbox": "help@shop.example",
        "provider_id": "first@home.example",
        "sender": Sender(address="ann@home.example", name="Ann", is_verified=True),
        "text": "Hello",
        "subject": "Where is it?",
    }
    return Inbound(**{**known, **facts})


def carries(kind: Kind = Kind.email, **facts: Any) -> Capabilities:
    """Return what a channel can carry; the channels to come as acceptance 23-28 say."""
    if kind in _BUILT:
        return _BUILT[kind]
    is_reopened = kind is not Kind.instagram
    known: dict[str, Any] = {
        "subject": False,
        "html": False,
        "max_text": 1_600,
        "reopen": Reopen.reopens if is_reopened else Reopen.makes_new,
        "agent_may_reopen": True,
        "reply_window": None,
        "is_pulled": False,
        "known_by": "handle" if kind is Kind.instagram else "phone",
        "threads_by_person": True,
    }
    return Capabilities(**{**known, **facts})


def a_caller(**facts: Any) -> Caller:
    """Return Alice, who may do nothing unless told otherwise."""
    return Caller(**{"kind": CallerKind.agent, "id": ALICE, "name": "Alice", **facts})


def a_first(ticket: Ticket | None = None, message: Message | None = None) -> Change:
    """Return the change that makes a ticket with its first message."""
    head = ticket or a_ticket()
    first = message or a_message(sequence=1, ticket_id=head.id, version=1)
    return Change(before=None, ticket=head, entries=(first,))


def later(**span: float) -> datetime:
    """Return a moment after noon."""
    return NOON + timedelta(**span)


_BUILT = {Kind.email: EMAIL.capabilities, Kind.webchat: WEBCHAT.capabilities}
