"""Golden deliveries of each channel's providers, and how each provider signs what it delivers."""

import base64
import dataclasses
import hashlib
import hmac
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from chalicelib.channels.model import Credentials, Delivery, Hook, Inbound, Kind, Receipt
from chalicelib.channels.registry import CHANNELS, hooks
from chalicelib.channels.sms.twilio import FORM
from dev.providers.aws import _certificate as certificate

KEY = rsa.generate_private_key(65537, 2048)
TOPIC = "arn:aws:sns:eu-west-1:123456789012:texts"
PAYLOADS = Path(__file__).parents[1] / "payloads"
HOOKS = [
    (kind, hooks(provider)[kind])
    for kind, channel in CHANNELS.items()
    for provider in channel.providers
]
SECRETS: dict[str, Credentials] = {
    "aws": {"topic_arn": TOPIC, "certificate": certificate(KEY).decode()},
    "twilio": {"auth_token": "0f1e2d3c4b5a69788796a5b4c3d2e1f0"},
    "meta": {"access_token": "EAAB-token-of-the-shop", "app_secret": "5f1c0b7e8d"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A delivery as its provider makes it, and what should be read from it."""

    name: str
    kind: Kind
    hook: Hook
    delivery: Delivery
    address: str
    expected: dict[str, Any]


def hmac_sha256(key: bytes, message: bytes) -> bytes:
    """Return RFC 2104's HMAC, written out: a second opinion on what signs a delivery."""
    block = (hashlib.sha256(key).digest() if len(key) > 64 else key).ljust(64, b"\0")
    inner = hashlib.sha256(bytes(b ^ 0x36 for b in block) + message).digest()
    return hashlib.sha256(bytes(b ^ 0x5C for b in block) + inner).digest()


def _meta_signed(delivery: Delivery, credentials: Credentials) -> Delivery:
    mac = hmac_sha256(credentials["app_secret"].encode(), delivery.body).hex()
    return replace(delivery, headers={**delivery.headers, "x-hub-signature-256": f"sha256={mac}"})


def _twilio_signed(delivery: Delivery, credentials: Credentials) -> Delivery:
    fields = sorted(set(parse_qsl(delivery.body.decode(), keep_blank_values=True)))
    words = delivery.url + "".join(name + value for name, value in fields)
    mac = hmac.new(credentials["auth_token"].encode(), words.encode(), hashlib.sha1).digest()
    signature = base64.b64encode(mac).decode()
    return replace(delivery, headers={**delivery.headers, "x-twilio-signature": signature})


def _sns_signed(delivery: Delivery, credentials: Credentials) -> Delivery:
    posted = json.loads(delivery.body) | {"SignatureVersion": "2"}
    names = ("Message", "MessageId", "Timestamp", "TopicArn", "Type")
    words = "".join(f"{name}\n{posted[name]}\n" for name in names).encode()
    key = KEY if credentials == SECRETS["aws"] else rsa.generate_private_key(65537, 2048)
    posted["Signature"] = base64.b64encode(
        key.sign(words, padding.PKCS1v15(), hashes.SHA256())
    ).decode()
    return replace(delivery, body=json.dumps(posted).encode())


SIGNERS: dict[str, Callable[[Delivery, Credentials], Delivery]] = {
    "aws": _sns_signed,
    "meta": _meta_signed,
    "twilio": _twilio_signed,
}
"""By provider; the only place to add a new one's."""

FORMS = {
    "aws": ("sns", "text/plain; charset=UTF-8"),
    "meta": ("json", "application/json"),
    "twilio": ("form", FORM),
}
"""How golden deliveries end, and what they say they are."""
HEADERS = {"meta": "x-hub-signature-256", "twilio": "x-twilio-signature"}
"""Where the signature stands, unless it is part of the body."""
ADDRESSES = {
    (Kind.sms, "aws"): "+15005550006",
    (Kind.sms, "twilio"): "+15005550006",
    (Kind.whatsapp, "meta"): "410000000000001",
    (Kind.instagram, "meta"): "17841400000000001",
}
"""Whose the samples are; others' items are among them."""


def samples(kind: Kind, hook: Hook) -> list[Sample]:
    """Return a provider's golden deliveries for a channel."""
    ending, _ = FORMS[hook.provider]
    found = sorted((PAYLOADS / kind.value).glob(f"*.{ending}"))
    paths = [path for path in found if ".expected" not in path.name]
    return [_sample(kind, hook, path) for path in paths]


def _sample(kind: Kind, hook: Hook, path: Path) -> Sample:
    delivery = Delivery(
        provider=hook.provider,
        method="POST",
        url=f"https://desk.example/hooks/{hook.provider}",
        headers={"content-type": FORMS[hook.provider][1]},
        body=path.read_bytes().rstrip(),
    )
    return Sample(
        name=path.stem,
        kind=kind,
        hook=hook,
        delivery=SIGNERS[hook.provider](delivery, SECRETS[hook.provider]),
        address=ADDRESSES[kind, hook.provider],
        expected=json.loads(_expected(path).read_text(encoding="utf-8")),
    )


def _expected(path: Path) -> Path:
    """Return where stands what should be read; of texts, two providers have one folder."""
    name = path.stem if path.suffix == ".json" else path.name
    return path.with_name(f"{name}.expected.json")


SAMPLES = [sample for kind, hook in HOOKS for sample in samples(kind, hook)]
WHOLE = [sample for sample in SAMPLES if sample.hook.provider == "meta"]
"""Where the provider signs every byte, and puts many accounts into one delivery."""


def shown(items: Iterable[Inbound | Receipt]) -> list[dict[str, Any]]:
    """Return items as the golden files show them: what is left at its default is left out."""
    told = [{"is": type(item).__name__, **_set(item)} for item in items]
    return json.loads(json.dumps(told, default=_plain))


def _set(item: Inbound | Receipt) -> dict[str, Any]:
    named = {field.name: getattr(item, field.name) for field in dataclasses.fields(item)}
    return {
        field.name: named[field.name]
        for field in dataclasses.fields(item)
        if field.name != "channel" and named[field.name] != _default(field)
    }


def _default(field: dataclasses.Field[Any]) -> Any:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return None if field.default is dataclasses.MISSING else field.default


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else dataclasses.asdict(value)
