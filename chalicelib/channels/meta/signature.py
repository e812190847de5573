"""Whether Meta made a delivery, and whether a callback address is proved to be ours."""

import hmac
import re
from collections.abc import Callable, Mapping
from datetime import datetime

from chalicelib.channels.model import Credentials, Delivery

_HEADER = "x-hub-signature-256"
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{1,128}")


def verify(delivery: Delivery, credentials: Credentials, now: datetime) -> bool:
    """Tell whether the app of these credentials signed exactly these bytes.

    Meta signs no time, so a repeated delivery is known by its messages' ids alone.
    """
    secret = credentials.get("app_secret", "")
    expected = f"sha256={hmac.digest(secret.encode(), delivery.body, 'sha256').hex()}"
    given = delivery.headers.get(_HEADER, "")
    is_same = hmac.compare_digest(expected.encode(), given.encode(errors="replace"))
    return is_same and bool(secret)


def challenge(query: Mapping[str, str], is_ours: Callable[[str], bool]) -> str | None:
    """Return what proves to Meta that we expect its calls; None for whoever lacks our token."""
    asked = query.get("hub.challenge", "")
    is_asked = query.get("hub.mode") == "subscribe" and _CHALLENGE.fullmatch(asked)
    return asked if is_asked and is_ours(query.get("hub.verify_token", "")) else None
