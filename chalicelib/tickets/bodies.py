"""Long bodies: a row holds 400 kB and a page must stay cheap, so they go to the bucket."""

import json
from dataclasses import replace

from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound, Unavailable
from chalicelib.tickets.model import Change, Entry, Message

INLINE_TEXT = 6_000
INLINE_HTML = 12_000
_KEPT = 2_000


def spilled(desk: Desk, message: Message) -> Message:
    """Return the message as its row can hold it; what is too long is stored first."""
    is_short = len(message.text) + len(message.quoted) <= INLINE_TEXT
    if is_short and len(message.html or "") <= INLINE_HTML:
        return message
    key = f"{desk.account_id}/bodies/{desk.operation_id}-{desk.new_id('bdy')}.json"
    body = {"text": message.text, "quoted": message.quoted, "html": message.html}
    desk.files.put(key, json.dumps(body).encode(), content_type="application/json")
    return replace(message, text=message.text[:_KEPT], quoted="", html=None, body_key=key)


def kept(desk: Desk, change: Change) -> Change:
    """Return the change as its rows can hold it."""
    entries = (spilled(desk, e) if isinstance(e, Message) else e for e in change.entries)
    return replace(change, entries=tuple(entries))


MOST_WHOLE = 20
MOST_CHARACTERS = 1_000_000
"""What one answer holds of long bodies: Lambda takes 6 MB, and a character is up to 6 bytes there.
"""


def whole_page(desk: Desk, entries: list[Entry]) -> list[tuple[Entry, bool]]:
    """Return entries with their bodies, newest first served, and whether each is cut.

    What is over the budget, or cannot be read just now, comes with its first words.
    """
    found: list[tuple[Entry, bool]] = []
    count = size = 0
    for entry in reversed(entries):
        is_long = isinstance(entry, Message) and bool(entry.body_key)
        full = entry
        if is_long and count < MOST_WHOLE and size < MOST_CHARACTERS:
            count += 1
            full = _whole_or_cut(desk, entry)
        if size + _length(full) > MOST_CHARACTERS:
            full = entry
        size += _length(full)
        found.append((full, is_long and full is entry))
    return found[::-1]


def _whole_or_cut(desk: Desk, entry: Entry) -> Entry:
    try:
        return whole(desk, entry)
    except (NotFound, Unavailable):
        return entry


def _length(entry: Entry) -> int:
    if not isinstance(entry, Message):
        return 0
    return len(entry.text) + len(entry.quoted) + len(entry.html or "")


def whole(desk: Desk, entry: Entry) -> Entry:
    """Return the entry with the body that it came with; one taken back just now has none."""
    if not isinstance(entry, Message) or not entry.body_key:
        return entry
    stored = desk.files.get(entry.body_key)
    if not stored:
        return entry
    body = json.loads(stored)
    return replace(entry, text=body["text"], quoted=body["quoted"], html=body["html"])
