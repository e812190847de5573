"""A shop's own domain for short links."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DomainState(StrEnum):
    """How far it is proved that the domain is the shop's."""

    pending = "pending"
    verified = "verified"
    lost = "lost"


class Missing(StrEnum):
    """What keeps links from standing under the domain."""

    dns = "dns"
    """The record that proves it."""
    https = "https"
    """The way here: nobody could follow a link under it."""
    taken = "taken"
    """Another account has it, or had it until lately."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkDomain:
    """The one that an account has."""

    domain: str
    state: DomainState = DomainState.pending
    added_at: datetime
    checked_at: datetime | None = None
    verified_at: datetime | None = None
    lost_at: datetime | None = None
    reason: Missing | None = None
    unanswered_since: datetime | None = None
    """Since when nobody has answered under it, while its proof stands."""
    due_at: datetime | None = None
    """When it is looked at again."""
    version: int = 1
