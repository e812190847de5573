"""The mail service on a laptop: takes mail in, keeps what was sent, and reports on it.

Like SES's mailbox simulator, `bounce@` and `complaint@` any host whose name starts with
`simulator` behave as they are called; every other recipient accepts.
"""

import base64
import email
import email.policy
import json
import secrets
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import getaddresses, parseaddr
from typing import Any

from botocore.awsrequest import AWSResponse

from chalicelib.channels.email.model import inbox_of
from chalicelib.table.across_accounts import across_accounts_slug_row
from dev.aws.cloud import MAIL_DOMAIN, REGION, TABLE, Cloud
from dev.aws.gate import Call
from dev.pumps.haste import Haste

VERDICTS = ("spam", "virus", "spf", "dkim", "dmarc")
SIMULATOR = "simulator"
UNKNOWN = "unknown@sender.example"

_PREFIX = "raw/"  # as the receipt rule has it
_SETTLED_SECONDS = 0.3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sent:
    """A mail that the service accepted; two are never the same."""

    id: str
    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage
    tags: Mapping[str, str]
    at: datetime
    events: tuple[dict[str, Any], ...] = field(default=())


class Post:
    """What SES, its receipt rule and its event destination do."""

    name = "post"

    def __init__(self, cloud: Cloud, clock: Callable[[], datetime]) -> None:
        """Listen to what is sent from now on."""
        self._s3 = cloud.client("s3")
        self._dynamodb = cloud.client("dynamodb")
        self._sqs = cloud.client("sqs")
        self._cloud = cloud
        self._clock = clock
        self._lock = threading.Lock()
        self._sent: list[Sent] = []
        self._reports: list[tuple[float, dict[str, Any]]] = []

    def receive(
        self,
        raw: bytes,
        recipients: Sequence[str],
        *,
        verdicts: Mapping[str, str],
        envelope_from: str | None = None,
    ) -> str:
        """Store raw mail and notify the queue, as the receipt rule does; return the key."""
        mail_id = secrets.token_hex(20)
        key = f"{_PREFIX}{mail_id}"
        self._s3.put_object(Bucket=self._cloud.mail_bucket, Key=key, Body=raw)
        notice = _notification(raw, recipients, self._clock(), source=envelope_from)
        notice["mail"]["messageId"] = mail_id
        notice["receipt"] |= {
            f"{name}Verdict": {"status": verdicts.get(name, "PASS").upper()} for name in VERDICTS
        }
        notice["receipt"]["action"] = {
            "type": "S3",
            "topicArn": f"arn:aws:sns:{REGION}:123456789012:mail",
            "bucketName": self._cloud.mail_bucket,
            "objectKeyPrefix": _PREFIX,
            "objectKey": key,
        }
        self._queue("mail", notice)
        return key

    def knows(self, address: str) -> bool:
        """Tell whether an account has this address; one with its signed token is the same."""
        name, _, domain = inbox_of(address.lower()).partition("@")
        row = across_accounts_slug_row(name, "")
        key = {"pk": {"S": row.pk}, "sk": {"S": row.sk}}
        return domain == MAIL_DOMAIN and "Item" in self._dynamodb.get_item(TableName=TABLE, Key=key)

    def sent(self) -> list[Sent]:
        """Return what was accepted, newest first."""
        with self._lock:
            return self._sent[::-1]

    def forget(self) -> None:
        """Empty the outbox."""
        with self._lock:
            self._sent.clear()

    def watch(self, call: Call, response: AWSResponse) -> None:
        """Be the gate's hook after each call: keep what SES accepted."""
        if call.name != "sesv2.SendEmail" or response.status_code != 200:
            return
        sent = _sent(call.parameters(), json.loads(response.content)["MessageId"], self._clock())
        due = time.monotonic() + _SETTLED_SECONDS
        with self._lock:
            self._sent.append(sent)
            self._reports += [(due, event) for event in reports(sent)]

    def run_once(self, haste: Haste = Haste.none) -> bool:
        """Be a pump: report on what was sent, a moment after its sender heard of it."""
        now = time.monotonic()
        with self._lock:
            last = now if haste is Haste.none else float("inf")
            due = [event for at, event in self._reports if at <= last]
            self._reports = [each for each in self._reports if each[0] > last]
        for event in due:
            self._queue("receipts", event)
        return bool(due)

    def next_at(self) -> None:
        """Return nothing: reports wait for no moment of the product's clock."""

    def _queue(self, name: str, body: Mapping[str, Any]) -> None:
        self._sqs.send_message(QueueUrl=self._cloud.queues[name].url, MessageBody=json.dumps(body))


