"""Texts: consent, keywords, automatic answers, and telling the team."""

from dataclasses import replace

from bench.registry import Action, operation
from bench.shop import Shop, shop
from bench.stage import Stage
from chalicelib.channels.model import Inbound, Kind, Sender
from chalicelib.channels.registry import CHANNELS
from chalicelib.core.desk import Desk
from chalicelib.customers.identify import identify
from chalicelib.customers.model import IdentityKind
from chalicelib.messaging import new_text_mail
from chalicelib.messaging.keywords import answers, storage
from chalicelib.messaging.receive import receive
from chalicelib.tickets.model import Ticket

ANNA, NUMBER = "+442079460001", "+442079460000"
CUSTOMER = "/v1/customers/{customer_id}"
CONSENTS = f"{CUSTOMER}/consents"
YES = {"channel": "sms", "kind": "marketing", "state": "subscribed"}
AUTORESPONDER = {"mode": "all", "text": "Text START to get answers."}


def _text(words: str, provider_id: str = "SM1") -> Inbound:
    return Inbound(
        channel=Kind.sms,
        inbox=NUMBER,
        provider_id=provider_id,
        sender=Sender(address=ANNA, is_verified=True),
        text=words,
    )


def _anna(open_shop: Shop) -> str:
    return identify(open_shop.desk(), IdentityKind.phone, ANNA).id


def _ticket(open_shop: Shop) -> Ticket:
    ticket = receive(open_shop.desk(), _text("Where is it?")).ticket
    assert ticket
    return ticket


def _asked_for_help(open_shop: Shop) -> str:
    receive(open_shop.desk(), _text("HELP"))
    return storage.history(open_shop.desk(), (_anna(open_shop),), limit=1, position={})[0][0].id


@operation("a consent is noted", requests=2, read=1, write=5)
def note(stage: Stage) -> Action:
    """Write the word into the history and onto the customer's row."""
    open_shop = shop(stage)
    return open_shop.api().warm("POST", CONSENTS, YES, customer_id=_anna(open_shop))


@operation("a customer's consents", requests=2, read=1.5, write=0)
def history(stage: Stage) -> Action:
    """List what counts, and the newest words."""
    open_shop = shop(stage)
    customer_id = _anna(open_shop)
    open_shop.api().call("POST", CONSENTS, YES, customer_id=customer_id)
    return open_shop.api().warm("GET", CONSENTS, customer_id=customer_id)


@operation("a STOP is taken", requests=3, read=1.5, write=11)
def stop(stage: Stage) -> Action:
    """Note text, mark, both purposes and their history at once."""
    open_shop = shop(stage)
    _ticket(open_shop)
    stopping = _text("STOP", "SM2")
    return lambda: receive(open_shop.desk(), stopping)


@operation("a HELP is taken", requests=3, read=1.5, write=6)
def call_for_help(stage: Stage) -> Action:
    """Note the text, and owe the answer."""
    open_shop = shop(stage)
    _ticket(open_shop)
    asking = _text("HELP", "SM2")
    return lambda: receive(open_shop.desk(), asking)


@operation("an answer to a keyword is sent", requests=8, read=4, write=9)
def answer(stage: Stage) -> Action:
    """Ask once more whether it is wanted; claim, send, mark."""
    open_shop = shop(stage)
    text_id = _asked_for_help(open_shop)

    def act() -> None:
        real = CHANNELS[Kind.sms]
        CHANNELS[Kind.sms] = replace(real, send=_taken)
        try:
            answers.deliver(open_shop.desk(), text_id)
        finally:
            CHANNELS[Kind.sms] = real

    return act


@operation("a customer's keyword texts", requests=2, read=1.5, write=0)
def texts(stage: Stage) -> Action:
    """List them with what became of the answers."""
    open_shop = shop(stage)
    _asked_for_help(open_shop)
    path = f"{CUSTOMER}/keyword_texts"
    return open_shop.api().warm("GET", path, customer_id=_anna(open_shop))


@operation("a text is answered by machine", requests=6, read=4, write=16)
def autoresponse(stage: Stage) -> Action:
    """Store the text with its answer and the customer's turn."""
    open_shop = shop(stage)
    _ticket(open_shop)
    settings = {"sms": {"autoresponder": AUTORESPONDER}}
    open_shop.api().call("PATCH", "/v1/settings", settings)
    second = _text("Hello?", "SM2")
    receive(open_shop.desk(), replace(second, provider_id="SM0", is_automatic=True))
    return lambda: receive(open_shop.desk(), second)


@operation("a text's ticket opens with its newest 50", requests=3, read=2, write=0)
def ticket_opens(stage: Stage) -> Action:
    """Ask the customer's row as well, whether they can be answered."""
    open_shop = shop(stage)
    path = "/v1/tickets/{ticket_id}/messages"
    return open_shop.api().warm("GET", path, ticket_id=_ticket(open_shop).id)


@operation("the team is told of a new text", requests=5, read=3, write=1)
def told(stage: Stage) -> Action:
    """Read the ticket and who is online, take the claim, mail."""
    open_shop = shop(stage)
    ticket = _ticket(open_shop)
    settings = {"sms": {"notify": ["ops@shop.example"]}}
    open_shop.api().call("PATCH", "/v1/settings", settings)
    return lambda: new_text_mail.send(open_shop.desk(), ticket.id)


def _taken(_desk: Desk, _outgoing: object) -> str:
    return "SM9"
