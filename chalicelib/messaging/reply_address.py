"""Reply addresses: our inbound address with a signed token that names the ticket (decision 4).

The token is the ticket's ULID and 80 bits of signature, both in letters that mail servers may
fold to lower case: with the account's slug it fits the 64 characters of a local part (RFC 5321).
"""

import base64
import binascii

from chalicelib.core.desk import Desk

_PURPOSE = "reply"
_ULID = 26
_SIGNATURE_BYTES = 10
_TOKEN = 42


def reply_address(desk: Desk, inbound_address: str, ticket_id: str) -> str:
    """Return the address whose mail joins this ticket, whoever sends it."""
    slug, _, domain = inbound_address.partition("@")
    ulid = ticket_id.removeprefix("tkt_")
    signature = desk.secrets.sign(_PURPOSE, _message(desk, ticket_id))[:_SIGNATURE_BYTES]
    return f"{slug}+{ulid}{base64.b32encode(signature).decode()}@{domain}".lower()


def ticket_of_token(desk: Desk, token: str) -> str | None:
    """Return the ticket that we signed this token for in this account, or None."""
    if len(token) != _TOKEN or not token.isascii() or not token.isalnum():
        return None
    ticket_id = f"tkt_{token[:_ULID].upper()}"
    try:
        signature = base64.b32decode(token[_ULID:].upper())
    except binascii.Error:
        return None
    is_ours = desk.secrets.verify(_PURPOSE, _message(desk, ticket_id), signature)
    return ticket_id if is_ours else None


def _message(desk: Desk, ticket_id: str) -> bytes:
    return f"{desk.account_id}\0{ticket_id}".encode()
