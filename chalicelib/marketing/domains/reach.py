"""Whether a domain leads here over HTTPS: asked from outside, as a customer's browser would.

The question is signed for the account and the domain, and never the same twice. The answer is
signed, too, for the question and for the host that it arrived under: so it is this deployment
that gave it just now, and whatever lies between leaves the `Host` header as short links need it.
"""

import re

from chalicelib.core.desk import Desk
from chalicelib.core.errors import DeliveryFailed, Unavailable, Uncertain

PATH = "/l/probe/"
_QUESTION, _ANSWER = "link_probe", "link_probe_answer"
_CHALLENGE = re.compile(r"[0-9a-f]{64}")
_BUSY, _TROUBLE = 429, 500
_MOST = 4_096
"""Bytes; an answer has 64."""


def is_reached(desk: Desk, domain: str) -> bool | None:
    """Tell whether the domain leads to this deployment; None where it may have a bad moment."""
    asked = f"{desk.account_id}\0{domain}\0".encode() + desk.randomness(16)
    challenge = desk.secrets.sign(_QUESTION, asked).hex()
    url, headers = f"https://{domain}{PATH}{challenge}", {"Accept": "text/plain"}
    try:
        reply = desk.http.request("GET", url, headers=headers, body=None, most=_MOST)
    except (Unavailable, Uncertain):
        return None
    except DeliveryFailed:  # it leads into a private network, or answers without an end
        return False
    if reply.status == _BUSY or reply.status >= _TROUBLE:
        return None
    told = reply.body.decode("ascii", "replace").strip()
    return reply.status == 200 and told == answer(desk, domain, challenge)


def answer(desk: Desk, host: str, challenge: str) -> str | None:
    """Return what only this deployment can answer under this host; None for no challenge."""
    if not _CHALLENGE.fullmatch(challenge):
        return None
    return desk.secrets.sign(_ANSWER, f"{host}\0{challenge}".encode()).hex()
