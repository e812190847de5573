"""What providers tell of opt-outs that we never heard of, such as a STOP from before we came."""

from datetime import datetime
from typing import cast

from chalicelib.channels.model import Kind
from chalicelib.core.desk import Desk
from chalicelib.customers import storage as customers
from chalicelib.customers.consent.model import Consent, ConsentChannel, ConsentKind, ConsentState
from chalicelib.customers.consent.rules import state_of
from chalicelib.customers.edit import edit
from chalicelib.customers.model import Edit


def note(desk: Desk, customer_id: str, channel: Kind, *, by: str, at: datetime) -> None:
    """Note that a provider sends this customer nothing: known once, the composer tells of it.

    It is a word like others: what the customer says later, such as START, counts more.
    """
    place = cast("ConsentChannel", channel.value)
    known = customers.load(desk, customer_id, consistent=True).consents
    refused = ConsentState.unsubscribed
    words = tuple(
        Consent(channel=place, kind=kind, state=refused, source=by, at=at, detail="opted_out")
        for kind in ConsentKind
        if state_of(known, place, kind) is not refused
    )
    if words:
        edit(desk, customer_id, Edit(consents=words))
