"""A shop on the stage: its account, its owner, the mail and the requests that come to it."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bench.api import Api
from bench.stage import Stage
from chalicelib.accounts import api_keys, rules
from chalicelib.accounts.create import Founded, create
from chalicelib.channels.model import Inbound, Kind, Sender
from chalicelib.core.desk import Desk
from chalicelib.messaging.receive import receive
from chalicelib.messaging.reply_address import reply_address
from chalicelib.tickets.model import Author, AuthorType, Ticket

WORDS = "The parcel came, but the mug in it is broken. " * 10
"""About the length of a customer's message."""
ANNA = "anna@customer.example"


@dataclass(slots=True)
class Shop:
    """One account and what comes to it."""

    stage: Stage
    founded: Founded
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def account_id(self) -> str:
        """Return the account's id."""
        return self.founded.account.id

    def desk(self) -> Desk:
        """Return a desk for one operation."""
        return self.stage.desk(self.account_id)

    def api(self) -> Api:
        """Return the owner's way in by HTTP, with nothing remembered yet."""
        owner = self.founded.owner
        scopes = sorted(rules.permissions(owner.role))
        key = api_keys.create(self.desk(), name="bench", scopes=scopes, agent_id=owner.id)
        return Api(token=key.token or "")

    def mail(self, sender: str = ANNA, answers: str = "", *, text: str = WORDS) -> Inbound:
        """Return a mail that has not come yet."""
        return Inbound(
            channel=Kind.email,
            inbox=self.founded.account.slug,
            provider_id=f"{next(self._numbers)}@customer.example",
            sender=Sender(address=sender, name="Anna", is_verified=True),
            text=text,
            subject="A broken mug",
            thread_ids=(answers,) if answers else (),
        )

    def answer(self, ticket_id: str) -> Inbound:
        """Return a mail to the ticket's own signed address."""
        address = reply_address(self.desk(), "mug@in.bench.example", ticket_id)
        token = address.partition("@")[0].partition("+")[2]
        return replace(self.mail(), tokens=(token,))

    def ticket(self, messages: int = 1, sender: str = ANNA) -> Ticket:
        """Return a ticket with so many messages."""
        first = self.mail(sender)
        ticket = receive(self.desk(), first).ticket
        for _ in range(messages - 1):
            ticket = receive(self.desk(), self.mail(sender, first.provider_id)).ticket
        assert ticket
        return ticket

    def owner(self) -> Author:
        """Return who answers."""
        return Author(type=AuthorType.agent, id=self.founded.owner.id, name="Olga")


def shop(stage: Stage) -> Shop:
    """Return a shop with an owner; its settings are remembered, as in a warm process."""
    founded = create(stage.desk(), name="Mug Shop", email="olga@shop.example", owner_name="Olga")
    opened = Shop(stage, founded)
    opened.stage.desk(opened.account_id).secrets.sign("warm", b"")
    return opened
