"""What is decided about a new ticket before it is made."""

from dataclasses import dataclass
from typing import Literal

Way = Literal["round_robin", "team"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorting:
    """What a first message is taken for (decision 23). Spam has neither tags nor a team."""

    is_spam: bool = False
    reasons: tuple[str, ...] = ()
    """Why it is taken for spam, in words, the weightiest first."""
    tags: tuple[str, ...] = ()
    team_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Whose turn it is: the whole account's, or a team's. `key` names the rotation."""

    key: str
    way: Way
    agent_ids: tuple[str, ...] | None = None
    """The team's; None is everybody."""
