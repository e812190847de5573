"""What a message does, by channel and status: the tables of docs/channels.md, cell by cell."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.channels.model import Inbound, Kind, Sender
from chalicelib.messaging.receive import Received, receive
from tests.architecture.code import ROOT
from tests.faults.shop import Shop
from tests.messaging.phone import Phone, phone

pytestmark = pytest.mark.thorough

__all__ = ["phone"]
PEOPLE = {
    Kind.webchat: "chs_0000000000000000000000ANN0",
    Kind.email: "ann@home.example",
    Kind.sms: "+442079460001",
    Kind.whatsapp: "+442079460003",
    Kind.instagram: "6200000000000001",
}
OTHERS = {
    Kind.webchat: "chs_0000000000000000000000BEN0",
    Kind.email: "ben@home.example",
    Kind.sms: "+442079460002",
    Kind.whatsapp: "+442079460004",
    Kind.instagram: "6200000000000002",
}
NUMBER = "+442079460000"


@dataclass(slots=True)
class Customer:
    """Somebody who writes by one channel, and the agent who answers."""

    phone: Phone
    kind: Kind
    number: int = 0

    def __post_init__(self) -> None:
        """Start without a ticket at hand."""
        self.shop.ticket_id = ""

    @property
    def shop(self) -> Shop:
        return self.phone.shop

    def write(self, person: str = "", **facts: Any) -> Received:
        """Let a message come in; the first one's ticket is the one at hand."""
        self.number += 1
        named = self.kind is not Kind.webchat
        known: dict[str, Any] = {
            "channel": self.kind,
            "inbox": NUMBER if named else "webchat",
            "provider_id": f"{self.kind}{self.number}@home.example",
            "sender": Sender(address=person or PEOPLE[self.kind], is_verified=True),
            "text": f"Message {self.number}",
            "thread_ids": (f"{self.kind}1@home.example",) if self.number > 1 and not person else (),
        }
        received = receive(self.shop.desk(), Inbound(**{**known, **facts}))
        if received.ticket and not self.shop.ticket_id:
            self.shop.ticket_id = received.ticket.id
        return received

    def agrees(self, state: str = "subscribed") -> None:
        """Note the customer's word on texts, of each kind."""
        customer = self.shop.done("GET", self.shop.at)["customer"]["id"]
        for channel in ("sms", "whatsapp"):
            word = {"channel": channel, "kind": "transactional", "state": state, "source": "form"}
            self.shop.done("POST", f"/v1/customers/{customer}/consents", word)

    def do(self, verb: str, body: object = None) -> None:
        self.shop.done("POST", f"{self.shop.at}/{verb}", body)

    def wait(self, **span: float) -> None:
        self.shop.cloud.world.now += timedelta(**span)


def of_message(customer: Customer, **facts: Any) -> str:
    """Let the message of the row come; return what it did."""
    first, before = customer.shop.ticket_id, ""
    if first:
        before = customer.shop.done("GET", customer.shop.at)["status"]
    received = customer.write(**facts)
    assert received.ticket
    if received.ticket.id == first:
        after = customer.shop.done("GET", customer.shop.at)["status"]
        return {
            ("snoozed", "open"): "joins, wakes it",
            ("closed", "open"): "joins, reopens it",
        }.get((before, after), "joins")
    return "new ticket, linked" if received.ticket.linked_ticket_id else "new ticket"


def of_answer(customer: Customer, verb: str = "replies") -> str:
    """Let the agent answer; return what that did."""
    before = customer.shop.done("GET", customer.shop.at)["status"]
    body = {"text": "Hello"} if verb == "replies" else None
    answer = customer.shop.ask("POST", f"{customer.shop.at}/{verb}", body)
    if answer.status == 409:
        return answer.json["code"]
    customer.shop.cloud.settle()
    after = customer.shop.done("GET", customer.shop.at)["status"]
    return "sent, reopens it" if (before, after) == ("closed", "open") else "sent"


Row = Callable[[Customer], str]


def message(*before: Callable[[Customer], object], **facts: Any) -> Row:
    """Return a row of the upper table."""

    def run(customer: Customer) -> str:
        for step in before:
            step(customer)
        return of_message(customer, **facts)

    return run


def answer(*before: Callable[[Customer], object], verb: str = "replies") -> Row:
    """Return a row of the lower table."""

    def run(customer: Customer) -> str:
        customer.write()
        for step in before:
            step(customer)
        return of_answer(customer, verb)

    return run


def wrote(customer: Customer) -> None:
    customer.write()


def snoozed(customer: Customer) -> None:
    customer.do("snooze", {"preset": "one_week"})


def closed(customer: Customer) -> None:
    customer.do("close")


def agreed(customer: Customer) -> None:
    customer.agrees()


def opted_out(customer: Customer) -> None:
    customer.agrees("unsubscribed")


def after(**span: float) -> Callable[[Customer], None]:
    return lambda customer: customer.wait(**span)


def of_somebody_else(customer: Customer) -> str:
    customer.write()
    return of_message(customer, person=OTHERS[customer.kind])


ROWS: dict[str, Row] = {
    "is the first": message(),
    "comes while the ticket is open": message(wrote),
    "comes while it is snoozed": message(wrote, snoozed),
    "comes after it was closed": message(wrote, closed),
    "comes a year after it was closed": message(wrote, closed, after(days=365)),
    "comes elsewhere, or from somebody else": of_somebody_else,
    "is automatic, after it was closed": message(
        wrote, closed, is_automatic=True, automatic_reason="reaction"
    ),
    "at once": answer(),
    "at once, to who has agreed": answer(agreed),
    "at once, to who has opted out": answer(opted_out),
    "after 25 hours, to who has agreed": answer(agreed, after(hours=25)),
    "after 8 days, to who has agreed": answer(agreed, after(days=8)),
    "after 25 hours by a template, to who has agreed": answer(
        agreed, after(hours=25), verb="follow_up"
    ),
    "while it is snoozed, to who has agreed": answer(agreed, snoozed),
    "after it was closed, to who has agreed": answer(agreed, closed),
}


def tables() -> dict[str, dict[str, str]]:
    """Return what the document says, by row and channel."""
    page = (ROOT / "docs" / "channels.md").read_text(encoding="utf-8")
    what_it_does = page.partition("## What a message does")[2].partition("\n## ")[0].splitlines()
    lines = [line.strip("| \n").split("|") for line in what_it_does if line.startswith("|")]
    head, *rows = [[cell.strip() for cell in line] for line in lines if "---" not in line[0]]
    return {
        row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in rows if row[1:] != head[1:]
    }


@pytest.mark.acceptance(19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 34)
@pytest.mark.parametrize("row", ROWS)
def test_the_document_tells_what_happens(phone: Phone, row: str) -> None:
    setting = {"enabled": True, "template": "hello", "language": "en"}
    phone.set(whatsapp={"follow_up": setting})

    assert {kind.value: ROWS[row](Customer(phone, kind)) for kind in Kind} == tables()[row]


def test_the_document_has_every_row() -> None:
    assert set(tables()) == set(ROWS)
