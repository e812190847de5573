"""What a conversation looks like elsewhere, and which answers come back; pure."""

import hashlib
import re
from collections.abc import Callable
from datetime import UTC

from chalicelib.channels.model import Capabilities
from chalicelib.customer_agent.helpdesks.model import Handed, Helpdesk, Line, Story

HOSTS = {Helpdesk.zendesk: "zendesk.com", Helpdesk.gorgias: "gorgias.com"}
"""What no merchant chooses: their token goes to these hosts and no others."""
LONGEST = 60_000
"""Characters of a transcript; Zendesk takes about as many in one comment."""
_PLACE = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_ROLES = {"customer": "customer", "agent": "automatic", "human": "team"}


def place(helpdesk: Helpdesk, told: str) -> str | None:
    """Return the part of a host's name that is the merchant's, or None where it is none.

    >>> place(Helpdesk.zendesk, "Fern.zendesk.com"), place(Helpdesk.gorgias, "fern")
    ('fern', 'fern')
    >>> place(Helpdesk.zendesk, "evil.example/"), place(Helpdesk.zendesk, "a.b.zendesk.com")
    (None, None)
    """
    found = told.strip().lower().removesuffix(f".{HOSTS[helpdesk]}")
    return found if _PLACE.fullmatch(found) else None


def goes_on_here(helpdesk: Helpdesk, carries: Capabilities) -> bool:
    """Tell whether answers given there reach the customer through us (acceptance 132 to 134).

    Mails go out from there, and Gorgias knows no chat that is not its own: it writes mails, too.
    """
    if carries.subject:
        return False
    return helpdesk is Helpdesk.zendesk or not carries.is_pulled


def transcript(story: Story) -> str:
    """Return the whole conversation in plain words, each with its moment.

    Where it is longer than a comment may be, its beginning goes, and that is said.
    """
    head = _head(story)
    lines = [_line(each) for each in story.lines]
    room = LONGEST - len(head) - 100
    kept: list[str] = []
    for line in reversed(lines):
        if room < len(line) and kept:
            break
        kept.insert(0, line[: max(room, 0)])
        room -= len(line) + 2
    if gone := len(lines) - len(kept):
        kept.insert(0, f"({gone} earlier messages are in Deskhand.)")
    return "\n\n".join([head, *kept])


def is_transcript(conversation_id: str, text: str) -> bool:
    """Tell whether a message is the one that this conversation was handed over with."""
    return text.lstrip().startswith(_first(conversation_id))


def name(story: Story) -> str:
    """Return how the customer is called there: by name, address or number."""
    return (story.name or story.email or story.phone or "Visitor")[:200]


def tags(story: Story) -> list[str]:
    """Return what tells such tickets apart from others there."""
    return ["deskhand", f"deskhand_{story.channel.value}"]


def subject(story: Story) -> str:
    """Return the first words, on one line."""
    words = " ".join(story.subject.split()) or f"Conversation with {name(story)}"
    return words[:150]


def word_id(conversation_id: str, line: Line) -> str:
    """Return an id that only the same words of the same moment have."""
    told = f"{conversation_id} {line.at.isoformat()} {line.author} {line.text}"
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def message_id(handed: Handed, answer_id: str) -> str:
    """Return how an answer is known here, so that it comes once."""
    outside = handed.outside
    return f"{outside.helpdesk.value}:{outside.ticket_id}:{answer_id}"


def parts(text: str, beginning: Callable[[str], str]) -> list[str]:
    """Return a text in pieces that a channel carries, cut between words where there are any.

    `beginning` returns as much as fits into one.

    >>> parts("one two three", lambda text: text[:8])
    ['one two', 'three']
    """
    found, rest = list[str](), text.strip()
    while len(fits := beginning(rest)) < len(rest):
        cut = len(fits) if rest[len(fits)] == " " else fits.rfind(" ")
        cut = cut if cut > 0 else max(1, len(fits))
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*found, rest] if rest else found


def _first(conversation_id: str) -> str:
    return f"Handed over by Deskhand ({conversation_id})"


def _head(story: Story) -> str:
    facts = [
        ("Channel", story.channel.value),
        ("Customer", story.name),
        ("Mail", story.email),
        ("Phone", story.phone),
        ("Profile", story.profile_id),
    ]
    known = [f"{label}: {' '.join(fact.split())}" for label, fact in facts if fact]
    if story.email and story.is_typed:
        known.append("This address was typed in the chat and not verified.")
    return "\n".join([_first(story.conversation_id), *known])


def _line(line: Line) -> str:
    at = line.at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    return f"[{at}] {' '.join(line.name.split())} ({_ROLES[line.author]}):\n{line.text}"
