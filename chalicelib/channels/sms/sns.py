"""What SNS posts, and whether SNS signed it. Pure: the certificate comes with the credentials."""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import cast

from chalicelib.channels.model import Credentials, Delivery
from chalicelib.channels.values import Json, text
from chalicelib.core import rsa
from chalicelib.core.moments import from_rfc3339

NOTIFICATION, CONFIRMATION = "Notification", "SubscriptionConfirmation"
LATE, EARLY = timedelta(minutes=65), timedelta(minutes=5)
"""SNS goes on trying for an hour at most, and signs the moment of the first."""
CERTIFICATE = "certificate"

_SIGNED: Mapping[str, tuple[str, ...]] = {
    NOTIFICATION: ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    CONFIRMATION: (
        "Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type",
    ),
}  # fmt: skip
_HASH: Mapping[str, rsa.Hash] = {"1": "sha1", "2": "sha256"}
_HOST = r"https://sns\.([a-z]{2}(?:-[a-z]+)+-[0-9])\.amazonaws\.com(?:\.cn)?"
_CERTIFICATE = re.compile(_HOST + r"/SimpleNotificationService-[0-9a-zA-Z]{1,64}\.pem")
_CONFIRM = re.compile(_HOST + r"/\?Action=ConfirmSubscription&[!-~]{1,2000}")


def read(delivery: Delivery) -> Json:
    """Return what was posted, or nothing for what SNS would not post."""
    return document(delivery.body)


def document(raw: bytes | str) -> Json:
    """Return a JSON object, or nothing for anything else."""
    try:
        found: object = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return cast("Json", found) if isinstance(found, dict) else {}


def certificate_url(posted: Json, topic: str) -> str:
    """Return where the certificate lies, or nothing where it is not with SNS, in that region."""
    return _of_region(_CERTIFICATE, text(posted, "SigningCertURL"), topic)


def confirmation_url(posted: Json, topic: str) -> str:
    """Return what confirms a subscription, or nothing where it is not with SNS, in that region."""
    if text(posted, "Type") != CONFIRMATION:
        return ""
    return _of_region(_CONFIRM, text(posted, "SubscribeURL"), topic)


def verify(delivery: Delivery, credentials: Credentials, now: datetime) -> bool:
    """Tell whether SNS signed it, lately, for the inbox's own topic."""
    posted = read(delivery)
    is_ours = (
        bool(credentials["topic_arn"]) and text(posted, "TopicArn") == credentials["topic_arn"]
    )
    key = rsa.public_key(credentials.get(CERTIFICATE, ""))
    by = _HASH.get(text(posted, "SignatureVersion"))
    if not is_ours or key is None or by is None or not _is_recent(posted, now):
        return False
    try:
        signature = base64.b64decode(text(posted, "Signature"), validate=True)
    except (binascii.Error, ValueError):
        return False
    return rsa.is_signed(key, _words(posted), signature, by)


def _words(posted: Json) -> bytes:
    names = [name for name in _SIGNED.get(text(posted, "Type"), ()) if name in posted]
    words = "".join(f"{name}\n{text(posted, name)}\n" for name in names)
    return words.encode("utf-8", "surrogatepass")


def _is_recent(posted: Json, now: datetime) -> bool:
    if text(posted, "Type") not in _SIGNED:
        return False
    try:
        at = from_rfc3339(text(posted, "Timestamp"))
    except ValueError:
        return False
    return now - LATE <= at <= now + EARLY


def _of_region(pattern: re.Pattern[str], url: str, topic: str) -> str:
    found = pattern.fullmatch(url)
    return url if found and f":sns:{found[1]}:" in topic else ""
