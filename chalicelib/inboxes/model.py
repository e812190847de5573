"""A connected number or page, and what a change of one says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

Credentials = Mapping[str, str]
"""What a provider gave the merchant; never part of an Inbox, never shown."""


class Witness(StrEnum):
    """Who sees that an inbox does not work, and is believed that it does again."""

    sending = "sending"
    """The provider refuses what it is asked."""
    reports = "reports"
    """It takes messages, and reports later that they got nowhere."""
    renewal = "renewal"
    """It does not renew what opens it, which still works until it ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """One number or page of the merchant's, at one provider."""

    id: str
    channel: str
    provider: str
    address: str
    """What customers write to: a number in E.164, or an account's id."""
    name: str = ""
    external_id: str
    """What the provider calls it in what it delivers; one account of ours has it."""
    settings: Mapping[str, str] = field(default_factory=dict[str, str])
    """What else names it at the provider; no secrets."""
    sealed: bytes = field(default=b"", repr=False)
    """The credentials, as the vault gave them back."""
    fault: str = ""
    """Why the provider refuses to work for it, until it works or is mended."""
    fault_seen_by: Witness = Witness.sending
    faulty_since: datetime | None = None
    renew_at: datetime | None = None
    """When its token is to be renewed; None where none ends, or nothing can be renewed any more."""
    expires_at: datetime | None = None
    """When its token ends, as far as the provider has said."""
    created_at: datetime
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody wants to connect."""

    channel: str
    provider: str
    address: str
    name: str = ""
    settings: Mapping[str, str] = field(default_factory=dict[str, str])
    credentials: Credentials = field(default_factory=dict[str, str], repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What somebody wants changed: None leaves a part as it is, a name leaves the others."""

    name: str | None = None
    settings: Mapping[str, str | None] | None = None
    """One that is None or empty is removed."""
    credentials: Credentials | None = field(default=None, repr=False)
