"""AWS's stand-in for texts: End User Messaging in a merchant's account, and the topic it tells.

Everything is signed as AWS does: requests are checked by the secret key, and what the topic posts
carries a signature by a key whose certificate lies at SNS's own address.
"""

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

from chalicelib.aws.signature import Signer, signed
from chalicelib.core.desk import Reply
from dev.providers.exchange import Place, Request, as_reply
from dev.providers.phones import Said
from dev.web.exchange import Asked

REGION = "eu-central-1"
_TEXTS, _SNS = f"sms-voice.{REGION}.amazonaws.com", f"sns.{REGION}.amazonaws.com"
MEDIA_BUCKET = "texts-media"
_BUCKET = f"{MEDIA_BUCKET}.s3.{REGION}.amazonaws.com"
_CERTIFICATE = f"https://{_SNS}/SimpleNotificationService-{'0' * 32}.pem"
_STOP, _START = frozenset({"stop"}), frozenset({"start"})


class AwsTexts:
    """One account for each number, with a topic of its own."""

    hosts = (_TEXTS, _SNS, _BUCKET)
    channels = ("sms",)
    provider = "aws"

    def __init__(self, place: Place) -> None:
        """No numbers yet, and no key before somebody needs one: it takes a while."""
        self._place = place
        self._lock = threading.Lock()
        self._topics: dict[str, str] = {}
        self._keys: dict[str, tuple[str, str]] = {}
        self._opted_out: set[tuple[str, str]] = set()
        self._reports: list[Asked] = []
        self.confirmed: set[str] = set()
        self._files: dict[str, str] = {}
        self._private: rsa.RSAPrivateKey | None = None

    def connect(self, channel: str, address: str) -> dict[str, Any]:
        """Open an account with this number and a topic, which asks to be confirmed."""
        name = hashlib.sha256(address.encode()).hexdigest()[:12]
        topic = f"arn:aws:sns:{REGION}:123456789012:texts-{name}"
        key = (f"AKIA{name.upper()}", secrets.token_hex(20))
        with self._lock:
            self._topics[address] = topic
            self._keys[address] = key
        return {
            "channel": channel,
            "provider": self.provider,
            "address": address,
            "settings": {"region": REGION, "topic_arn": topic, "media_bucket": MEDIA_BUCKET},
            "credentials": {"access_key_id": key[0], "secret_access_key": key[1]},
        }

    def close(self, address: str) -> None:
        """Close the account that has this number; its credentials open nothing any more."""
        with self._lock:
            self._keys.pop(address)

    def subscribe(self, address: str) -> Asked:
        """Return what SNS posts when the merchant subscribes the path to the topic."""
        topic = self._topics[address]
        query = f"Action=ConfirmSubscription&TopicArn={topic}&Token={secrets.token_hex(8)}"
        extra = {"Token": secrets.token_hex(8), "SubscribeURL": f"https://{_SNS}/?{query}"}
        return self._posted(address, "SubscriptionConfirmation", "You have chosen to", **extra)

    def write(self, channel: str, said: Mapping[str, str]) -> Asked:
        """Carry a text from a phone to the topic, and from there to the product."""
        sender, shop, text = said["from"], said["to"], said.get("text", "")
        if shop not in self._topics:
            raise LookupError(shop)
        self._note_opt_out(shop, sender, text.strip().casefold())
        spoken = self._place.phones.say(
            Said(
                id=said.get("id") or secrets.token_hex(16),
                channel=channel,
                sender=sender,
                recipient=shop,
                text=text,
                at=self._place.clock(),
                is_ours=False,
            )
        )
        message = {
            "originationNumber": sender,
            "destinationNumber": shop,
            "messageKeyword": "KEYWORD_DESKHAND",
            "messageBody": text,
            "inboundMessageId": spoken.id,
        }
        return self._posted(shop, "Notification", json.dumps(message))

    def reports(self) -> list[Asked]:
        """Return the events that are due."""
        with self._lock:
            due, self._reports = self._reports, []
        return due

    def answer(self, request: Request) -> Reply:
        """Answer as End User Messaging, or as SNS."""
        if urlsplit(request.url).hostname == _SNS:
            return self._sns(request)
        service = "s3" if urlsplit(request.url).hostname == _BUCKET else "sms-voice"
        numbers = [n for n in self._keys if self._is_signed_for(request, n, service)]
        if not numbers:
            return _refusal("UnrecognizedClientException", "The security token is invalid.")
        if service == "s3":
            return self._keep(request)
        asked, operation = json.loads(request.body), request.headers["x-amz-target"]
        if operation.endswith(".DescribePhoneNumbers"):
            return as_reply(200, {"PhoneNumbers": [{"PhoneNumber": n} for n in numbers]})
        return self._send(numbers, asked)

    def _keep(self, request: Request) -> Reply:
        content = base64.b64encode(request.body).decode()
        place = f"s3://{MEDIA_BUCKET}{request.path}"
        self._files[place] = f"data:{request.headers['content-type']};base64,{content}"
        return Reply(status=200, headers={}, body=b"")

    def _sns(self, request: Request) -> Reply:
        if request.url == _CERTIFICATE:
            return Reply(status=200, headers={}, body=_certificate(self._key()))
        self.confirmed.update(request.query.get("TopicArn", []))
        return Reply(status=200, headers={}, body=b"<ConfirmSubscriptionResponse/>")

    def _is_signed_for(self, request: Request, number: str, service: str) -> bool:
        key_id, secret = self._keys[number]
        signer = Signer(
            access_key_id=key_id, secret_access_key=secret, region=REGION, service=service
        )
        stamp = request.headers.get("x-amz-date", "")
        at = datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        names = ("content-type", "x-amz-target", "x-amz-content-sha256")
        told = {name: request.headers[name] for name in names if name in request.headers}
        right = signed(signer, request.url, request.body, at, headers=told, method=request.method)
        return right["authorization"] == request.headers.get("authorization")

    def _send(self, numbers: list[str], asked: Mapping[str, Any]) -> Reply:
        sender, recipient = asked["OriginationIdentity"], asked["DestinationPhoneNumber"]
        if sender not in numbers:
            return _refusal("ResourceNotFoundException", "Resource not found.")
        if (sender, recipient) in self._opted_out:
            reason = "DESTINATION_PHONE_NUMBER_OPTED_OUT"
            return _refusal("ConflictException", "Opted out.", reason)
        media = tuple(map(self._files.get, asked.get("MediaUrls", ())))
        if None in media:
            return _refusal("ValidationException", "The media file is not there.")
        said = self._place.phones.say(
            Said(
                id=secrets.token_hex(16),
                channel="sms",
                sender=sender,
                recipient=recipient,
                text=asked.get("MessageBody", ""),
                at=self._place.clock(),
                is_ours=True,
                media=tuple(filter(None, media)),
            )
        )
        for event in ("SUCCESSFUL", "DELIVERED"):
            kind = "MEDIA" if media else "TEXT"
            self._report(f"{kind}_{event}", said, asked.get("Context", {}))
        return as_reply(200, {"MessageId": said.id})

    def _report(self, event: str, said: Said, context: Mapping[str, str]) -> None:
        message = {
            "eventType": event,
            "eventVersion": "1.0",
            "isFinal": event.endswith("_DELIVERED"),
            "originationPhoneNumber": said.sender,
            "destinationPhoneNumber": said.recipient,
            "messageId": said.id,
            "messageStatusDescription": "Message has been accepted",
            "context": dict(context),
        }
        asked = self._posted(said.sender, "Notification", json.dumps(message))
        with self._lock:
            self._reports.append(asked)

    def _note_opt_out(self, shop: str, sender: str, word: str) -> None:
        with self._lock:
            if word in _STOP:
                self._opted_out.add((shop, sender))
            if word in _START:
                self._opted_out.discard((shop, sender))

    def _posted(self, address: str, kind: str, message: str, **extra: str) -> Asked:
        at = self._place.clock()
        posted = {
            "Type": kind,
            "MessageId": secrets.token_hex(16),
            "TopicArn": self._topics[address],
            "Message": message,
            "Timestamp": f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z",
            **extra,
        }
        words = "".join(f"{name}\n{posted[name]}\n" for name in sorted(posted))
        signature = self._key().sign(words.encode(), padding.PKCS1v15(), hashes.SHA256())
        posted |= {
            "SignatureVersion": "2",
            "Signature": base64.b64encode(signature).decode(),
            "SigningCertURL": _CERTIFICATE,
        }
        return Asked(
            method="POST",
            target=f"/hooks/sns?number={address.removeprefix('+')}",
            headers={
                "content-type": "text/plain; charset=UTF-8",
                "x-amz-sns-message-type": kind,
            },
            body=json.dumps(posted, indent=2).encode(),
        )

    def _key(self) -> rsa.RSAPrivateKey:
        with self._lock:
            if self._private is None:
                self._private = rsa.generate_private_key(65537, 2048)
            return self._private


def _certificate(key: rsa.RSAPrivateKey) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
    start = datetime(2026, 1, 1, tzinfo=UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=3650))
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM)


def _refusal(kind: str, detail: str, reason: str = "") -> Reply:
    return as_reply(400, {"__type": f"com.amazonaws#{kind}", "Message": detail, "Reason": reason})
