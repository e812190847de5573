"""Parts of keys that strangers choose: as long as they like, and of any characters."""

import hashlib
import re

_UNWRITABLE = re.compile("[\ud800-\udfff]")
"""Halves of characters, as broken mail brings them: no key can hold them."""


def digest(part: str) -> str:
    """Return some characters that no other part has."""
    return hashlib.sha256(part.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def bounded(part: str) -> str:
    """Return the part as it is, or its digest where a key cannot hold it."""
    # DynamoDB takes 2,048 bytes of partition key, strangers write longer ids.
    raw = part.encode("utf-8", "surrogatepass")
    is_plain = len(raw) <= 256 and "#" not in part and not _UNWRITABLE.search(part)
    return part if is_plain else hashlib.sha256(raw).hexdigest()
