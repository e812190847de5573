"""A draft."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from msgspec import Meta

Revision = Annotated[int, Meta(ge=0, lt=2**48)]
"""Another one for each time that a draft is saved; 0 is for none."""


class Kind(StrEnum):
    """What it becomes when it is sent."""

    reply = "reply"
    note = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is kept; empty where nothing is written."""

    text: str = ""
    kind: Kind = Kind.reply
    attachment_ids: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to lose."""
        return not self.text and not self.attachment_ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What one agent has written in one ticket."""

    words: Words
    revision: int
    saved_at: datetime
