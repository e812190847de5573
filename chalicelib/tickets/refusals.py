"""Why an answer cannot be sent, in words that name what would help (decisions 15, 16). Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.channels.model import Capabilities
from chalicelib.core.errors import Conflict
from chalicelib.customers.consent.model import Consents, Standing
from chalicelib.customers.consent.rules import standing
from chalicelib.tickets.model import Status, Ticket

BLOCKED = "blocked"
_DAY = timedelta(days=1)
_WORDS = {
    "closed_chat": "This chat is over. The customer's next message starts a new ticket.",
    "no_address": "Nobody knows the customer's address, so no answer can be sent.",
    BLOCKED: "Your team has blocked this customer. Unblock them to answer.",
    "sender_cannot_receive": "Texts leave under a name that nobody can answer. "
    "Connect a number that receives texts.",
    "opted_out": "The customer does not want to hear from you here any more. "
    "They can text START to take that back.",
    "consent_required": "The customer has not agreed to texts. "
    "They can text START, or agree in another way that you note.",
    "no_templates": "Only WhatsApp knows templates.",
    "window_open": "The customer wrote less than 24 hours ago. Answer in your own words.",
    "already_followed_up": "The template was sent already, and the customer has not answered.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why not. `until` is when the time to answer was over, where there was one."""

    code: str
    detail: str
    until: datetime | None = None

    def as_conflict(self) -> Conflict:
        """Return the error that a request to answer meets."""
        return Conflict(self.detail, code=self.code, extra={"until": self.until})


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What an answer depends on besides the ticket."""

    now: datetime
    consents: Consents = ()
    is_blocked: bool = False
    answers_late: bool = False
    """The provider lets the shop's agents answer after the window."""
    is_automatic: bool = False
    """A machine speaks: the longer window is not for it."""
    has_template: bool = False
    needs_no_consent: bool = False
    """It is what the customer's own text asked for, as the autoresponder is."""


def refusal(ticket: Ticket, carries: Capabilities, around: Circumstances) -> Refusal | None:
    """Return why nothing can be sent to the customer of a ticket, or None (acceptance 29, 30, 34).

    One function for whoever asks: the agent's screen, the answer itself, and automatic texts.
    """
    if over := of_ticket(ticket, carries):
        return over
    if around.is_blocked:
        return _refusal(BLOCKED)
    if carries.has_keywords and not ticket.inbox.removeprefix("+").isdecimal():
        return _refusal("sender_cannot_receive")  # 33
    return unwanted(ticket, carries, around)


def of_template(ticket: Ticket, carries: Capabilities, around: Circumstances) -> Refusal | None:
    """Return why no approved template can be sent to invite an answer, or None.

    It goes to who has agreed, when they can be written to in no other way, and once: whoever
    stays silent is not asked again.
    """
    if not carries.templates:
        return _refusal("no_templates")
    if other := refusal(ticket, carries, around):
        return other
    if standing(around.consents, ticket.channel) is not Standing.consented:
        return _refusal("consent_required")
    until = open_until(ticket, carries, around)
    if until is not None and around.now <= until:
        return Refusal(code="window_open", detail=_WORDS["window_open"], until=until)
    return _refusal("already_followed_up") if ticket.is_followed_up else None


def of_ticket(ticket: Ticket, carries: Capabilities) -> Refusal | None:
    """Return why the ticket itself takes no answer, or None."""
    is_over = ticket.status is Status.closed and not carries.agent_may_reopen
    if is_over or (ticket.is_ended and not (ticket.customer.email or ticket.mail_to)):
        return _refusal("closed_chat")
    if not carries.is_pulled and not ticket.person:
        return _refusal("no_address")
    return None


def unwanted(ticket: Ticket, carries: Capabilities, around: Circumstances) -> Refusal | None:
    """Return why the customer, or the law, does not want it now; asked again before it leaves."""
    said = standing(around.consents, ticket.channel)
    if carries.has_keywords and said is Standing.opted_out:
        return _refusal("opted_out")
    if carries.needs_consent and said is not Standing.consented and not around.needs_no_consent:
        return _refusal("consent_required")
    until = open_until(ticket, carries, around)
    if until is None or around.now <= until or (around.has_template and carries.templates):
        return None
    return Refusal(code="window_closed", detail=_closed(ticket, carries, until), until=until)


def again(ticket: Ticket, carries: Capabilities, around: Circumstances) -> Refusal | None:
    """Return why a person's word must not send again what failed, or None."""
    if around.is_blocked:
        return _refusal(BLOCKED)
    if around.has_template and ticket.is_followed_up:
        return _refusal("already_followed_up")
    return unwanted(ticket, carries, around)


def open_until(ticket: Ticket, carries: Capabilities, around: Circumstances) -> datetime | None:
    """Return when the time to answer is over, or None where there is no such time."""
    window = carries.reply_window
    if around.answers_late and not around.is_automatic and carries.human_agent_window:
        window = carries.human_agent_window
    return _wrote_at(ticket) + window if window else None


def _closed(ticket: Ticket, carries: Capabilities, until: datetime) -> str:
    window = until - _wrote_at(ticket)
    lasts = "24 hours" if window == _DAY else f"{window // _DAY} days"
    helps = "Send an approved template, or wait" if carries.templates else "Wait"
    return f"The customer wrote more than {lasts} ago. {helps} until they write again."


def _wrote_at(ticket: Ticket) -> datetime:
    return ticket.customer_wrote_at or ticket.created_at


def _refusal(code: str) -> Refusal:
    return Refusal(code=code, detail=_WORDS[code])
