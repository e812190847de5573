"""Conversations that are handed to a helpdesk elsewhere: connected, handed over, gone on with."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from bench.registry import Action, operation
from bench.shop import Shop, shop
from bench.stage import Stage
from chalicelib import wiring
from chalicelib.channels.model import Inbound, Kind, Sender
from chalicelib.core.desk import MAX_REPLY, Reply
from chalicelib.customer_agent.helpdesks import connect, door, incoming, outside
from chalicelib.customer_agent.helpdesks.model import Access, Helpdesk, Line, Story
from chalicelib.messaging.receive import receive
from chalicelib.web import knocks
from dev.providers.exchange import Place, Request
from dev.providers.phones import Phones
from dev.providers.zendesk import Zendesk

_SITE = "mugs"
_ACCESS = Access(
    helpdesk=Helpdesk.zendesk, place=_SITE, email="olga@shop.example", token="0123456789abcdef"
)


@dataclass(slots=True)
class ThereIsZendesk:
    """The internet, as far as there is Zendesk in it."""

    zendesk: Zendesk

    def request(
        self, method: str, url: str, *, headers: Mapping[str, str], body: bytes | None,
        most: int = MAX_REPLY,
    ) -> Reply:  # fmt: skip
        """Answer as it does."""
        lower = {name.lower(): value for name, value in headers.items()}
        return self.zendesk.answer(Request(method=method, url=url, headers=lower, body=body or b""))


@dataclass(slots=True)
class Talk:
    """A chat, and the shop and the Zendesk that have it."""

    shop: Shop
    zendesk: Zendesk
    story: Story

    def hand_over(self) -> str:
        """Return which ticket it is there from now on."""
        return outside.create(self.shop.desk(), Helpdesk.zendesk, self.story).ticket_id


def _line(stage: Stage, text: str) -> Line:
    return Line(at=stage.now + timedelta(seconds=5), author="customer", name="Anna", text=text)


def _there(stage: Stage) -> tuple[Shop, Zendesk]:
    place = Place(phones=Phones(), clock=stage.clock, base_url="http://localhost")
    zendesk = Zendesk(place)
    wiring.install(replace(wiring.ports(), http=ThereIsZendesk(zendesk)))
    return shop(stage), zendesk


def _talking(stage: Stage) -> Talk:
    open_shop, zendesk = _there(stage)
    connect.connect(open_shop.desk(), _ACCESS)
    first = Inbound(
        channel=Kind.webchat,
        inbox="webchat",
        provider_id="",
        sender=Sender(address="vis_1", name="Anna"),
        text="Where is my mug?",
    )
    ticket = receive(open_shop.desk(), first).ticket
    assert ticket
    story = Story(
        conversation_id=ticket.id,
        channel=Kind.webchat,
        subject="Where is my mug?",
        lines=(_line(stage, "Where is my mug?"),),
        email="anna@customer.example",
    )
    return Talk(open_shop, zendesk, story)


@operation("another helpdesk is connected", requests=4, read=2, write=6)
def connecting(stage: Stage) -> Action:
    """Ask it, add what tells us of answers, seal the token, write it and that somebody did it."""
    open_shop, _ = _there(stage)
    return lambda: connect.connect(open_shop.desk(), _ACCESS)


@operation("a conversation is handed to another helpdesk", requests=7, read=4, write=8)
def handed_over(stage: Stage) -> Action:
    """Claim it, make the ticket there, note what it became and what leads back."""
    talk = _talking(stage)
    return talk.hand_over


@operation("a customer's word goes to another helpdesk", requests=6, read=4, write=6)
def said(stage: Stage) -> Action:
    """See where it is, claim the word, say it there, note its id."""
    talk = _talking(stage)
    talk.hand_over()
    line = _line(stage, "It is blue.")
    return lambda: outside.say(talk.shop.desk(), talk.story.conversation_id, line)


@operation("a helpdesk tells of an answer", requests=2, read=1, write=0)
def told(stage: Stage) -> Action:
    """Open the secret, see who vouches, hand it to a worker."""
    talk = _talking(stage)
    talk.zendesk.reply(_SITE, talk.hand_over(), "It left today.")
    [asked] = talk.zendesk.reports()
    knocks.taken(talk.shop.desk(), "zendesk")
    return lambda: door.take(
        talk.shop.desk(), Helpdesk.zendesk, talk.shop.account_id, asked.body, asked.headers
    )


@operation("an answer given elsewhere is brought", requests=7, read=6, write=12)
def brought(stage: Stage) -> Action:
    """See whose ticket it is, read what is new there, and answer with it."""
    talk = _talking(stage)
    outside_id = talk.hand_over()
    talk.zendesk.reply(_SITE, outside_id, "It left today.")
    order = {"helpdesk": "zendesk", "place": _SITE, "ticket_id": outside_id}
    return lambda: incoming.work_off(talk.shop.desk(), order)
