"""The settings of the Customer Agent; structs, because the same tree is a request's body."""

from typing import Annotated, Literal

from msgspec import Meta

from chalicelib.accounts.settings.model import Link as Address
from chalicelib.accounts.settings.model import Part, Text
from chalicelib.channels.model import Kind

Helpdesk = Literal["own", "zendesk", "gorgias"]
MAX_RULES = 20


class Link(Part, frozen=True):
    """Where a shopper finds more: the help centre, a form."""

    label: Annotated[str, Meta(min_length=1, max_length=80)]
    url: Address


class Handoff(Part, frozen=True):
    """What happens to a question without an answer."""

    method: Literal["helpdesk", "none"] = "helpdesk"
    helpdesk: Helpdesk = "own"
    message: Text = ""
    """Shown with the links where nobody is asked."""
    links: Annotated[tuple[Link, ...], Meta(max_length=10)] = ()


class Channel(Part, frozen=True):
    """One channel: whether the Customer Agent answers there first."""

    is_on: bool = False
    handoff: Handoff = Handoff()


class Channels(Part, frozen=True):
    """All of them; a choice each."""

    chat: Channel = Channel()
    sms: Channel = Channel()
    whatsapp: Channel = Channel()
    email: Channel = Channel()
    instagram: Channel = Channel()


class Rule(Part, frozen=True, kw_only=True):
    """When to hand off without an answer, in plain words."""

    id: Annotated[str, Meta(max_length=40)] = ""
    """Empty for a new one."""
    title: Annotated[str, Meta(min_length=1, max_length=80)]
    trigger: Annotated[str, Meta(min_length=1, max_length=500)]
    is_on: bool = True


class Setup(Part, frozen=True):
    """All settings of the Customer Agent."""

    is_on: bool = False
    name: Annotated[str, Meta(max_length=60)] = ""
    greeting: Annotated[str, Meta(max_length=500)] = ""
    """Empty: that of the chat."""
    avatar_url: Address | None = None
    tone: Literal["neutral", "professional", "friendly", "playful", "custom"] = "neutral"
    custom_tone: Annotated[str, Meta(max_length=1_000)] | None = None
    brain: Literal["knowledge", "bedrock"] = "knowledge"
    channels: Channels = Channels()
    rules: Annotated[tuple[Rule, ...], Meta(max_length=MAX_RULES)] = ()


KINDS = {
    "chat": Kind.webchat,
    "sms": Kind.sms,
    "whatsapp": Kind.whatsapp,
    "email": Kind.email,
    "instagram": Kind.instagram,
}
"""What the settings call a channel, and what everybody else does."""
NAMES = {kind: name for name, kind in KINDS.items()}


def channel_of(setup: Setup, kind: Kind) -> Channel:
    """Return what was chosen for a channel."""
    return getattr(setup.channels, NAMES[kind])
