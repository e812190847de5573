"""A message as the text model reads it: at intake, and again when it is corrected."""

import re
from typing import Literal

from chalicelib.channels.model import Inbound as Arrived
from chalicelib.channels.registry import capabilities
from chalicelib.routing.text.features import LINK_LIMIT
from chalicelib.routing.text.model import Facts, Inbound
from chalicelib.tickets.model import Message

MailVerdict = Literal["pass", "fail", "unknown"]
_ANSWERS = ("auto_reply", "loop", "read_receipt")
_LINK = re.compile(r'\b(?:href|data-src)="(https?://[^"]{1,500})"')
"""As our own sanitiser writes links, and pictures that are not loaded yet."""
_HTML_LIMIT = 50_000
_VERDICTS: dict[str, MailVerdict] = {"PASS": "pass", "FAIL": "fail"}


def of_arrival(arrived: Arrived) -> Inbound:
    """Return what has just come."""
    facts = Facts(
        mail_verdict=_VERDICTS.get(arrived.verdicts.get("spam", ""), "unknown"),
        # Who forwards forms or confirms orders is a machine, too, but does not answer for a person.
        is_automatic=arrived.automatic_reason in _ANSWERS,
    )
    return Inbound(
        text=arrived.text,
        subject=arrived.subject,
        links=_links(arrived.html),
        is_letter=capabilities(arrived.channel).subject,
        facts=facts,
    )


def of_message(message: Message) -> Inbound:
    """Return a message of a ticket; what the mail service thought of it is not kept there."""
    facts = Facts(is_automatic=message.is_automatic)
    return Inbound(
        text=message.text,
        subject=message.subject,
        links=_links(message.html),
        is_letter=capabilities(message.channel).subject,
        facts=facts,
    )


def _links(html: str | None) -> tuple[str, ...]:
    return tuple(_LINK.findall(html[:_HTML_LIMIT])[:LINK_LIMIT]) if html else ()
