"""What every channel turns its provider's words into, and what it is asked to send."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Literal

from chalicelib.core.desk import Desk


class Kind(StrEnum):
    """The channels; the value is part of the API."""

    webchat = "webchat"
    email = "email"
    sms = "sms"
    whatsapp = "whatsapp"
    instagram = "instagram"


class Reopen(StrEnum):
    """What a customer's message to a closed ticket does (acceptance 19-28)."""

    reopens = "reopens"
    makes_new = "makes_new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What a channel can carry, as data, so that nobody asks for its name."""

    subject: bool
    html: bool
    max_text: int
    reopen: Reopen
    agent_may_reopen: bool
    reply_window: timedelta | None
    is_pulled: bool
    """True where the customer's own client fetches messages: nothing is sent."""
    threads_by_person: bool
    """True where one person has one ticket per inbox (decision 2)."""
    assigns_on_reply: bool = False
    """True where who answers first has the ticket."""
    answers_by_hours: bool = False
    """True where a first message gets the automatic answer of the hour (acceptance 81)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that came with a message. `content` is the decoded bytes."""

    name: str
    content_type: str
    content: bytes
    content_id: str = ""
    """Without angle brackets; the `cid:` of inline images."""
    is_inline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who wrote. `address` is normalised: lower-case mail address, E.164 number, handle, id."""

    address: str
    name: str = ""
    email: str = ""
    """Where a visitor asked to be answered; it proves nothing."""
    is_verified: bool = False
    """The provider vouches for the address (for mail: SES says that DMARC passed)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """One message of a customer, whatever it came by."""

    channel: Kind
    inbox: str
    """Our side's address that it reached, normalised; names account and inbox."""
    provider_id: str
    """The provider's id of this message; for mail the Message-ID without brackets."""
    digest: str = ""
    """Tells two messages with one provider id apart (decision 6)."""
    sender: Sender
    text: str
    """The new words only, NFC, without quoted history or control characters."""
    quoted: str = ""
    """The history below or around them, kept but folded."""
    html: str | None = None
    """Sanitised; never the bytes that came."""
    subject: str = ""
    files: tuple[File, ...] = ()
    is_automatic: bool = False
    """RFC 3834 and its kin (decision 7)."""
    automatic_reason: str = ""

    @property
    def is_report(self) -> bool:
        """Tell whether it is about another message, and never a question of its own."""
        return self.automatic_reason in ("bounce", "feedback_report")

    thread_ids: tuple[str, ...] = ()
    """Ids of earlier messages it answers, nearest first; without brackets."""
    tokens: tuple[str, ...] = ()
    """Candidates for our signed reply token, as found in the addresses it went to."""
    recipients: tuple[str, ...] = ()
    """Every address of ours and others it names, normalised."""
    notice: str = ""
    """What the agent should know of how it was read, in words with blanks between them:
    `truncated`, `html_dropped`, `lookalike_name`, or `unparsed` alone."""
    verdicts: dict[str, str] = field(default_factory=dict[str, str])
    """The provider's own judgement: spam, virus, spf, dkim, dmarc -> PASS, FAIL, GRAY ..."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One public message on its way to a customer. A note has no such form."""

    message_id: str
    sender: str
    sender_name: str
    recipient: str
    recipient_name: str = ""
    reply_to: str = ""
    text: str
    subject: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    is_automatic: bool = False


DeliveryState = Literal["sent", "delivered", "read", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a provider says later about a message we sent."""

    provider_id: str
    state: DeliveryState
    detail: str = ""
    is_permanent: bool = False
    is_complaint: bool = False
    address: str = ""
    account_id: str = ""
    """With `message_id`: whose message it was, if the provider repeats what we told it."""
    message_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A channel, complete: data, a pure `parse`, an impure `send`."""

    kind: Kind
    capabilities: Capabilities
    send: Callable[[Desk, Outgoing], str]
    """Return the provider's id of the message; raise DeliveryFailed, or Unavailable for later."""
