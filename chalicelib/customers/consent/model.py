"""What a customer agreed to, and who says so."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

ConsentChannel = Literal["sms", "whatsapp", "email"]


class ConsentKind(StrEnum):
    """What the messages are for; the value is part of the API."""

    marketing = "marketing"
    transactional = "transactional"


class ConsentState(StrEnum):
    """What the customer said last. Where nothing is known, there is no consent (decision 16)."""

    subscribed = "subscribed"
    unsubscribed = "unsubscribed"
    pending = "pending"
    """They asked for it by a keyword, and were asked to confirm: not yet a yes."""


class Standing(StrEnum):
    """What all that a customer said about a channel comes to."""

    consented = "consented"
    unknown = "unknown"
    opted_out = "opted_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """One word of a customer, or about one. `at` is when they gave it, not when we heard of it."""

    channel: ConsentChannel
    kind: ConsentKind
    state: ConsentState
    source: str
    """Which system, form or keyword it came by."""
    at: datetime
    detail: str = ""


Consents = tuple[Consent, ...]
"""The newest of each channel and kind, in their order."""
