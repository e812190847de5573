"""Bearer tokens: they carry account and owner, so one look-up inside that account settles all.

`dh<kind>_<account's ULID>_<owner's ULID>_<secret>`; of the secret only the SHA-256 is stored.
"""

import hashlib
import re
from dataclasses import dataclass, field

from chalicelib.accounts.model import CredentialKind
from chalicelib.core.desk import Desk

_SECRET_BYTES = 32
_TOKEN = re.compile(
    r"dh(?P<kind>[skl])_(?P<account>[0-9A-HJKMNP-TV-Z]{26})_(?P<owner>[0-9A-HJKMNP-TV-Z]{26})"
    r"_(?P<secret>[0-9a-f]{64})"
)
_KINDS = {kind.value: kind for kind in CredentialKind}
_PUBLIC_KEY = re.compile(r"pk_(?P<account>[0-9A-HJKMNP-TV-Z]{26})_[0-9a-f]{16}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token taken apart; nothing of it is proved."""

    kind: CredentialKind
    account_id: str
    owner_id: str
    digest: str = field(repr=False)


def parse(text: str) -> Token | None:
    """Return the token, or None for what was never one of ours: no look-up is due then."""
    found = _TOKEN.fullmatch(text)
    if found is None:
        return None
    kind, account, owner, secret = found.groups()
    return Token(
        kind=_KINDS[kind],
        account_id=f"acc_{account}",
        owner_id=f"agt_{owner}",
        digest=digest(secret),
    )


def issue(desk: Desk, kind: CredentialKind, owner_id: str) -> tuple[str, str]:
    """Return a new token of this account's owner, and the digest to store of it."""
    secret = desk.randomness(_SECRET_BYTES).hex()
    text = f"dh{kind.value}_{_ulid(desk.account_id)}_{_ulid(owner_id)}_{secret}"
    return text, digest(secret)


def digest(secret: str) -> str:
    """Return what is stored of a secret. Secrets are random, so no slow hash is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def public_key(account_id: str, randomness: bytes) -> str:
    """Return an account's public key: it names the account and lets nobody in."""
    return f"pk_{_ulid(account_id)}_{randomness[:8].hex()}"


def account_of_public_key(text: str) -> str | None:
    """Return the account that a public key names; whether it is that account's is not proved."""
    found = _PUBLIC_KEY.fullmatch(text)
    return f"acc_{found['account']}" if found else None


def _ulid(identifier: str) -> str:
    return identifier.partition("_")[2]
