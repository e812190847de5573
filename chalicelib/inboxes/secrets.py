"""What opens the merchant's account at a provider: sealed for one inbox, and opened only for it."""

import json

from chalicelib.core.desk import Desk
from chalicelib.inboxes.model import Credentials, Inbox


def sealed(desk: Desk, inbox_id: str, credentials: Credentials) -> bytes:
    """Return them as they may rest in the table."""
    plain = json.dumps(dict(credentials), sort_keys=True).encode()
    return desk.vault.seal(_context(desk, inbox_id), plain)


def opened(desk: Desk, inbox: Inbox) -> Credentials:
    """Return them for use, and never for show; raises Unavailable while KMS is out of reach."""
    return json.loads(desk.vault.open(_context(desk, inbox.id), inbox.sealed))


def _context(desk: Desk, inbox_id: str) -> dict[str, str]:
    return {"account": desk.account_id, "inbox": inbox_id}


def known(desk: Desk, inbox: Inbox) -> Credentials:
    """Return all that a delivery for the inbox may be checked with, secret or not."""
    return {**inbox.settings, **opened(desk, inbox)}
