"""What the agent is asked, how it is told to be, and what comes of it; values only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from chalicelib.channels.model import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One message of the conversation so far."""

    author: Literal["customer", "agent"]
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A customer's message, and what is known of who wrote it."""

    text: str
    earlier: tuple[Line, ...] = ()
    """The oldest first."""
    customer_id: str | None = None
    is_proved: bool = False
    """Whoever writes surely is that customer: without it nothing of the customer is looked up."""
    channel: Kind
    language: str | None = None
    """ISO 639, such as the browser's; the message's own words tell better."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An answer, and what it is taken from: `art_...`, or `order:` and the shop's id."""

    text: str
    sources: tuple[str, ...] = ()
    """Empty for a greeting, and for thanks."""


Reason = Literal["unknown", "asked_for_person", "rule", "unintelligible", "unavailable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalated:
    """A person should answer."""

    reason: Reason
    rule_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """When a person should answer whatever the agent knows; `trigger` is plain words."""

    id: str
    title: str
    trigger: str
    is_on: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How an account wants its agent."""

    name: str
    tone: str = ""
    rules: tuple[Rule, ...] = ()
    """The first that matches counts."""
    kind: Literal["knowledge", "bedrock"] = "knowledge"
    daily_limit: int = 500
    """So many times a day, in UTC, the language model is asked; one answer may take five."""
