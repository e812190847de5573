"""A macro, what a change of one says, and what comes of it in a ticket."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chalicelib.commerce.model import Order


class Status(StrEnum):
    """An inactive macro is for the settings' list alone, where it is still being written."""

    active = "active"
    inactive = "inactive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Macro:
    """A text with placeholders, for answers on any channel."""

    id: str
    title: str = ""
    text: str = ""
    category: str = ""
    """The name of a tag, under which the list shows it; may be empty."""
    status: Status = Status.active
    is_pinned: bool = False
    """It stands first, where a single key reaches it."""
    version: int = 0
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What somebody wants a macro to be: None leaves a part as it is."""

    title: str | None = None
    text: str | None = None
    category: str | None = None
    status: Status | None = None
    is_pinned: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A macro in a ticket: as it is shown before it is used, and as it goes into the answer."""

    preview: str
    text: str
    missing: tuple[str, ...]
    """Variables without a value and without something to say instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A macro filled for a ticket, and what its order variables were filled from."""

    rendered: Rendered
    order: Order | None = None
    orders: tuple[Order, ...] = ()
    """Those to choose from, the newest first."""
    state: str = ""
    """How true the orders are; empty where the macro asks for none."""
