"""Mail in and answers out: the busiest paths."""

from dataclasses import dataclass, replace

from bench.registry import Action, growth, operation
from bench.stage import Stage
from chalicelib.accounts.create import Founded, create
from chalicelib.channels.model import Inbound, Kind, Sender
from chalicelib.core.desk import Desk
from chalicelib.messaging.receive import receive
from chalicelib.messaging.reply import reply
from chalicelib.messaging.reply_address import reply_address
from chalicelib.tickets import storage
from chalicelib.tickets.model import Author, AuthorType, Ticket

WORDS = "The parcel came, but the mug in it is broken. " * 10
"""About the length of a customer's message."""


@dataclass(slots=True)
class Shop:
    """One account and the mail that comes to it."""

    stage: Stage
    founded: Founded
    count: int = 0

    def desk(self) -> Desk:
        """Return a desk for one operation."""
        return self.stage.desk(self.founded.account.id)

    def mail(self, sender: str = "anna@customer.example", answers: str = "") -> Inbound:
        """Return a mail that has not come yet."""
        self.count += 1
        return Inbound(
            channel=Kind.email,
            inbox=self.founded.account.slug,
            provider_id=f"{self.count}@customer.example",
            sender=Sender(address=sender, name="Anna", is_verified=True),
            text=WORDS,
            subject="A broken mug",
            thread_ids=(answers,) if answers else (),
        )

    def ticket(self, messages: int = 1, sender: str = "anna@customer.example") -> Ticket:
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
    """Return a shop with an owner and a customer known already."""
    founded = create(stage.desk(), name="Mug Shop", email="olga@shop.example", owner_name="Olga")
    return Shop(stage, founded)


@operation("a first mail becomes a ticket", requests=5, read=3, write=16)
def first_mail(stage: Stage) -> Action:
    """Let a stranger write."""
    open_shop = shop(stage)
    mail = open_shop.mail()
    return lambda: receive(open_shop.desk(), mail)


@operation("an answer by mail arrives", requests=3, read=1, write=10)
def answer_arrives(stage: Stage) -> Action:
    """Let the customer answer to the signed address."""
    open_shop = shop(stage)
    ticket = open_shop.ticket()
    address = reply_address(open_shop.desk(), "mug@in.bench.example", ticket.id)
    token = address.partition("@")[0].partition("+")[2]
    answer = replace(open_shop.mail(), tokens=(token,))
    return lambda: receive(open_shop.desk(), answer)


@operation("an answer names earlier mail only", requests=4, read=1.5, write=10)
def answer_by_ids(stage: Stage) -> Action:
    """Let the customer answer from a program that forgot the signed address: one look-up more."""
    open_shop = shop(stage)
    first = open_shop.mail()
    receive(open_shop.desk(), first)
    answer = open_shop.mail(answers=first.provider_id)
    return lambda: receive(open_shop.desk(), answer)


@operation("an agent answers", requests=3, read=2, write=10)
def agent_answers(stage: Stage) -> Action:
    """Queue a reply."""
    open_shop = shop(stage)
    ticket = open_shop.ticket()
    return lambda: reply(open_shop.desk(), ticket.id, open_shop.owner(), WORDS)


@operation("a ticket opens with its newest 50", requests=1, read=6, write=0)
def ticket_opens(stage: Stage) -> Action:
    """Read head and entries."""
    open_shop = shop(stage)
    ticket = open_shop.ticket(messages=60)
    return lambda: storage.thread(open_shop.desk(), ticket.id)


@growth("a ticket opens, however long", sizes=(50, 200))
def long_ticket_opens(stage: Stage, size: int) -> Action:
    """Read head and newest entries of a longer and longer thread."""
    open_shop = shop(stage)
    ticket = open_shop.ticket(messages=size)
    return lambda: storage.thread(open_shop.desk(), ticket.id)


@growth("an answer arrives, however long the thread", sizes=(10, 200))
def answer_in_long_thread(stage: Stage, size: int) -> Action:
    """Join a longer and longer thread."""
    open_shop = shop(stage)
    ticket = open_shop.ticket(messages=size)
    assert ticket
    answer = open_shop.mail(answers="1@customer.example")
    return lambda: receive(open_shop.desk(), answer)
