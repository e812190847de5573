"""What the text model is given and what it answers."""

from dataclasses import dataclass, field
from typing import Final, Literal

SPAM: Final = "spam"
TAGS: Final = (
    "chit-chat",
    "loyalty",
    "order tracking",
    "pricing",
    "product specific",
    "recommendations",
    "returns",
    "shipping",
    "speak to human",
)
LABELS: Final = (*TAGS, SPAM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a message besides its words; whoever calls finds out, the model does not.

    `mail_verdict` is the mail service's own judgement of spam, absent on other channels.
    `is_automatic` says that a machine answered, as an out-of-office notice does.
    """

    mail_verdict: Literal["pass", "fail", "unknown"] = "unknown"
    is_automatic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """The words of one message from outside, as plain text without quoted older mail."""

    text: str
    subject: str = ""
    links: tuple[str, ...] = ()
    """Where words and pictures lead to; addresses in the text itself need not be repeated."""
    is_letter: bool = False
    """Written as mail is, not as a short text or in a chat: both have spam of their own."""
    facts: Facts = field(default_factory=Facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether a message is unwanted; from a half up, `score` is.

    `reasons` are for people, the weightiest first. They are also given when a score was
    overruled, because the sender is a customer.
    """

    is_spam: bool
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What intake does with a message. `reasons` say why it is spam, the weightiest first.

    They are also given when spam was overruled, because the sender is a customer.
    """

    is_spam: bool
    reasons: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TagScore:
    """One automatic tag and how sure the model is: a half is where it begins to tag."""

    name: str
    score: float
