"""The automatic answer to a text that is no keyword (acceptance 70-72, decision 18)."""

from datetime import datetime, timedelta

from chalicelib.accounts import storage as accounts
from chalicelib.channels.model import Inbound, Kind
from chalicelib.core.desk import Desk
from chalicelib.customers import storage as customers
from chalicelib.customers.consent.model import Standing
from chalicelib.customers.consent.rules import standing
from chalicelib.messaging.automatic_texts import filled
from chalicelib.messaging.rules import AutomaticAnswer
from chalicelib.tickets import markers
from chalicelib.tickets.marks import Autoresponse

RESTS = timedelta(hours=24)
"""How long a customer who got one gets no other."""
_TO = {
    "off": frozenset[Standing](),
    "all": frozenset({Standing.consented, Standing.unknown}),
    "non_consented": frozenset({Standing.unknown}),
}


def is_wanted(mode: str, known: Standing, last: datetime | None, now: datetime) -> bool:
    """Tell whether somebody of whom this is known gets an automatic answer now."""
    return known in _TO[mode] and (last is None or last + RESTS <= now)


def answer_to(desk: Desk, inbound: Inbound, customer_id: str) -> AutomaticAnswer | None:
    """Return the answer to a message that is neither spam nor a keyword; None for silence.

    Whoever commits it claims the customer's turn: of two messages at once only one is answered.
    """
    return None if inbound.is_automatic else answer_on(desk, inbound.channel, customer_id)


def answer_on(desk: Desk, channel: Kind, customer_id: str) -> AutomaticAnswer | None:
    """Return the same to whatever a customer wrote on a channel."""
    texting = accounts.account(desk).settings.texting.get(channel)
    if texting is None or texting.autoresponder.mode == "off":
        return None
    own, now = texting.autoresponder, desk.now()
    known = standing(customers.load(desk, customer_id, consistent=True).consents, channel)
    last = markers.autoresponded_at(desk, customer_id)
    text = filled(desk, channel, own.text)
    if not text or not is_wanted(own.mode, known, last, now):
        return None
    claim = Autoresponse(customer_id=customer_id, at=now, rested_since=now - RESTS)
    return AutomaticAnswer(text=text, claim=claim)
