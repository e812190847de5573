"""A shop with a number, what is delivered to it, and what waits to be read."""

import json
from dataclasses import dataclass

import boto3
import pytest

from chalicelib import jobs, settings
from chalicelib.channels.model import Delivery
from chalicelib.core.desk import Desk
from chalicelib.customers.edit import edit
from chalicelib.customers.identify import identify
from chalicelib.customers.model import Edit, IdentityKind
from chalicelib.inboxes.model import Inbox
from chalicelib.messaging import door
from chalicelib.messaging.reply import reply as answer
from chalicelib.tickets import markers, storage
from chalicelib.tickets.model import Author, AuthorType, Entry, Message, Ticket
from tests.accounts.conftest import shop
from tests.accounts.shop import Shop
from tests.channels.sms import texts
from tests.customers.consent.words import a_consent
from tests.inboxes.numbers import SID, connected
from tests.kit.http_world import World

__all__ = ["Line", "line", "shop"]
MESSAGES = f"https://api.twilio.com/2010-04-01/Accounts/{SID}/Messages.json"
BY = Author(type=AuthorType.agent, id="agt_1", name="Alice")


@dataclass
class Line:
    """A connected number, and the two ends of the queue behind it."""

    shop: Shop
    inbox: Inbox
    chosen: settings.Settings

    def desk(self) -> Desk:
        """Return a fresh desk of the product itself."""
        return self.shop.desk()

    def text(self, **fields: str) -> Delivery:
        """Return a text of Ann's to this number."""
        return texts.twilio(**{"To": self.inbox.address, **fields})

    def receipt(self, state: str, message_id: str = "", **fields: str) -> Delivery:
        """Return a receipt for a text of ours."""
        url = f"{texts.URL}?message={message_id}" if message_id else texts.URL
        return texts.receipt(state, url, **{"From": self.inbox.address, **fields})

    def take(self, delivery: Delivery) -> None:
        """Stand at the door, as a stranger."""
        door.take(self.shop.desk_of(""), delivery)

    def waiting(self) -> list[str]:
        """Return what waits to be read, and take it away."""
        client = boto3.client("sqs", region_name=self.chosen.region)
        url, bodies = self.chosen.inbound_queue, list[str]()
        while found := client.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
            for message in found:
                client.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            bodies += [message["Body"] for message in found]
        return [body for body in bodies if json.loads(body)["account_id"] == self.shop.account.id]

    def read(self) -> int:
        """Let a worker read what waits; return how much it was."""
        bodies = self.waiting()
        for body in bodies:
            jobs.receive_inbound(body)
        return len(bodies)

    def receive(self, delivery: Delivery) -> None:
        """Take and read."""
        self.take(delivery)
        assert self.read() == 1

    def agree(self) -> None:
        """Note that Ann wants to be answered by text."""
        customer = identify(self.desk(), IdentityKind.phone, texts.ANN)
        edit(self.desk(), customer.id, Edit(consents=(a_consent(),)))

    def tickets(self) -> list[Ticket]:
        """Return the tickets of Ann's conversation with this number."""
        place = (self.desk(), "sms", self.inbox.address, texts.ANN)
        found = markers.ticket_of_conversation(*place, consistent=True)
        return [storage.load(self.desk(), found)] if found else []

    def thread(self) -> list[Entry]:
        """Return what was said in it."""
        [ticket] = self.tickets()
        return storage.thread(self.desk(), ticket.id)[1]

    def texts(self) -> list[str]:
        """Return the words of it."""
        return [entry.text for entry in self.thread() if isinstance(entry, Message)]


def answered(line: Line) -> tuple[Ticket, Message]:
    """Let an agent answer Ann, who agreed to texts; nothing leaves yet."""
    line.agree()
    [ticket] = line.tickets()
    [message] = answer(line.desk(), ticket.id, BY, "It comes.").entries[:1]
    assert isinstance(message, Message)
    return ticket, message


@pytest.fixture
def line(shop: Shop, world: World, aws: settings.Settings) -> Line:
    """Return a number at Twilio; nothing waits to be read."""
    line = Line(shop, connected(shop.desk(), world), aws)
    line.waiting()
    return line
