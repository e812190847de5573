"""What may be blocked, and what a block reaches; values only."""

import hashlib
import re
from collections.abc import Collection

from chalicelib.channels.model import KnownBy
from chalicelib.core import addresses, ids
from chalicelib.core.errors import Fault, Invalid
from chalicelib.customers import rules as customers
from chalicelib.customers.blocks.model import BlockKind, Target
from chalicelib.customers.model import IdentityKind

MAX_BLOCKS = 10_000
DIGEST_BYTES = 16
_MAX_VALUE = 255
_SHARED_SUFFIX = re.compile(r"(ac|co|com|edu|gen|go|gob|gov|gv|ne|net|or|org)\.[a-z]{2}")
"""Under `co.uk` and its like everybody has a domain of their own."""


def target(kind: BlockKind, value: str) -> Target:
    """Return the target in its normal form, or raise Invalid."""
    normal = _normal(kind, value)
    if normal is None or len(normal) > _MAX_VALUE:
        raise _invalid("invalid", f"This is no {_WORDS[kind]}.")
    return Target(kind=kind, value=normal)


def refuse_needed(wanted: Target, ours: Collection[str], mail_domain: str) -> None:
    """Raise Invalid for what would shut out crowds of strangers, or the shop itself.

    `ours` are the account's own support addresses.
    """
    value = wanted.value
    if wanted.kind is BlockKind.domain:
        if addresses.is_public_provider(value) or _SHARED_SUFFIX.fullmatch(value):
            detail = f"All sorts of people write from {value}; block their addresses instead."
            raise _invalid("shared_domain", detail)
        domains = [mail_domain, *map(addresses.domain_of, ours)]
        is_own = any(_is_under(domain, value) for domain in domains)
    else:
        is_own = value in ours or addresses.domain_of(value) == mail_domain
    if is_own:
        raise _invalid("own_address", "The account's own mail comes from there.")


def covering(kind: BlockKind, address: str) -> tuple[Target, ...]:
    """Return every target whose block stops this address; none for what is no address.

    >>> [target.value for target in covering(BlockKind.email, "ann@a.shop.example")]
    ['ann@a.shop.example', 'a.shop.example', 'shop.example']
    """
    normal = _normal(kind, address)
    if normal is None:
        return ()
    exact = Target(kind=kind, value=normal)
    if kind not in (BlockKind.email, BlockKind.domain):
        return (exact,)
    domain = addresses.domain_of(normal)
    labels = domain.split(".")
    hosts = (".".join(labels[start:]) for start in range(len(labels) - 1))
    above = tuple(Target(kind=BlockKind.domain, value=host) for host in hosts)
    return above if kind is BlockKind.domain else (exact, *above)


def of_person(known_by: KnownBy, address: str) -> tuple[Target, ...]:
    """Return the same for whoever writes; what is blocked of a user is their mail address."""
    return covering(BlockKind.email if known_by == "user" else BlockKind(known_by), address)


def anything(address: str) -> tuple[Target, ...]:
    """Return the same for an address of which nobody said the kind."""
    return tuple(target for kind in BlockKind for target in covering(kind, address))


def digest(blocked: Target) -> bytes:
    """Return what stands for a target in the list of all."""
    text = f"{blocked.kind.value}\0{blocked.value}"
    return hashlib.sha256(text.encode()).digest()[:DIGEST_BYTES]


def block_id(target_digest: bytes) -> str:
    """Return the id of a target's block: it follows from the target, so there is but one.

    >>> block_id(bytes(16))
    'blk_00000000000000000000000000'
    """
    return f"blk_{ids.derived(target_digest)}"


def _normal(kind: BlockKind, value: str) -> str | None:
    if kind is BlockKind.domain:
        host = addresses.normal(f"a@{value.strip().removeprefix('@')}")
        return addresses.domain_of(host) if host and "@" not in value.strip()[1:] else None
    return customers.normal(IdentityKind(kind.value), value)


def _is_under(domain: str, value: str) -> bool:
    return domain == value or domain.endswith(f".{value}")


def _invalid(code: str, detail: str) -> Invalid:
    fault = Fault("/value", code, detail)
    return Invalid("This cannot be blocked.", faults=[fault])


_WORDS = {
    BlockKind.email: "email address",
    BlockKind.domain: "domain",
    BlockKind.phone: "phone number with its country code",
    BlockKind.handle: "handle",
}
