"""Weeks in a shop that texts, and a plain sum of what happened, made without the product's."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from chalicelib.channels.model import Sender
from chalicelib.customers.events import storage as events
from chalicelib.customers.events.model import Event
from chalicelib.customers.model import Who
from chalicelib.marketing.events import record as orders
from chalicelib.marketing.links.follow import follow
from chalicelib.marketing.sends.model import SendKind
from chalicelib.messaging.deliver import deliver
from chalicelib.messaging.reply import reply
from chalicelib.tickets import apply, storage
from chalicelib.tickets.model import Attribution, Message, Ticket
from chalicelib.tickets.rules import marking
from tests.accounts.shop import Shop
from tests.builders import an_agent
from tests.kit.http_world import World
from tests.marketing.texts import Phone, sent, text

NUMBERS = ("+15005550101", "+15005550102", "+15005550103")
SOURCES = (
    {"name": "Spring sale", "source_id": "c-1"},
    {"name": "Spring sale", "source_id": "c-2"},
    {"name": "Back in stock", "kind": SendKind.flow},
)
_SHOP = "https://shop.example/a-rather-long-way-to-the/"
Line = tuple[str, str, str]
"""A day, a campaign's or flow's id or nothing, and what was counted."""


@dataclass
class Weeks:
    """One seeded history."""

    shop: Shop
    phone: Phone
    world: World
    chance: Random
    zone: ZoneInfo
    booked: list[tuple[str, Line, Decimal]] = field(default_factory=list)
    """Each thing that happened, with its ticket or nothing."""
    tickets: dict[str, Ticket] = field(default_factory=dict)
    links: list[tuple[str, str, str]] = field(default_factory=list)
    """A short link, its ticket, and what that had answered when it was sent."""
    sources: dict[str, str] = field(default_factory=dict)
    """By message."""
    followed: list[str] = field(default_factory=list)

    def pass_by(self, steps: int) -> None:
        """Let things happen."""
        kinds = (self.send, self.send, self.write, self.write, self.write, self.answer,
                 self.answer, self.click, self.click, self.buy, self.buy, self.judge)  # fmt: skip
        for _ in range(steps):
            self.world.pass_time(minutes=self.chance.randint(1, 240))
            self.chance.choice(kinds)()

    def expected(self) -> dict[Line, Decimal]:
        """Return the sums, without what is spam now."""
        desk = self.shop.desk()
        spam = {own for own in self.tickets if storage.load(desk, own).is_spam}
        sums: dict[Line, Decimal] = defaultdict(Decimal)
        for ticket_id, line, amount in self.booked:
            if ticket_id not in spam:
                sums[line] += amount
        return dict(sums)

    def send(self) -> None:
        facts: dict[str, Any] = self.chance.choice(SOURCES)
        at = self.world.now - timedelta(minutes=self.chance.randint(0, 900))
        sent(self.shop, at, who=Who(phone=self.chance.choice(NUMBERS)), **facts)
        self._book("", facts.get("source_id", facts["name"]), received=1, at=at)

    def write(self) -> None:
        sender = Sender(address=self.chance.choice(NUMBERS), is_verified=True)
        received = text(self.shop, sender=sender)
        assert received.ticket
        assert received.entry
        self.tickets[received.ticket.id] = received.ticket
        source = named(received.entry.attribution)
        self._book(received.ticket.id, source, **{"replies" if source else "texts": 1})

    def answer(self) -> None:
        if not self.tickets:
            return
        ticket_id = self.chance.choice(sorted(self.tickets))
        words = self.chance.choice((f"{_SHOP}blue-mug or {_SHOP}red-mug", "It is."))
        head = storage.load(self.shop.desk(), ticket_id)
        message = reply(self.shop.desk(), ticket_id, an_agent(), words).entries[-1]
        deliver(self.shop.desk(), ticket_id, message.sequence)
        message = storage.entry_at(self.shop.desk(), ticket_id, message.sequence)
        assert isinstance(message, Message)
        source = named(head.attribution)
        self.sources[message.id] = source
        if message.links:
            self._book(ticket_id, source, messages=1, links=len(message.links))
            self.links += [(name, ticket_id, source) for name in message.links]

    def click(self) -> None:
        if not self.links:
            return
        name, ticket_id, source = self.chance.choice(self.links)
        host, _, code = name.partition("/")
        assert urlsplit(follow(self.shop.desk(), host, code, is_counted=True)).path
        self._book(ticket_id, source, clicks=1)
        customer = self.tickets[ticket_id].customer.id
        self.followed.append(customer)

    def buy(self) -> None:
        if not self.followed:
            return
        number = len(self.booked)
        value, currency = Decimal(self.chance.randint(1, 9_999)) / 100, self.chance.choice(
            ("EUR", "USD"))  # fmt: skip
        customer = self.chance.choice(self.followed)
        event = Event(id=f"o{number}", metric="Placed Order", customer_id=customer,
                      at=self.world.now, value=value, currency=currency)  # fmt: skip
        orders.record(self.shop.desk(), event)
        credited = _newest(self.shop, customer).message_id
        if credited:
            ticket_id = f"tkt_{credited.split('_')[1]}"
            revenue = {f"revenue_{currency}": value}
            self._book(ticket_id, self.sources[credited], orders=1, **revenue)

    def judge(self) -> None:
        if not self.tickets:
            return
        ticket_id = self.chance.choice(sorted(self.tickets))
        is_spam = not storage.load(self.shop.desk(), ticket_id).is_spam
        judged(self.shop, ticket_id, is_spam=is_spam, at=self.world)

    def _book(self, ticket_id: str, source: str, *, at: Any = None, **amounts: Any) -> None:
        day = (at or self.world.now).astimezone(self.zone).date().isoformat()
        self.booked += [(ticket_id, (day, source, n), Decimal(a)) for n, a in amounts.items()]


def _newest(shop: Shop, customer: str) -> Event:
    return events.history(shop.desk(), (customer,), limit=1, position={})[0][0]


def judged(shop: Shop, ticket_id: str, *, is_spam: bool, at: World) -> None:
    """Let an agent say whether a ticket is spam."""

    def decide(ticket: Ticket) -> Any:
        return marking.judge_spam(ticket, an_agent(), at.now, is_spam=is_spam)

    apply.apply(shop.desk(), ticket_id, decide)


def named(attribution: Attribution | None) -> str:
    """Return the id of a campaign or flow, or the name where none was told."""
    return (attribution.source_id or attribution.name) if attribution else ""


def lines(sums: Iterator[Any]) -> dict[Line, Decimal]:
    """Return the product's counters in the same shape."""
    return {
        (cell.day.isoformat(), cell.source.id, name): amount
        for cell, amounts in sums
        for name, amount in amounts.items()
        if amount
    }
