"""A text that was a keyword, and the automatic answer to it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chalicelib.channels.model import Kind
from chalicelib.core.ids import text_id
from chalicelib.customers.consent.model import Consents
from chalicelib.tickets.model import State


class Meaning(StrEnum):
    """What a keyword asks for; the value is part of the API."""

    opt_out = "opt_out"
    opt_in = "opt_in"
    help = "help"
    subscribe = "subscribe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyword:
    """The keyword that a text is, as it is written in the settings, in capitals."""

    meaning: Meaning
    word: str
    text: str = ""
    """A subscribe keyword's own answer."""
    double_opt_in: bool = False
    is_answered: bool = False
    """The provider took it for a keyword, and answered by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a keyword does: words of the customer to be noted, and the answer before it is filled.

    An empty answer is none.
    """

    said: Consents = ()
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeywordText:
    """One text. `state` and what follows it are the answer's; without an answer it has none."""

    customer_id: str
    ulid: str
    channel: Kind
    inbox: str
    person: str
    text: str
    meaning: Meaning
    word: str
    created_at: datetime
    answer: str = ""
    state: State | None = None
    state_detail: str = ""
    attempts: int = 0
    due_at: datetime | None = None
    provider_id: str = ""
    """Of the answer."""

    @property
    def id(self) -> str:
        """The text's address."""
        return text_id(self.customer_id, self.ulid)
