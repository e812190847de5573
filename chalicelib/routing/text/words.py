"""A message as the text model reads it: at intake, and again when it is corrected."""

from typing import Literal

from chalicelib.channels.model import Inbound as Arrived
from chalicelib.routing.text.model import Facts, Inbound
from chalicelib.tickets.model import Message

MailVerdict = Literal["pass", "fail", "unknown"]
_ANSWERS = ("auto_reply", "loop", "read_receipt")
_VERDICTS: dict[str, MailVerdict] = {"PASS": "pass", "FAIL": "fail"}


def of_arrival(arrived: Arrived, *, is_known_customer: bool = False) -> Inbound:
    """Return what has just come."""
    facts = Facts(
        mail_verdict=_VERDICTS.get(arrived.verdicts.get("spam", ""), "unknown"),
        # Who forwards forms or confirms orders is a machine, too, but does not answer for a person.
        is_automatic=arrived.automatic_reason in _ANSWERS,
        is_known_customer=is_known_customer,
    )
    return Inbound(text=arrived.text, subject=arrived.subject, facts=facts)


def of_message(message: Message, *, mail_verdict: MailVerdict = "unknown") -> Inbound:
    """Return a message of a ticket; what the mail service thought of it is not kept there."""
    facts = Facts(mail_verdict=mail_verdict, is_automatic=message.is_automatic)
    return Inbound(text=message.text, subject=message.subject, facts=facts)
