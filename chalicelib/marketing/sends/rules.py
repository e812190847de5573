"""Which text answers which send, and where sends stand in a thread; values only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.marketing.sends.model import Send
from chalicelib.tickets.model import Attribution, Entry

MAX_NAME = 200
"""Of a campaign's or flow's name, and of its id."""
MAX_TEXT = 5_000


def is_answered_by(send: Send, by: str, at: datetime, window: timedelta) -> bool:
    """Tell whether this text is the first to answer the last send (decision 42).

    The window includes its last moment. A text that has its claim keeps it. Where a send is told
    later than it was answered, the next text answers: the ticket is attributed rightly then.
    """
    is_in_time = timedelta(0) <= at - send.sent_at <= window
    return is_in_time and send.claimed_by in ("", by)


def attribution(send: Send) -> Attribution:
    """Return the send as tickets and messages name it."""
    return Attribution(
        kind=send.kind.value,
        name=send.name,
        send_id=send.id,
        sent_at=send.sent_at,
        source_id=send.source_id,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a thread: an entry, or a send and the entry that it follows."""

    entry: Entry | None = None
    send: Send | None = None
    follows: int = 0
    """The sequence of the entry before a send: there it stands, whatever is read later."""


def merged(
    entries: Sequence[Entry], sends: Sequence[Send], *, limit: int, before: int
) -> list[Line]:
    """Return the newest lines of both, oldest first: entries in their order, sends by their time.

    `before` is the sequence that the next newer page starts with.
    """
    lines: list[Line] = []
    older_entries, older_sends = list(entries), list(sends)
    follows = before - 1
    while len(lines) < limit and (older_entries or older_sends):
        entry = older_entries[-1] if older_entries else None
        if entry is None or (older_sends and older_sends[-1].sent_at >= entry.created_at):
            lines.append(Line(send=older_sends.pop(), follows=follows))
        else:
            older_entries.pop()
            lines.append(Line(entry=entry))
            follows = entry.sequence - 1
    return lines[::-1]
