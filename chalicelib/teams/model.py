"""A team, and what a change of one says."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """Agents who get the tickets with one of these tags, or of customers in these segments."""

    id: str
    name: str = ""
    description: str = ""
    order: int = 0
    """Lower comes first; teams of one order take turns."""
    agent_ids: tuple[str, ...] = ()
    """Those who left stay listed; whoever chooses among them asks who is there."""
    tags: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    version: int = 1
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What somebody wants a team to be: None leaves a part as it is."""

    name: str | None = None
    description: str | None = None
    order: int | None = None
    agent_ids: tuple[str, ...] | None = None
    tags: tuple[str, ...] | None = None
    segments: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Teams:
    """All teams as they were at one version: what a change is decided on."""

    every: tuple[Team, ...] = ()
    version: int = 0
