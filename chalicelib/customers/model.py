"""A customer's profile, and the addresses that lead to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from chalicelib.customers.consent.model import Consents
from chalicelib.customers.properties.rules import Properties, Value


class IdentityKind(StrEnum):
    """What a person can be known by; the value is part of keys."""

    email = "email"
    phone = "phone"
    handle = "handle"
    user = "user"
    """An id that the shop gave, or a chat of somebody without a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """One address of one person, in its normal form."""

    kind: IdentityKind
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A person. The addresses shown are the newest; older ones still lead here."""

    id: str
    name: str = ""
    email: str = ""
    phone: str = ""
    is_verified: bool = False
    """Somebody whom we trust vouched at least once that an address is theirs."""
    segments: frozenset[str] = frozenset()
    """What the shop's own system calls people like them; teams are chosen by it."""
    consents: Consents = ()
    properties: Properties = field(default_factory=dict[str, Value])
    """What else the shop wants to know of them, by names of its own."""
    created_at: datetime
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """A customer as another system names them; what it does not know is empty."""

    id: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What is to change: None leaves a part as it is, an empty text removes it.

    `segments` replaces what was there, `enters` and `leaves` come after it. `consents` are words
    of the customer; an older one than is known changes nothing but their history. Of `properties`
    those named change, and None removes one; of `told` only what a profile can hold is taken.
    """

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    segments: tuple[str, ...] | None = None
    enters: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    consents: Consents = ()
    properties: Mapping[str, object] = field(default_factory=dict[str, object])
    told: Mapping[str, object] = field(default_factory=dict[str, object])
