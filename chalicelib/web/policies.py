"""What a content security policy may say of an address that somebody typed. Pure."""

import re
from urllib.parse import quote, urlsplit

_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]{1,5})?")
_PLAIN = "/%:@!$&()*+=~-._"


def picture(address: str) -> str:
    """Return the source that lets one picture load and no other, or nothing for no such address.

    What ends a policy's word or directive cannot get into it; a source has no query. One that ends
    with a slash, or has no path, would let in all that lies under it.

    >>> picture("https://cdn.example/a;b.png?v=2"), picture("https://*.example/a.png")
    ('https://cdn.example/a%3Bb.png', '')
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme != "https" or not _HOST.fullmatch(parts.netloc.lower()):
        return ""
    if not parts.path or parts.path.endswith("/"):
        return ""
    return f"https://{parts.netloc.lower()}{quote(parts.path, safe=_PLAIN)}"
