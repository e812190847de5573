"""A block: an address, or a whole domain, whose messages are dropped."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class BlockKind(StrEnum):
    """What can be blocked."""

    email = "email"
    domain = "domain"
    phone = "phone"
    handle = "handle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What is blocked, in its normal form."""

    kind: BlockKind
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A target, who blocked it, and what it kept away since."""

    target: Target
    created_by: str = ""
    """The agent's id."""
    created_at: datetime
    dropped: int = 0
    last_dropped_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockList:
    """The digests of all blocked targets, oldest first, as they were at one version."""

    digests: tuple[bytes, ...] = ()
    version: int = 0
