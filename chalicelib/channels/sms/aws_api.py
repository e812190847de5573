"""Asking AWS: to send a text, for the certificate that SNS signs with, to confirm a topic."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from chalicelib.aws import buckets, texts
from chalicelib.channels.model import Credentials, Delivery, Outgoing
from chalicelib.channels.sms import sns
from chalicelib.channels.sms.aws import REF
from chalicelib.core.desk import Desk, Reply
from chalicelib.core.errors import DeliveryFailed, OptedOut, Unavailable, Uncertain
from chalicelib.inboxes import faults
from chalicelib.inboxes.model import Inbox
from chalicelib.table.recent import Recent

OPTED_OUT = "DESTINATION_PHONE_NUMBER_OPTED_OUT"
_KEPT = timedelta(days=1)
_certificates: Recent[str] = Recent(_KEPT)
_TOO_MANY = 429
_BUSY = frozenset({"ThrottlingException", "TooManyRequestsException"})
_BROKEN: Mapping[str, str] = {
    "AccessDeniedException": "AWS does not let these credentials send texts.",
    "ExpiredTokenException": "AWS does not know these credentials any more.",
    "InvalidSignatureException": "AWS does not know these credentials any more.",
    "ResourceNotFoundException": "This number does not belong to this account at AWS.",
    "ServiceQuotaExceededException": "The account at AWS has reached its spending limit.",
    "UnrecognizedClientException": "AWS does not know these credentials any more.",
}
"""Kinds of errors after which nothing will work until the merchant acts."""
_REASONS: Mapping[str, str] = {
    OPTED_OUT: "opted_out: the customer texted STOP; AWS sends nothing until they text START.",
    "COUNTRY_NOT_ENABLED": "The account at AWS may not send to this country.",
    "DESTINATION_COUNTRY_BLOCKED": "The account at AWS may not send to this country.",
    "DESTINATION_PHONE_NUMBER_NOT_VERIFIED": "The account at AWS may send to tested numbers only.",
}


def send(desk: Desk, inbox: Inbox, credentials: Credentials, outgoing: Outgoing) -> str:
    """Hand a text over; return AWS's id of it."""
    known = {**inbox.settings, **credentials}
    asked: dict[str, Any] = {
        "DestinationPhoneNumber": outgoing.recipient,
        "OriginationIdentity": inbox.address,
        "Context": {REF: outgoing.message_id},
    }
    if outgoing.text.strip():
        asked["MessageBody"] = outgoing.text
    if named := inbox.settings.get("configuration_set"):
        asked["ConfigurationSetName"] = named
    if outgoing.files:
        asked["MediaUrls"] = _laid(desk, known, outgoing)
        reply = texts.ask(desk, known, "SendMediaMessage", asked)
    else:
        asked["MessageType"] = "TRANSACTIONAL"
        reply = texts.ask(desk, known, "SendTextMessage", asked)
    if reply.status >= 300:
        raise _refusal(desk, inbox, reply)
    message_id: Any = texts.read(reply).get("MessageId")
    if not isinstance(message_id, str) or not message_id:
        raise Uncertain("AWS answered something that nobody understands.")
    faults.works(desk, inbox)
    return message_id


def _laid(desk: Desk, known: Mapping[str, str], outgoing: Outgoing) -> list[str]:
    """Put the files where AWS takes them from: a bucket of the merchant's; nothing has left yet."""
    bucket = known.get("media_bucket", "")
    if not bucket:
        detail = "AWS takes pictures out of the merchant's own bucket only, and none is named."
        raise DeliveryFailed(detail, permanent=True)
    return [
        buckets.put(
            desk,
            known,
            (bucket, f"deskhand/{outgoing.message_id}-{number}.{file.content_type[6:]}"),
            body=file.content,
            kind=file.content_type,
        )
        for number, file in enumerate(outgoing.files)
    ]


def certificate(desk: Desk, delivery: Delivery, known: Credentials) -> Credentials:
    """Return what SNS signs with, if it is the inbox's own topic that posts."""
    posted, topic = sns.read(delivery), known["topic_arn"]
    url = sns.certificate_url(posted, topic)
    if not url or posted.get("TopicArn") != topic:
        return {}
    pem = _certificates.get("", url, desk.now(), lambda: _fetched(desk, url))
    return {sns.CERTIFICATE: pem}


def confirm(desk: Desk, delivery: Delivery, known: Credentials) -> None:
    """Tell SNS, where it asks, that we want what this topic says."""
    url = sns.confirmation_url(sns.read(delivery), known["topic_arn"])
    if url and desk.http.request("GET", url, headers={}, body=None).status >= 300:
        raise Unavailable("SNS does not take the confirmation just now.")


def _fetched(desk: Desk, url: str) -> str:
    reply = desk.http.request("GET", url, headers={}, body=None)
    if reply.status != 200:
        raise Unavailable("SNS does not give its certificate just now.")
    return reply.body.decode("ascii", "replace")


def _refusal(desk: Desk, inbox: Inbox, reply: Reply) -> Exception:
    kind, reason = texts.error(reply)
    if kind in _BUSY or reply.status == _TOO_MANY:
        return Unavailable("AWS is busy.")
    if reply.status >= 500:  # whatever it says, it may have taken the text before
        return Uncertain("AWS stumbled over it.")
    if kind in _BROKEN or reply.status in (401, 403):
        return faults.broken(desk, inbox, _BROKEN.get(kind, _BROKEN["AccessDeniedException"]))
    told = f"{_REASONS.get(reason, 'AWS refused.')} ({reason or kind or reply.status})"
    if reason == OPTED_OUT:
        return OptedOut(told, told_by=inbox.provider)
    return DeliveryFailed(told, permanent=True)
