"""What SES tells later about a mail we sent: event publishing, and the older notifications."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from chalicelib.channels import values
from chalicelib.channels.model import Receipt
from chalicelib.channels.values import Json

_TAG = "ref"
_MAX_DETAIL = 500


def ref_of(account_id: str, message_id: str) -> str:
    """Return the tag that SES repeats in every event; only letters, digits, `_` and `-`."""
    return f"{account_id}-{message_id}"


def receipts(event: Mapping[str, object], *, id_domain: str = "") -> list[Receipt]:
    """Return what the event says, one for each address concerned; nothing for other events.

    With `id_domain`, their ids are whole Message-IDs, as answers name them.
    Never raises: an event of a shape that we do not know says nothing.
    """
    kind = values.text(event, "eventType") or values.text(event, "notificationType")
    read = _READERS.get(kind)
    mail = values.table(event, "mail")
    provider_id = values.text(mail, "messageId")
    if not read or not provider_id:
        return []
    account_id, _, message_id = _ref(mail).partition("-")
    whole = f"{provider_id}@{id_domain}" if id_domain else provider_id
    receipt = Receipt(provider_id=whole, state="sent", account_id=account_id, message_id=message_id)
    return read(event, receipt)


def _ref(mail: Json) -> str:
    return next(iter(values.texts(values.table(mail, "tags"), _TAG)), "")


def _sent(event: Json, receipt: Receipt) -> list[Receipt]:
    return [receipt]


def _delivered(event: Json, receipt: Receipt) -> list[Receipt]:
    addresses = values.texts(values.table(event, "delivery"), "recipients")
    return [replace(receipt, state="delivered", address=one) for one in addresses or [""]]


def _delayed(event: Json, receipt: Receipt) -> list[Receipt]:
    """SES goes on trying: nothing has been decided."""
    delay = values.table(event, "deliveryDelay")
    detail = f"delayed: {values.text(delay, 'delayType')}"[:_MAX_DETAIL]
    found = values.tables(delay, "delayedRecipients")
    return [replace(receipt, detail=detail, address=_address(one)) for one in found or [{}]]


def _bounced(event: Json, receipt: Receipt) -> list[Receipt]:
    """SES has given up either way; only `Permanent` means that the address is no good."""
    bounce = values.table(event, "bounce")
    kind = values.text(bounce, "bounceType")
    prefix = f"{kind}/{values.text(bounce, 'bounceSubType')}"
    found = values.tables(bounce, "bouncedRecipients")
    return [
        replace(
            receipt,
            state="failed",
            is_permanent=kind == "Permanent",
            detail=f"{prefix} {values.text(one, 'diagnosticCode')}".strip()[:_MAX_DETAIL],
            address=_address(one),
        )
        for one in found or [{}]
    ]


def _complained(event: Json, receipt: Receipt) -> list[Receipt]:
    """It did arrive: somebody pressed "spam"."""
    complaint = values.table(event, "complaint")
    detail = f"complaint {values.text(complaint, 'complaintFeedbackType')}".strip()
    found = values.tables(complaint, "complainedRecipients")
    return [
        replace(receipt, state="delivered", is_complaint=True, detail=detail, address=_address(one))
        for one in found or [{}]
    ]


def _rejected(event: Json, receipt: Receipt) -> list[Receipt]:
    reason = values.text(values.table(event, "reject"), "reason")
    return [_never(receipt, f"rejected: {reason}")]


def _not_rendered(event: Json, receipt: Receipt) -> list[Receipt]:
    reason = values.text(values.table(event, "failure"), "errorMessage")
    return [_never(receipt, f"not rendered: {reason}")]


def _never(receipt: Receipt, detail: str) -> Receipt:
    return replace(receipt, state="failed", is_permanent=True, detail=detail[:_MAX_DETAIL])


def _address(recipient: Json) -> str:
    return values.text(recipient, "emailAddress")


_READERS: dict[str, Callable[[Json, Receipt], list[Receipt]]] = {
    "Send": _sent,
    "Delivery": _delivered,
    "DeliveryDelay": _delayed,
    "Bounce": _bounced,
    "Complaint": _complained,
    "Reject": _rejected,
    "Rendering Failure": _not_rendered,
}
