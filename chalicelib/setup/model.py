"""The steps of a set-up, and the facts that they are judged by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from chalicelib.accounts.model import Account, Agent, Heard
from chalicelib.commerce.model import Shop
from chalicelib.core.sending import Sending
from chalicelib.inboxes.model import Inbox


class Name(StrEnum):
    """The steps, in the order in which they are shown."""

    forwarding = "forwarding"
    sender = "sender"
    widget = "widget"
    channels = "channels"
    hours = "hours"
    people = "people"
    shop = "shop"
    answer = "answer"


class State(StrEnum):
    """How far a step has got."""

    done = "done"
    todo = "todo"
    waiting = "waiting"
    """Something is under way outside; looking again shows when it is done."""
    wrong = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that the steps depend on, as it is now."""

    now: datetime
    account: Account
    mail_domain: str
    heard: Heard = field(default_factory=Heard)
    sending: Sending | None = None
    """None where nobody was asked, or does not answer."""
    site: str = ""
    site_seen_at: datetime | None = None
    inboxes: tuple[Inbox, ...] = ()
    agents: tuple[Agent, ...] = ()
    signed_in: frozenset[str] = frozenset()
    """Who has a session, by id."""
    shop: Shop | None = None
    has_tickets: bool = False
    has_answered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is so about a step: why in one word, and what its words and its action need."""

    state: State
    reason: str
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """Who passed over a step, and when."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What the team has said of the list itself."""

    skipped: Mapping[str, Skipped] = field(default_factory=dict[str, Skipped])
    dismissed: Skipped | None = None
    """Whoever put the whole list away."""
    version: int = 0
