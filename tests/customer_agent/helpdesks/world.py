"""Other helpdesks as the product asks them: the laptop's own stand-ins, with what they were asked.

Here are also conversations to hand over.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from chalicelib.channels.model import Inbound, Kind, Sender
from chalicelib.core.desk import Reply
from chalicelib.customer_agent.helpdesks.model import Access, Helpdesk, Line, Story
from chalicelib.customers.edit import Edit, edit
from chalicelib.messaging.receive import receive
from chalicelib.tickets import storage as tickets
from chalicelib.tickets.model import Message, Note, Ticket
from dev.providers.exchange import Place, Request
from dev.providers.gorgias import Gorgias
from dev.providers.helpdesks import Helpdesks
from dev.providers.phones import Phones
from dev.providers.zendesk import Zendesk
from tests.accounts.shop import Shop
from tests.contract.helpdesks import check
from tests.customers.consent.words import a_consent
from tests.kit.http_world import NOON, Sent, World

BASE = "https://desk.example"
TOKEN = "0123456789abcdef0123456789"
MAIL, NUMBER, OURS = "ann@home.example", "+15005550101", "+15005550006"
SITE = "fern"
ZENDESK = {"subdomain": SITE, "email": "olga@fern.example", "api_token": TOKEN}
GORGIAS = {"domain": SITE, "email": "olga@fern.example", "api_key": TOKEN}
BODIES = {Helpdesk.zendesk: ZENDESK, Helpdesk.gorgias: GORGIAS}
BOTH = (Helpdesk.zendesk, Helpdesk.gorgias)


@dataclass(slots=True)
class Elsewhere:
    """A vendor's helpdesk; `answer` can be put in the place of what it would say."""

    stand_in: Helpdesks
    answer: Reply | Exception | None = None
    sent: list[Sent] = field(default_factory=list[Sent])
    before: Callable[[Sent], object] = lambda _: None
    """What happens while a request is on its way."""
    repeats: bool = False
    """Whether each change is asked for twice, as after a failure; the second answer counts."""

    def listen(self, world: World) -> None:
        """Answer at the vendor's own hosts."""
        world.http.on("*", f"https://{self.stand_in.hosts[0]}/*", self._answer)

    @property
    def tickets(self) -> list[dict[str, Any]]:
        """Return the tickets of the merchant's site."""
        return list(self.stand_in.site(SITE).tickets.values())

    @property
    def said(self) -> list[dict[str, Any]]:
        """Return what was said in them."""
        return self.stand_in.site(SITE).said

    def changes(self) -> list[Sent]:
        """Return what was asked that changes something."""
        return [each for each in self.sent if each.method != "GET"]

    def _answer(self, sent: Sent) -> Reply:
        self.sent.append(sent)
        check(self.stand_in.provider, sent)
        self.before(sent)
        if isinstance(self.answer, Exception):
            raise self.answer
        if self.answer is not None:
            return self.answer
        headers = {name.lower(): value for name, value in sent.headers.items()}
        request = Request(method=sent.method, url=sent.url, headers=headers, body=sent.body or b"")
        if self.repeats and sent.method == "PUT":
            self.stand_in.answer(request)
        return self.stand_in.answer(request)


def elsewhere(world: World) -> dict[Helpdesk, Elsewhere]:
    """Return both, as this world asks them."""
    place = Place(phones=Phones(), clock=world.clock, base_url=BASE)
    both = {
        Helpdesk.zendesk: Elsewhere(Zendesk(place)),
        Helpdesk.gorgias: Elsewhere(Gorgias(place)),
    }
    for each in both.values():
        each.listen(world)
    return both


def access(helpdesk: Helpdesk, **facts: Any) -> Access:
    """Return what lets us in there."""
    known = {"place": SITE, "email": "olga@fern.example", "token": TOKEN}
    return Access(helpdesk=helpdesk, **{**known, **facts})


def a_ticket(shop: Shop, channel: Kind = Kind.webchat, **facts: Any) -> Ticket:
    """Return the ticket of a conversation that is to be handed over."""
    desk = shop.desk()
    is_chat = channel is Kind.webchat
    address = "vis_1" if is_chat else NUMBER
    known: dict[str, Any] = {
        "channel": channel,
        "inbox": "webchat" if is_chat else OURS,
        "provider_id": "" if is_chat else desk.new_id("SM"),
        "sender": Sender(address=address, name="Ann Lee", email=MAIL, is_verified=not is_chat),
        "text": "Where is my mug?",
    }
    found = receive(desk, Inbound(**{**known, **facts})).ticket
    assert found
    return found


def agree(shop: Shop, ticket: Ticket) -> None:
    """Note that the customer wants to be answered by text."""
    edit(shop.desk(), ticket.customer.id, Edit(consents=(a_consent(),)))


def a_line(text: str = "It is blue.", *, author: Any = "customer", seconds: int = 30) -> Line:
    """Return a later word."""
    names = {"customer": "Ann Lee", "agent": "Fern", "human": "Zoe"}
    at = NOON + timedelta(seconds=seconds)
    return Line(at=at, author=author, name=names[author], text=text)


def a_story(ticket_id: str, channel: Kind = Kind.webchat, **facts: Any) -> Story:
    """Return a conversation of two lines."""
    known: dict[str, Any] = {
        "conversation_id": ticket_id,
        "channel": channel,
        "subject": "Where is my mug?",
        "lines": (
            a_line("Where is my mug?", seconds=0),
            a_line("I do not know that.", author="agent", seconds=5),
        ),
        "email": MAIL if channel is Kind.webchat else None,
        "phone": None if channel is Kind.webchat else NUMBER,
        "name": "Ann Lee",
        "profile_id": "cus_1",
    }
    return Story(**{**known, **facts})


def thread(shop: Shop, ticket_id: str) -> list[Message | Note]:
    """Return what stands in our ticket, the oldest first."""
    _, entries = tickets.thread(shop.desk(), ticket_id)
    return [each for each in entries if isinstance(each, Message | Note)]
