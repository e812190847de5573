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
class Merge:
    """That a profile stands for another one too, since when, and who said so."""

    customer_id: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A person. The addresses shown are the newest; older ones still lead here."""

    id: str
    name: str = ""
    email: str = ""
    phone: str = ""
    is_verified: bool = False
    """Somebody whom we trust vouched at least once that an address is theirs."""
    proofs: frozenset[str] = frozenset()
    """The addresses of which that is so, each after its kind: what proves two to be one person."""
    segments: frozenset[str] = frozenset()
    """What the shop's own system calls people like them; teams are chosen by it."""
    consents: Consents = ()
    properties: Properties = field(default_factory=dict[str, Value])
    """What else the shop wants to know of them, by names of its own."""
    merges: tuple[Merge, ...] = ()
    """The other profiles of this person, the latest last; what is known here is of all of them."""
    merged_into: str = ""
    """The profile that stands for this one; its own facts wait for the day when they are parted."""
    asked_for: str = ""
    """The merged profile that was looked for, and whose this one was found to be; not stored."""
    created_at: datetime
    version: int = 1

    @property
    def own_id(self) -> str:
        """The profile that what comes by the address in question belongs to, merged or not."""
        return self.asked_for or self.id

    @property
    def ids(self) -> tuple[str, ...]:
        """The profiles that one has to look at for all of this person."""
        return (self.id, *(merge.customer_id for merge in self.merges))


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
