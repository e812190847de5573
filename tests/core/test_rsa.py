"""Signatures are judged as the well-known library judges them."""

import base64
import hashlib
import random
from datetime import UTC, datetime
from functools import cache

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.rsa import PublicKey, is_signed, public_key

BY = {"sha1": hashes.SHA1(), "sha256": hashes.SHA256()}


@cache
def key(bits: int = 2048, exponent: int = 65537) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(exponent, bits)


@cache
def certificate(private: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> str:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.example")])
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name)
    dated = built.not_valid_before(datetime(2026, 1, 1, tzinfo=UTC)).serial_number(2**100)
    whole = dated.not_valid_after(datetime(2027, 1, 1, tzinfo=UTC))
    extended = whole.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    made = extended.public_key(private.public_key()).sign(private, hashes.SHA256())
    return made.public_bytes(serialization.Encoding.PEM).decode()


def known(private: rsa.RSAPrivateKey) -> PublicKey:
    found = public_key(certificate(private))
    assert found is not None
    return found


def library_says(message: bytes, signature: bytes, by: str) -> bool:
    try:
        key().public_key().verify(signature, message, padding.PKCS1v15(), BY[by])
    except InvalidSignature:
        return False
    return True


@pytest.mark.parametrize("bits", [2048, 2056, 3072, 4096])
def test_the_key_of_a_certificate_is_found(bits: int) -> None:
    private = key(bits)

    assert known(private).modulus == private.public_key().public_numbers().n


@pytest.mark.parametrize("by", ["sha1", "sha256"])
def test_it_agrees_with_the_library_on_right_and_wrong(by: str) -> None:
    for number in range(100):
        agrees(by, random.Random(number))


def agrees(by: str, chance: random.Random) -> None:
    """Compare both on one message, and on what is left of its signature."""
    message = chance.randbytes(chance.randint(0, 400))
    right = key().sign(message, padding.PKCS1v15(), BY[by])
    flipped = bytearray(right)
    flipped[chance.randrange(len(right))] ^= 1 << chance.randrange(8)
    for signature in (right, bytes(flipped), right[1:], right + b"\0", b"\0" + right, bytes(256)):
        for words in (message, message + b"x"):
            expected = library_says(words, signature, by)
            assert is_signed(known(key()), words, signature, by) == expected  # type: ignore[arg-type]


def test_one_hash_does_not_pass_for_another() -> None:
    signature = key().sign(b"words", padding.PKCS1v15(), hashes.SHA1())

    assert is_signed(known(key()), b"words", signature, "sha1")
    assert not is_signed(known(key()), b"words", signature, "sha256")


def test_another_padding_is_no_signature() -> None:
    pss = padding.PSS(padding.MGF1(hashes.SHA256()), padding.PSS.DIGEST_LENGTH)

    assert not is_signed(
        known(key()), b"words", key().sign(b"words", pss, hashes.SHA256()), "sha256"
    )


def forged(tail: bytes) -> bytes:
    """Return what decrypts to a good beginning and this tail, made with the private key."""
    block = (b"\x00\x01" + tail).ljust(256, b"\0")
    numbers = key().private_numbers()
    return pow(int.from_bytes(block), numbers.d, numbers.public_numbers.n).to_bytes(256)


def test_rubbish_behind_the_digest_is_not_overlooked() -> None:
    told = bytes.fromhex("3031300d060960864801650304020105000420") + hashlib.sha256(b"m").digest()
    whole = b"\xff" * (256 - len(told) - 3) + b"\x00" + told

    assert is_signed(known(key()), b"m", forged(whole), "sha256")
    assert not is_signed(known(key()), b"m", forged(b"\xff" * 8 + b"\x00" + told), "sha256")
    assert not is_signed(known(key()), b"m", forged(b"\x00" + told), "sha256")


def test_unusual_keys_are_no_keys() -> None:
    assert public_key(certificate(key(1024))) is None
    assert public_key(certificate(key(2048, 3))) is None
    assert public_key(certificate(ec.generate_private_key(ec.SECP256R1()))) is None


def test_a_certificate_that_is_cut_is_none() -> None:
    lines = certificate(key()).splitlines()
    whole = "".join(lines[1:-1])
    for cut in range(1, 80):
        body = whole[: cut * 8]
        assert public_key("\n".join([lines[0], body, lines[-1]])) is None, cut


@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda raw: raw.decode("latin-1")))
def test_no_text_raises(text: str) -> None:
    assert public_key(text) is None
    assert public_key(f"-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----") is None


@given(st.data())
def test_no_spoilt_certificate_raises(data: st.DataObject) -> None:
    lines = certificate(key()).splitlines()
    der = bytearray(base64.b64decode("".join(lines[1:-1])))
    for _ in range(data.draw(st.integers(1, 4))):
        der[data.draw(st.integers(0, len(der) - 1))] = data.draw(st.integers(0, 255))
    spoilt = base64.b64encode(der).decode()

    found = public_key(f"{lines[0]}\n{spoilt}\n{lines[-1]}\n")
    assert found is None or found.modulus.bit_length() >= 2041


def tlv(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    size = len(content)
    length = bytes([size]) if size < 0x80 else b"\x82" + size.to_bytes(2)
    return bytes([tag]) + length + content


def pem(*named: bytes) -> str:
    """Return what looks like a certificate with these parts."""
    whole = tlv(0x30, tlv(0x30, *named), tlv(0x30), tlv(0x03, b"\0"))
    body = base64.b64encode(whole).decode()
    return f"-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----"


def parts(modulus: bytes, exponent: bytes = b"\x01\x00\x01") -> tuple[bytes, ...]:
    algorithm = tlv(0x30, bytes.fromhex("06092a864886f70d0101010500"))
    numbers = tlv(0x30, tlv(0x02, modulus), tlv(0x02, exponent))
    return (*[tlv(0x30)] * 5, tlv(0x30, algorithm, tlv(0x03, b"\0", numbers)))


@pytest.mark.parametrize(
    ("made", "is_key"),
    [
        (parts(b"\0" + b"\xff" * 256), True),
        (parts(b"\xff" * 256), False),
        (parts(b""), False),
        (parts(b"\0"), False),
        (parts(b"\0" + b"\xff" * 255 + b"\xfe"), False),
        (parts(b"\0" + b"\xff" * 256, b"\x03"), False),
        (parts(b"\0" + b"\xff" * 256)[1:], False),
        ((), False),
        ((*[tlv(0x30)] * 5, tlv(0x30)), False),
        ((*[tlv(0x30)] * 5, tlv(0x30, tlv(0x30), tlv(0x03, b"\0", tlv(0x30)))), False),
    ],
    ids=[
        "whole",
        "negative",
        "empty",
        "zero",
        "even",
        "exponent",
        "parts missing",
        "none",
        "no key",
        "no numbers",
    ],
)
def test_a_key_is_a_whole_and_usual_one(*, made: tuple[bytes, ...], is_key: bool) -> None:
    assert (public_key(pem(*made)) is not None) is is_key