def reports(sent: Sent) -> list[dict[str, Any]]:
    """Return the service's events about a mail, in order, a few for each recipient."""
    return [event for address in sent.recipients for event in _reports_on(sent, address)]


def _reports_on(sent: Sent, address: str) -> list[dict[str, Any]]:
    at = _moment(sent.at)
    local, _, host = address.rpartition("@")
    kind = local.partition("+")[0].lower() if host.lower().startswith(SIMULATOR) else ""
    delivery = {
        "timestamp": at,
        "processingTimeMillis": 310,
        "recipients": [address],
        "smtpResponse": "250 2.0.0 OK",
        "reportingMTA": f"a8-1.smtp-out.{REGION}.amazonses.com",
    }
    if kind == "bounce":
        return [_report(sent, "Bounce", _bounce(address, at))]
    if kind == "complaint":
        complaint = {
            "complainedRecipients": [{"emailAddress": address}],
            "timestamp": at,
            "feedbackId": secrets.token_hex(16),
            "complaintSubType": None,
            "complaintFeedbackType": "abuse",
        }
        return [_report(sent, "Delivery", delivery), _report(sent, "Complaint", complaint)]
    return [_report(sent, "Delivery", delivery)]


def _bounce(address: str, at: str) -> dict[str, Any]:
    recipient = {
        "emailAddress": address,
        "action": "failed",
        "status": "5.1.1",
        "diagnosticCode": "smtp; 550 5.1.1 user unknown",
    }
    return {
        "bounceType": "Permanent",
        "bounceSubType": "General",
        "bouncedRecipients": [recipient],
        "timestamp": at,
        "feedbackId": secrets.token_hex(16),
        "reportingMTA": "dns; simulator",
    }


def _report(sent: Sent, kind: str, details: Mapping[str, Any]) -> dict[str, Any]:
    mail = {
        "timestamp": _moment(sent.at),
        "source": sent.sender,
        "sendingAccountId": "123456789012",
        "messageId": sent.id,
        "destination": list(sent.recipients),
        "headersTruncated": False,
        "headers": [{"name": name, "value": str(value)} for name, value in sent.message.items()],
        "tags": {
            "ses:configuration-set": ["deskhand"],
            **{name: [value] for name, value in sent.tags.items()},
        },
    }
    return {"eventType": kind, "mail": mail, kind.lower(): dict(details)}


def _sent(asked: Mapping[str, Any], message_id: str, at: datetime) -> Sent:
    raw = base64.b64decode(asked["Content"]["Raw"]["Data"])
    message = email.message_from_bytes(raw, policy=email.policy.default)
    # SES puts its own id in the place of whatever was there.
    del message["Message-ID"]
    message["Message-ID"] = f"<{message_id}@{REGION}.amazonses.com>"
    where = asked.get("Destination", {})
    named = [
        address for kind in ("To", "Cc", "Bcc") for address in where.get(f"{kind}Addresses", [])
    ]
    return Sent(
        id=message_id,
        sender=asked.get("FromEmailAddress", ""),
        recipients=tuple(address for _, address in getaddresses(named)),
        message=message,
        tags={tag["Name"]: tag["Value"] for tag in asked.get("EmailTags", [])},
        at=at,
    )


def _notification(
    raw: bytes, recipients: Sequence[str], at: datetime, *, source: str | None
) -> dict[str, Any]:
    parsed = email.message_from_bytes(raw[: 64 * 1024], policy=email.policy.compat32)
    headers = [{"name": name, "value": _clean(value)} for name, value in parsed.items()]
    texts = {header["name"].lower(): header["value"] for header in headers}
    if source is None:
        source = _return_path(texts)
    mail = {
        "timestamp": _moment(at),
        "source": source,
        "messageId": "",
        "destination": list(recipients),
        "headersTruncated": False,
        "headers": headers,
        "commonHeaders": {"returnPath": source, **_common(texts)},
    }
    receipt: dict[str, Any] = {
        "timestamp": _moment(at),
        "processingTimeMillis": 420,
        "recipients": list(recipients),
    }
    return {"notificationType": "Received", "mail": mail, "receipt": receipt}


def _return_path(texts: Mapping[str, str]) -> str:
    """Return what a mail says of it; without a word of that, it was somebody all the same."""
    if "return-path" in texts:
        return parseaddr(texts["return-path"])[1]
    return parseaddr(texts.get("from", ""))[1] or UNKNOWN


def _common(texts: Mapping[str, str]) -> dict[str, Any]:
    return {
        "from": [texts.get("from", "")],
        "date": texts.get("date", ""),
        "to": [texts.get("to", "")],
        "messageId": texts.get("message-id", ""),
        "subject": texts.get("subject", ""),
    }


def _clean(value: object) -> str:
    return str(value).encode("utf-8", "replace").decode()


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"
