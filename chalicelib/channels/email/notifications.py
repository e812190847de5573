"""SES's word that a mail came in."""

from chalicelib.channels import values
from chalicelib.channels.email.model import Arrival, Envelope
from chalicelib.channels.values import Json
from chalicelib.core.errors import Invalid

_VERDICTS = ("spam", "virus", "spf", "dkim", "dmarc")


def arrival_of(notification: Json, mail_domain: str) -> Arrival:
    """Return where the mail lies and how it came; raise Invalid for any other message.

    The verdicts are those of the receipt. The same words in the mail's own header are the
    sender's and are not looked at.
    """
    receipt, mail = values.table(notification, "receipt"), values.table(notification, "mail")
    action = values.table(receipt, "action")
    recipients = tuple(values.texts(receipt, "recipients"))
    bucket, key = values.text(action, "bucketName"), values.text(action, "objectKey")
    if values.text(notification, "notificationType") != "Received" or not (bucket and key):
        raise Invalid("This is no notification of a received mail that was stored.")
    envelope = Envelope(
        recipients=recipients,
        mail_domain=mail_domain,
        source=values.text(mail, "source") if "source" in mail else None,
        verdicts={name: _verdict(receipt, name) for name in _VERDICTS},
    )
    return Arrival(envelope=envelope, bucket=bucket, key=key)


def _verdict(receipt: Json, name: str) -> str:
    return values.text(values.table(receipt, f"{name}Verdict"), "status")
