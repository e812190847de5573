"""Recording what customers received: each send once, by the id that its own system gave it."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.channels.model import Kind
from chalicelib.core.desk import Desk
from chalicelib.customers.model import Who
from chalicelib.customers.whom import whom
from chalicelib.marketing.sends import storage
from chalicelib.marketing.sends.model import Send, SendKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A send as another system tells of it."""

    id: str
    channel: Kind
    kind: SendKind
    name: str
    who: Who
    sent_at: datetime
    source_id: str = ""
    text: str = ""


def record(desk: Desk, told: Told) -> tuple[str, bool]:
    """Return who received it, and whether it was not known before."""
    customer_id = whom(desk, told.who)
    send = Send(
        id=told.id,
        channel=told.channel,
        kind=told.kind,
        name=told.name,
        customer_id=customer_id,
        sent_at=told.sent_at,
        source_id=told.source_id,
        text=told.text,
    )
    return customer_id, storage.add(desk, send)
