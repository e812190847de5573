"""A mail from the bucket to the tickets of the accounts it went to."""

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from chalicelib import wiring
from chalicelib.accounts import forwarding, heard
from chalicelib.channels.email.notifications import arrival_of
from chalicelib.channels.email.parse import parse
from chalicelib.channels.model import Inbound
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Forbidden, Unavailable
from chalicelib.messaging.receive import Received, receive
from chalicelib.table.across_accounts import across_accounts_by_slug
from chalicelib.telemetry import counts
from chalicelib.telemetry.log import logger


def receive_mail(ports: wiring.Ports, notification: Mapping[str, Any]) -> list[Received]:
    """Receive one mail in every account it went to; raises only for what may work later.

    What fails in one account keeps nobody else's from arriving.
    """
    arrival = arrival_of(notification, ports.place.mail_domain)
    if arrival.bucket != ports.mail_bucket:
        raise Forbidden("This mail lies in a bucket that is not ours.")
    raw = ports.raw_mail.get(arrival.key)
    received: list[Received] = []
    failures: list[Exception] = []
    for inbound in parse(raw, arrival.envelope):
        try:
            received.append(_receive(inbound, raw))
        except Exception as failure:
            failures.append(failure)
    if failures:
        raise failures[0]
    return received


def _receive(inbound: Inbound, raw: bytes) -> Received:
    account_id = across_accounts_by_slug(inbound.inbox.partition("@")[0])
    if account_id is None:
        logger.warning("mail for nobody")
        return Received(ticket=None, outcome="unknown_inbox")
    desk = wiring.system_desk(account_id, "")
    received = _receive_in(desk, inbound, raw)
    ticket_id = received.ticket.id if received.ticket else ""
    outcome, notice = received.outcome, inbound.notice
    counts.received(desk, inbound.channel, outcome, ticket_id=ticket_id, notice=notice)
    return received


def _receive_in(desk: Desk, inbound: Inbound, raw: bytes) -> Received:
    if forwarding.confirm(desk, inbound.subject, inbound.text, inbound.quoted):
        return Received(ticket=None, outcome="forwarding_confirmed")
    with suppress(Unavailable):  # that the mail arrives is more than why a test does not
        heard.note(
            desk,
            f"{inbound.subject} {inbound.text} {inbound.quoted}",
            sender=inbound.sender.address,
            recipients=inbound.recipients,
        )
    # Named by its content: a mail that is delivered twice is kept once.
    key = f"{desk.account_id}/mail/{hashlib.sha256(raw).hexdigest()}.eml"
    desk.files.put(key, raw, content_type="message/rfc822")
    return receive(desk, inbound, raw_key=key)
