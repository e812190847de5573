"""What every channel turns its provider's words into, and what it is asked to send."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from chalicelib.channels.media import MediaLimits
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


KnownBy = Literal["email", "phone", "handle", "user"]
"""What the address of somebody who writes is: of a user, an id that says nothing elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What a channel can carry, as data, so that nobody asks for its name."""

    subject: bool
    html: bool
    max_text: int
    """In characters, unless `counts_bytes`."""
    reopen: Reopen
    agent_may_reopen: bool
    reply_window: timedelta | None
    is_pulled: bool
    """True where the customer's own client fetches messages: nothing is sent."""
    known_by: KnownBy
    threads_by_person: bool
    """True where one person has one ticket per inbox (decision 2)."""
    assigns_on_reply: bool = False
    """True where who answers first has the ticket."""
    answers_by_hours: bool = False
    """True where a first message gets the automatic answer of the hour (acceptance 81)."""
    needs_consent: bool = False
    """True where an answer needs the customer's consent, and unknown is none (decision 16)."""
    has_keywords: bool = False
    """True where a whole message may be an order to the sender: STOP, START, HELP."""
    human_agent_window: timedelta | None = None
    """How long after the window an agent, and never a machine, may still answer."""
    templates: bool = False
    """True where an approved template may be sent after the window."""
    attributes: bool = False
    """True where a message may answer a campaign or flow (decision 42)."""
    shortens: bool = False
    """True where links in what is sent are made short (decision 22)."""
    counts_bytes: bool = False
    """True where the provider measures a text in bytes of UTF-8."""
    media: Mapping[str, MediaLimits] = field(default_factory=dict[str, MediaLimits])
    """Which files answers bring along, by provider; under "" where there are no providers."""
    noun: str = "message"
    """What the team calls one of its messages."""

    def length(self, text: str) -> int:
        """Return how long a text is by the channel's own measure."""
        return len(text.encode()) if self.counts_bytes else len(text)

    def beginning(self, text: str) -> str:
        """Return as much of a text as one message carries."""
        if self.counts_bytes:
            return text.encode()[: self.max_text].decode(errors="ignore")
        return text[: self.max_text]


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
class Media:
    """A file that a message names and the provider holds; the worker fetches it.

    It is named by `url`, or by an `id` that the provider makes a URL of.
    """

    name: str = ""
    content_type: str = ""
    url: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who wrote. `address` is normalised: lower-case mail address, E.164 number, handle, id."""

    address: str
    name: str = ""
    email: str = ""
    """Where a visitor asked to be answered; it proves nothing."""
    is_verified: bool = False
    """The provider vouches for the address (for mail: SES says that DMARC passed)."""


_REPORTS = frozenset({"bounce", "feedback_report", "reaction", "unsent", "number_changed"})


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
    media: tuple[Media, ...] = ()
    """What is still to be fetched; fetched, it is `files`."""
    sent_at: datetime | None = None
    """When it was written, as far as the provider says: a delivery may be days late."""
    keyword: str = ""
    """STOP, START or HELP, where the provider itself took it for that and has answered."""
    is_automatic: bool = False
    """RFC 3834 and its kin (decision 7)."""
    automatic_reason: str = ""

    @property
    def is_report(self) -> bool:
        """Tell whether it is about another message, and never a question of its own."""
        return self.automatic_reason in _REPORTS

    @property
    def is_withdrawal(self) -> bool:
        """Tell whether the customer took the message back that it answers."""
        return self.automatic_reason == "unsent" and bool(self.thread_ids)

    thread_ids: tuple[str, ...] = ()
    """Ids of earlier messages it answers, nearest first; without brackets."""
    tokens: tuple[str, ...] = ()
    """Candidates for our signed reply token, as found in the addresses it went to."""
    recipients: tuple[str, ...] = ()
    """Every address of ours and others it names, normalised."""
    notice: str = ""
    """What the agent should know of how it was read, in words with blanks between them:
    `truncated`, `html_dropped`, `lookalike_name`, `media_missing`, or `unparsed` alone."""
    verdicts: dict[str, str] = field(default_factory=dict[str, str])
    """The provider's own judgement: spam, virus, spf, dkim, dmarc -> PASS, FAIL, GRAY ..."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaLink:
    """A file on its way out: where the provider may fetch it within the hour."""

    url: str
    content_type: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A message that the provider approved beforehand, with the words for its gaps."""

    name: str
    language: str
    variables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One public message on its way to a customer. A note has no such form."""

    message_id: str
    inbox_id: str = ""
    """The connected number or page that it leaves from; empty where the channel has none."""
    sender: str
    sender_name: str
    recipient: str
    recipient_name: str = ""
    reply_to: str = ""
    text: str
    subject: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    media: tuple[MediaLink, ...] = ()
    """Its files, where the provider fetches them."""
    files: tuple[File, ...] = ()
    """Its files, where they travel with the message."""
    template: Template | None = None
    """Sent instead of the text, which is then what the agent and the thread show."""
    last_inbound_at: datetime | None = None
    """When the customer wrote last: what some providers want to be told to let it through."""
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
    is_opt_out: bool = False
    """It was refused because the customer had told the provider to stop."""
    fault: str = ""
    """Why nothing will leave from the inbox until the merchant acts, where that is the cause."""


Credentials = Mapping[str, str]
"""What a provider gave the merchant for one inbox; sealed wherever it rests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What a provider posted to us, exactly as it came: its signature is over these bytes."""

    provider: str
    method: str
    url: str
    """In full, with the query, as the provider called it."""
    headers: Mapping[str, str]
    """By lower-case name."""
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """How a provider's deliveries are read; every part is pure and takes any bytes."""

    provider: str
    addresses: Callable[[Delivery], tuple[str, ...]]
    """Our sides' external ids that it says it is for: a stranger's word, only to look up by."""
    verify: Callable[[Delivery, Credentials, datetime], bool]
    """Tell in constant time whether who has these credentials made it."""
    parse: Callable[[Delivery, str], tuple[Inbound | Receipt, ...]]
    """Return the items that are for this external id, and no others; () if there are none."""
    gather: Callable[[Desk, Delivery, Credentials], Credentials] | None = None
    """Fetch what else `verify` needs and anybody may have, such as a certificate; {} if it is
    nowhere that the provider keeps such things."""
    follow: Callable[[Desk, Delivery, Credentials], None] | None = None
    """Do what a verified delivery asks for besides its items, such as confirming itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A channel, complete: data, a pure `parse`, an impure `send`.

    Every request meets it, and few use it: what provider's words need is imported by functions.
    """

    kind: Kind
    capabilities: Capabilities
    send: Callable[[Desk, Outgoing], str]
    """Return the provider's id of the message; raise DeliveryFailed, or Unavailable for later."""
    providers: tuple[str, ...] = ()
    """Who carries its messages; a channel with any has connected inboxes."""
    hook: Callable[[str], Hook] | None = None
    """Return how the deliveries of one of them are read; what reads is loaded by who needs it."""
    segments: Callable[[str], int] | None = None
    """How many messages the provider makes of a text, and bills; None where it is always one."""
    fetch: Callable[[Desk, str, Media], File] | None = None
    """Return what a message to this inbox id names; raise as `send` does."""
    name_of: Callable[[Desk, str, str], str] | None = None
    """Return what who wrote to this inbox id is called, where messages do not say; may be empty."""
