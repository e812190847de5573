"""Checking an RSA signature (PKCS #1 v1.5) with the key of a certificate; `docs/adr/0015` says why.

Only public values meet here. What a good signature must decrypt to is built and compared whole:
nothing is read out of it, which is where such checks have gone wrong elsewhere.
"""

import hashlib
import hmac
import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

SHORTEST, LONGEST = 2048, 4096
"""Bits of a key."""

Hash = Literal["sha1", "sha256"]

_MOST_BYTES = 16 * 1024
_PEM = re.compile(
    r"\s*-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----\s*", re.ASCII
)
_SEQUENCE, _INTEGER, _BITS, _VERSION = 0x30, 0x02, 0x03, 0xA0
_RSA = bytes.fromhex("06092a864886f70d0101010500")
"""In DER: rsaEncryption, without parameters."""
_PREFIX: dict[Hash, bytes] = {
    "sha1": bytes.fromhex("3021300906052b0e03021a05000414"),
    "sha256": bytes.fromhex("3031300d060960864801650304020105000420"),
}
"""In DER: what stands before the digest (RFC 8017, 9.2)."""
_EXPONENT = 65537


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicKey:
    """An RSA key that everybody may have; its exponent is always 65537."""

    modulus: int

    @property
    def size(self) -> int:
        """Return the length in bytes of its signatures."""
        return (self.modulus.bit_length() + 7) // 8


class _Malformed(ValueError):
    """Not the DER of a certificate."""


def public_key(pem: str) -> PublicKey | None:
    """Return the key of one certificate, or None for anything else; nobody vouches for it here."""
    found = _PEM.fullmatch(pem) if len(pem) <= _MOST_BYTES else None
    if found is None:
        return None
    try:
        key = _key(b64decode("".join(found[1].split()), validate=True))
    except ValueError:  # no base64, no DER, or another number of parts
        return None
    is_usual = SHORTEST <= key.modulus.bit_length() <= LONGEST and key.modulus % 2 == 1
    return key if is_usual else None


def is_signed(key: PublicKey, message: bytes, signature: bytes, by: Hash) -> bool:
    """Tell whether who has the private key has signed exactly this."""
    number = int.from_bytes(signature)
    if len(signature) != key.size or number >= key.modulus:
        return False
    block = pow(number, _EXPONENT, key.modulus).to_bytes(key.size)
    told = _PREFIX[by] + hashlib.new(by, message).digest()
    filling = b"\xff" * (key.size - len(told) - 3)
    return hmac.compare_digest(block, b"\x00\x01" + filling + b"\x00" + told)


def _key(der: bytes) -> PublicKey:
    certificate = _inside(_SEQUENCE, der)
    parts = _elements(_inside(_SEQUENCE, next(_elements(certificate), b"")))
    named = [part for part in parts if part[0] != _VERSION]
    # serial number, algorithm, issuer, validity, subject, and then the key
    if len(named) < 6:
        raise _Malformed
    algorithm, bits, *_ = *_elements(_inside(_SEQUENCE, named[5])), b""
    content = _inside(_BITS, bits)
    if _inside(_SEQUENCE, algorithm) != _RSA or content[:1] != b"\x00":
        raise _Malformed
    modulus, exponent = map(_number, _elements(_inside(_SEQUENCE, content[1:])))
    if exponent != _EXPONENT:
        raise _Malformed
    return PublicKey(modulus=modulus)


def _number(element: bytes) -> int:
    number = int.from_bytes(_inside(_INTEGER, element), signed=True)
    if number <= 0:
        raise _Malformed
    return number


def _inside(tag: int, element: bytes) -> bytes:
    start, end = _span(element, 0)
    if element[0] != tag or end != len(element):
        raise _Malformed
    return element[start:end]


def _elements(content: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(content):
        _, end = _span(content, at)
        yield content[at:end]
        at = end


def _span(content: bytes, at: int) -> tuple[int, int]:
    """Return where the content of the element here starts and ends."""
    head = content[at : at + 2]
    if len(head) < 2 or head[1] == 0x80 or head[1] > 0x82:  # of unknown length, or too long
        raise _Malformed
    start = at + 2 + (head[1] & 0x7F if head[1] > 0x80 else 0)
    length = int.from_bytes(content[at + 2 : start]) if head[1] > 0x80 else head[1]
    if start + length > len(content):
        raise _Malformed
    return start, start + length
