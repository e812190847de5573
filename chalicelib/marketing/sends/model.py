"""A campaign's or flow's message, as one customer received it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chalicelib.channels.model import Kind


class SendKind(StrEnum):
    """What it was sent by."""

    campaign = "campaign"
    flow = "flow"


@dataclass(frozen=True, slots=True, kw_only=True)
class Send:
    """One message of the shop's marketing. Other systems send it; we hear of it."""

    id: str
    """As the other system calls it; unique in the account."""
    channel: Kind
    kind: SendKind
    name: str
    """The campaign's or flow's."""
    source_id: str = ""
    """What its own system calls the campaign or flow; empty where that was not told."""
    customer_id: str
    sent_at: datetime
    text: str = ""
    claimed_by: str = ""
    """The first message that answered it; empty while nobody has."""
