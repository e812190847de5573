"""Accounts, the people of their teams, and what lets those in."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from chalicelib.accounts.settings.model import Settings


class Role(StrEnum):
    """What a person is to the account; only the first four may use the helpdesk."""

    owner = "owner"
    admin = "admin"
    manager = "manager"
    support = "support"
    analyst = "analyst"
    campaign_coordinator = "campaign_coordinator"
    content_creator = "content_creator"
    social_media_manager = "social_media_manager"


class Plan(StrEnum):
    """What the account pays for (decision 34)."""

    trial = "trial"
    helpdesk = "helpdesk"
    inbox = "inbox"


class Notice(StrEnum):
    """What the owner is told of a plan by mail."""

    ending = "ending"
    ended = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """How long a plan lasts, and what the owner was told of that; `inbox` is what follows."""

    ends_at: datetime | None = None
    is_end_announced: bool = False
    ended: Plan | None = None
    """The plan that came to its end, while nobody has chosen another since."""
    ended_at: datetime | None = None
    owed: Notice | None = None
    """The mail that is still to be sent, and since when."""
    owed_since: datetime | None = None
    again_at: datetime | None = None
    """When to try again, after the mail service surely sent nothing."""


class ForwardingState(StrEnum):
    """How far the forwarding of a support address is proved."""

    pending = "pending"
    verified = "verified"
    failed = "failed"


class Claim(StrEnum):
    """Whose an address is, of all accounts."""

    own = "own"
    theirs = "theirs"
    nobody = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportAddress:
    """The shop's own address, whose mail is forwarded to the account's inbound address."""

    address: str
    added_at: datetime
    tested_at: datetime | None = None
    verified_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """When what came by mail while a forwarding test was out; None where nothing like it did."""

    question_at: datetime | None = None
    """A mail provider asked whether mail is to be forwarded here."""
    void_at: datetime | None = None
    """A test mail came that was too old, or another account's."""
    other_at: datetime | None = None
    other_from: str = ""
    other_to: str = ""
    """To whom the other mail was written, as far as it says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerAgent:
    """What every message and every chat has to know of the Customer Agent; the rest has a row.

    Its settings are written with it, and `version` is theirs.
    """

    channels: tuple[str, ...] = ()
    """Where it answers first; none while it is off."""
    name: str = ""
    greeting: str = ""
    avatar_url: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A merchant. `version` counts changes; the inbound address is `<slug>@<mail domain>`."""

    id: str
    name: str
    slug: str
    plan: Plan
    public_key: str
    chat_secret: str = field(repr=False)
    """Shared with the shop's own server, which vouches for its signed-in shoppers with it."""
    created_at: datetime
    settings: Settings
    support_addresses: tuple[SupportAddress, ...] = ()
    has_blocks: bool = False
    """Whether anybody is blocked: where not, nobody looks for blocks."""
    link_domain: str = ""
    """The shop's own domain of short links, while its proof stands."""
    customer_agent: CustomerAgent = CustomerAgent()
    term: Term = Term()
    version: int = 1

    def inbound_address(self, mail_domain: str) -> str:
        """Return where the shop forwards its mail to."""
        return f"{self.slug}@{mail_domain}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A person of the team. `generation` voids every credential made in an earlier one."""

    id: str
    email: str
    name: str
    role: Role
    created_at: datetime
    is_active: bool = True
    is_switched_on: bool = False
    online_since: datetime | None = None
    """When the switch was turned on; whoever comes online takes the last turn."""
    online_until: datetime | None = None
    """When the session ends by which the agent went online; None for an API key."""
    wants_badge: bool = True
    is_invitation_owed: bool = False
    """Whether the mail that tells them of the team is still to be sent."""
    generation: int = 1
    version: int = 1

    def is_online(self, now: datetime) -> bool:
        """Tell whether automatic assignment may choose this agent; expiry counts at once."""
        ended = self.online_until is not None and self.online_until <= now
        return self.is_active and self.is_switched_on and not ended


class CredentialKind(StrEnum):
    """What can let an agent in; the value is the letter in the token."""

    session = "s"
    api_key = "k"
    sign_in_link = "l"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """A session, API key or sign-in link; of its secret only the digest exists."""

    id: str
    kind: CredentialKind
    owner_id: str
    digest: str = field(repr=False)
    created_at: datetime
    expires_at: datetime | None = None
    name: str = ""
    scopes: frozenset[str] | None = None
    """None: whatever the owner's role allows."""
    generation: int = 1
    used_at: datetime | None = None

    def is_valid(self, agent: Agent, now: datetime) -> bool:
        """Tell whether it still lets its owner in."""
        is_over = self.expires_at is not None and self.expires_at <= now
        return agent.is_active and self.generation == agent.generation and not is_over
