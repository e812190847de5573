"""The connection to the system that knows the shop's customers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from chalicelib.customers.model import Who

Provider = Literal["klaviyo"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """Which system it is; its keys are sealed, and opened only where they are used."""

    provider: Provider
    sealed: bytes = field(repr=False)
    has_webhook_secret: bool
    connected_at: datetime
    fault: str = ""
    """Why it does not answer us, where that is the merchant's to mend."""
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """What opens the platform to us, and what it signs with."""

    api_key: str = field(repr=False)
    webhook_secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One thing that the platform says a customer did or got."""

    id: str
    topic: str
    at: datetime
    who: Who
    profile_id: str = ""
    """Where the delivery names nobody's address: the platform knows them by this."""
    properties: Mapping[str, object] = field(default_factory=dict[str, object])
    metric: str = ""
    """What kind of thing it is, in the platform's words."""
    name: str = ""
    profile: Mapping[str, object] = field(default_factory=dict[str, object])
    """What the platform knows of the customer, where the delivery tells it."""
