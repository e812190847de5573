"""Deliveries of texts, as their providers make them."""

import base64
import hashlib
import hmac
import json
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

from chalicelib.channels.model import Delivery
from chalicelib.core.moments import rfc3339
from tests.kit.http_world import NOON

OURS, ANN = "+12025550142", "+447700900199"
TOKEN = "0123456789abcdef0123456789abcdef"
SID = "AC" + "0" * 32
URL = "https://desk.example/hooks/twilio"
REGION = "eu-central-1"
TOPIC = f"arn:aws:sns:{REGION}:123456789012:texts"
CERTIFICATE = f"https://sns.{REGION}.amazonaws.com/SimpleNotificationService-{'a' * 32}.pem"
KEY = rsa.generate_private_key(65537, 2048)


def twilio(url: str = URL, token: str = TOKEN, **fields: str) -> Delivery:
    """Return a signed delivery of Twilio's: a text of Ann's, but for what is said otherwise."""
    form = {"MessageSid": "SM" + "1" * 32, "AccountSid": SID, "From": ANN, "To": OURS, **fields}
    if "MessageStatus" not in fields:
        form = {"Body": "Hello", "NumMedia": "0", **form}
    return posted(urlencode(form).encode(), url, token, form=form)


def receipt(state: str, url: str = URL, **fields: str) -> Delivery:
    """Return a signed receipt of Twilio's for a text of ours."""
    return twilio(url, MessageStatus=state, **{"From": OURS, "To": ANN, **fields})


def posted(
    body: bytes, url: str = URL, token: str = TOKEN, *, form: dict[str, str] | None = None,
    kind: str = "application/x-www-form-urlencoded",
) -> Delivery:  # fmt: skip
    """Return these bytes under a signature over address and form."""
    words = url + "".join(name + value for name, value in sorted((form or {}).items()))
    signed = base64.b64encode(hmac.digest(token.encode(), words.encode(), hashlib.sha1)).decode()
    headers = {"content-type": kind, "x-twilio-signature": signed}
    return Delivery(provider="twilio", method="POST", url=url, headers=headers, body=body)


def sns(
    message: object = None, *, version: str = "2", at: datetime = NOON, **facts: str
) -> Delivery:
    """Return a signed notification of the topic: Ann's text, but for what is said otherwise."""
    said = a_text() if message is None else message
    known = {
        "Type": "Notification",
        "MessageId": "0f1e",
        "TopicArn": TOPIC,
        "Message": said if isinstance(said, str) else json.dumps(said),
        "Timestamp": rfc3339(at),
        "SigningCertURL": CERTIFICATE,
        "SignatureVersion": version,
        **facts,
    }
    unsigned = {"SigningCertURL", "SignatureVersion", "Signature", "UnsubscribeURL"}
    words = "".join(f"{name}\n{known[name]}\n" for name in sorted(known) if name not in unsigned)
    by = hashes.SHA256() if version == "2" else hashes.SHA1()
    signature = KEY.sign(words.encode(), padding.PKCS1v15(), by)
    whole = {"Signature": base64.b64encode(signature).decode(), **known}
    url = f"https://desk.example/hooks/sns?number={OURS.removeprefix('+')}"
    body = json.dumps(whole).encode()
    return Delivery(provider="aws", method="POST", url=url, headers={}, body=body)


def confirmation(**facts: Any) -> Delivery:
    """Return what SNS posts once, when somebody subscribes us to the topic."""
    query = f"Action=ConfirmSubscription&TopicArn={TOPIC}&Token=2336"
    url = f"https://sns.{REGION}.amazonaws.com/?{query}"
    kind = "SubscriptionConfirmation"
    return sns("You have chosen", Type=kind, SubscribeURL=url, Token="2336", **facts)


def a_text(**facts: Any) -> dict[str, Any]:
    """Return what AWS tells of a text."""
    known = {
        "originationNumber": ANN,
        "destinationNumber": OURS,
        "messageKeyword": "KEYWORD",
        "messageBody": "Hello",
        "inboundMessageId": "in-1",
    }
    return {**known, **facts}


def an_event(event: str, **facts: Any) -> dict[str, Any]:
    """Return what AWS tells of a text of ours."""
    known = {
        "eventType": event,
        "originationPhoneNumber": OURS,
        "destinationPhoneNumber": ANN,
        "messageId": "out-1",
        "messageStatusDescription": "As it says",
        "context": {"message": "msg_1"},
    }
    return {**known, **facts}


def certificate(key: rsa.RSAPrivateKey = KEY) -> str:
    """Return a certificate of a key."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name).serial_number(7)
    dated = built.not_valid_before(NOON).not_valid_after(NOON.replace(year=2036))
    made = dated.public_key(key.public_key()).sign(key, hashes.SHA256())
    return made.public_bytes(serialization.Encoding.PEM).decode()


def spoilt(delivery: Delivery, **headers: str) -> Delivery:
    """Return a delivery with other headers."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return replace(delivery, headers={**delivery.headers, **given})
