"""What AWS End User Messaging delivers, through a topic of the merchant's. Pure but for the hook's
two ways out: the certificate that SNS signs with, and the confirmation that it asks for once.
"""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from chalicelib.channels.model import (
    Credentials,
    Delivery,
    DeliveryState,
    Hook,
    Inbound,
    Kind,
    Receipt,
    Sender,
)
from chalicelib.channels.sms import sns
from chalicelib.channels.sms.limits import cut
from chalicelib.channels.values import Json, table, text
from chalicelib.core.desk import Desk

REF = "message"
"""In the context that a message is sent with: which one it is."""
_STATES: Mapping[str, DeliveryState] = {
    "SENT": "sent",
    "SUCCESSFUL": "sent",
    "DELIVERED": "delivered",
    "BLOCKED": "failed",
    "CARRIER_BLOCKED": "failed",
    "CARRIER_UNREACHABLE": "failed",
    "INVALID": "failed",
    "INVALID_MESSAGE": "failed",
    "PROTECT_BLOCKED": "failed",
    "SPAM": "failed",
    "TTL_EXPIRED": "failed",
    "UNREACHABLE": "failed",
}
"""By the event's name after `TEXT_` or `MEDIA_`; others say nothing that we did not know."""


def addresses(delivery: Delivery) -> tuple[str, ...]:
    """Return our number: of what came, of what left, or of whose topic asks to be confirmed."""
    posted = sns.read(delivery)
    if text(posted, "Type") == sns.CONFIRMATION:
        numbers = parse_qs(urlsplit(delivery.url).query).get("number", [])
        return tuple(f"+{number}" for number in numbers[:1])
    said = sns.document(text(posted, "Message"))
    ours = text(said, "originationPhoneNumber") if "eventType" in said else ""
    ours = ours or text(said, "destinationNumber")
    return (ours,) if ours else ()


def parse(delivery: Delivery, address: str) -> tuple[Inbound | Receipt, ...]:
    """Return the text, or the receipt, if it is for this number of ours."""
    posted = sns.read(delivery)
    said = sns.document(text(posted, "Message"))
    if text(posted, "Type") != sns.NOTIFICATION or addresses(delivery) != (address,):
        return ()
    return _receipts(said) if "eventType" in said else _inbound(said, address)


def _inbound(said: Json, address: str) -> tuple[Inbound, ...]:
    sender, provider_id = text(said, "originationNumber"), text(said, "inboundMessageId")
    if not sender or not provider_id:
        return ()
    words, notice = cut(text(said, "messageBody"))
    return (
        Inbound(
            channel=Kind.sms,
            inbox=address,
            provider_id=provider_id,
            sender=Sender(address=sender, is_verified=True),
            text=words,
            notice=notice,
        ),
    )


def _receipts(said: Json) -> tuple[Receipt, ...]:
    state = _STATES.get(text(said, "eventType").partition("_")[2])
    if state is None:
        return ()
    return (
        Receipt(
            provider_id=text(said, "messageId"),
            state=state,
            detail=text(said, "messageStatusDescription") if state == "failed" else "",
            is_permanent=state == "failed",
            address=text(said, "destinationPhoneNumber"),
            message_id=text(table(said, "context"), REF),
        ),
    )


def _verify(delivery: Delivery, credentials: Credentials, now: datetime) -> bool:
    return sns.verify(delivery, credentials, now)


def _gather(desk: Desk, delivery: Delivery, known: Credentials) -> Credentials:
    from chalicelib.channels.sms import aws_api

    return aws_api.certificate(desk, delivery, known)


def _follow(desk: Desk, delivery: Delivery, known: Credentials) -> None:
    from chalicelib.channels.sms import aws_api

    aws_api.confirm(desk, delivery, known)


HOOK = Hook(
    provider="aws",
    addresses=addresses,
    verify=_verify,
    parse=parse,
    gather=_gather,
    follow=_follow,
)
