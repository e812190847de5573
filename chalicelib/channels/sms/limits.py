"""How much of a text that came is kept: more than any phone sends."""

from chalicelib.channels.words import cleaned

MAX_INBOUND = 20_000


def cut(text: str) -> tuple[str, str]:
    """Return the words as they may be stored, and the notice that some are missing, if some are."""
    return cleaned(text[:MAX_INBOUND]).strip(), "truncated" if len(text) > MAX_INBOUND else ""
