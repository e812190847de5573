"""Asking Gorgias: a thin client of its REST API.

https://developers.gorgias.com/reference/introduction
"""

import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import msgspec

from chalicelib.channels.model import Kind
from chalicelib.channels.registry import capabilities
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Invalid
from chalicelib.core.moments import rfc3339
from chalicelib.customer_agent.helpdesks import rules
from chalicelib.customer_agent.helpdesks.model import (
    Access,
    Answer,
    Handed,
    Helpdesk,
    Line,
    Made,
    Story,
    Word,
)
from chalicelib.customer_agent.helpdesks.vendors import asking

HEADER = "x-deskhand-secret"
"""What an HTTP integration is told to send along; Gorgias signs nothing."""
_NEWEST = 30


class _Account(msgspec.Struct, frozen=True):
    domain: str = ""


class _Person(msgspec.Struct, frozen=True):
    id: int
    name: str | None = None
    external_id: str | None = None


class _People(msgspec.Struct, frozen=True):
    data: tuple[_Person, ...]


class _Ticket(msgspec.Struct, frozen=True):
    id: int
    customer: _Person | None = None
    external_id: str | None = None


class _Tickets(msgspec.Struct, frozen=True):
    data: tuple[_Ticket, ...]


class _Message(msgspec.Struct, frozen=True):
    id: int
    ticket_id: int | None = None
    from_agent: bool = False
    public: bool = True
    channel: str = ""
    external_id: str | None = None
    body_text: str | None = None
    created_datetime: str = ""
    sender: _Person | None = None


class _Messages(msgspec.Struct, frozen=True):
    data: tuple[_Message, ...]


def check(desk: Desk, access: Access) -> None:
    """Raise Forbidden where it does not take the key."""
    asking.get(desk, access, "/api/account", _Account)


def url(access: Access, ticket_id: str) -> str:
    """Return where the team opens a ticket."""
    return f"https://{access.place}.gorgias.com/app/ticket/{ticket_id}"


def find(desk: Desk, access: Access, conversation_id: str) -> Made | None:
    """Return the ticket that a conversation became, if it did."""
    query = urlencode({"external_id": conversation_id})
    found = asking.get(desk, access, f"/api/tickets?{query}", _Tickets).data
    same = (_made(each) for each in found if each.external_id == conversation_id)
    return next(same, None)


def create(desk: Desk, access: Access, story: Story) -> Made:
    """Make a conversation a ticket: by mail where it goes on by mail, else one of ours to carry."""
    person = _customer(desk, access, story)
    message = {
        **_said(story.channel, person, rules.transcript(story)),
        "subject": rules.subject(story),
        "external_id": story.conversation_id,
    }
    if _is_by_mail(story.channel):
        message["source"] = {
            "type": "email",
            "from": {"name": rules.name(story), "address": story.email},
            "to": [{"address": access.email}],
        }
    told = {
        "channel": message["channel"],
        "via": "api",
        "from_agent": False,
        "external_id": story.conversation_id,
        "subject": rules.subject(story),
        "customer": person,
        "tags": [{"name": tag} for tag in rules.tags(story)],
        "messages": [message],
    }
    return _made(asking.change(desk, access, ("POST", "/api/tickets"), told, _Ticket))


def say(desk: Desk, access: Access, handed: Handed, word: Word) -> Made:
    """Add what the customer said."""
    told = {
        **_said(handed.channel, {"id": int(handed.person_id)}, word.line.text),
        "external_id": word.id,
        "created_datetime": rfc3339(word.line.at),
    }
    path = f"/api/tickets/{handed.outside.ticket_id}/messages"
    return Made(id=str(asking.change(desk, access, ("POST", path), told, _Message).id))


def find_word(desk: Desk, access: Access, handed: Handed, word: Word) -> Made | None:
    """Return what the customer said as it stands there, if it does."""
    found = (each for each in _messages(desk, access, handed) if each.external_id == word.id)
    return next((Made(id=str(each.id)) for each in found), None)


def answers(desk: Desk, access: Access, handed: Handed) -> list[Answer]:
    """Return what the team wrote to the customer of late, the oldest first."""
    return [
        _answer(each)
        for each in reversed(_messages(desk, access, handed))
        if each.from_agent
        and each.public
        and each.channel != "internal-note"
        and (each.body_text or "").strip()
    ]


def is_genuine(_body: bytes, headers: Mapping[str, str], secret: str, _now: datetime) -> bool:
    """Tell in constant time whether somebody knows the secret that we gave the merchant."""
    given = headers.get(HEADER, "")
    return bool(secret) and hmac.compare_digest(given.encode(), secret.encode())


def _customer(desk: Desk, access: Access, story: Story) -> dict[str, Any]:
    if story.email:
        return {"email": story.email, "name": rules.name(story)}
    known_as = f"deskhand-{story.profile_id or story.conversation_id}"
    query = urlencode({"external_id": known_as})
    found = asking.get(desk, access, f"/api/customers?{query}", _People).data
    if same := [each for each in found if each.external_id == known_as]:
        return {"id": same[0].id}
    person = {"name": rules.name(story), "external_id": known_as, "channels": list[Any]()}
    asked = ("POST", "/api/customers")
    number = {"type": "phone", "address": story.phone, "preferred": True}
    try:
        with_number = {**person, "channels": [number]} if story.phone else person
        return {"id": asking.change(desk, access, asked, with_number, _Person).id}
    except Invalid:  # somebody there has the number already; the transcript says it, too
        return {"id": asking.change(desk, access, asked, person, _Person).id}


def _said(channel: Kind, sender: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Return a message of the customer's; what goes by `api`, Gorgias leaves to us to deliver."""
    return {
        "channel": "email" if _is_by_mail(channel) else "api",
        "via": "api",
        "from_agent": False,
        "public": True,
        "sender": dict(sender),
        "body_text": text,
    }


def _is_by_mail(channel: Kind) -> bool:
    return not rules.goes_on_here(Helpdesk.gorgias, capabilities(channel))


def _messages(desk: Desk, access: Access, handed: Handed) -> tuple[_Message, ...]:
    query = urlencode({
        "ticket_id": handed.outside.ticket_id,
        "order_by": "created_datetime:desc",
        "limit": _NEWEST,
    })  # fmt: skip
    found = asking.get(desk, access, f"/api/messages?{query}", _Messages).data
    own = handed.outside.ticket_id
    return tuple(each for each in found if str(each.ticket_id) == own)


def _answer(message: _Message) -> Answer:
    sender = message.sender
    name = (sender.name if sender else "") or "Gorgias"
    # It says moments without saying that they are UTC.
    at = datetime.fromisoformat(message.created_datetime)
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    text = message.body_text or ""
    return Answer(id=str(message.id), line=Line(at=at, author="human", name=name, text=text))


def _made(ticket: _Ticket) -> Made:
    return Made(id=str(ticket.id), person_id=str(ticket.customer.id) if ticket.customer else "")
