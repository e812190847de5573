"""Handing a composed mail to the mail service."""

from chalicelib.channels.email.compose import compose
from chalicelib.channels.email.model import mail_id
from chalicelib.channels.email.receipts import ref_of
from chalicelib.channels.model import Outgoing
from chalicelib.core.desk import Desk


def send(desk: Desk, outgoing: Outgoing) -> str:
    """Return the mail's Message-ID; raise DeliveryFailed for what cannot be sent at all.

    SES puts its own id in place of ours, and that is the one which answers will name.
    """
    domain = desk.place.mail_domain
    raw = compose(outgoing, message_id_domain=domain, sent_at=desk.now())
    provider_id = desk.mailer.send(
        sender=outgoing.sender,
        recipients=(outgoing.recipient,),
        raw=raw,
        ref=ref_of(desk.account_id, outgoing.message_id),
    )
    return mail_id(provider_id, desk.place)
