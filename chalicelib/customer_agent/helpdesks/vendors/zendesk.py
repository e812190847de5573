"""Asking Zendesk: a thin client of its Ticketing API.

https://developer.zendesk.com/api-reference/ticketing/introduction/
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import msgspec

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict, Forbidden, Invalid
from chalicelib.core.moments import from_rfc3339
from chalicelib.customer_agent.helpdesks import rules
from chalicelib.customer_agent.helpdesks.handed import known_words
from chalicelib.customer_agent.helpdesks.model import (
    Access,
    Answer,
    Handed,
    Line,
    Made,
    Story,
    Word,
)
from chalicelib.customer_agent.helpdesks.vendors import asking

WINDOW = timedelta(minutes=5)
"""A delivery that was signed longer ago is refused."""
_NEWEST = 30
"""Comments that are looked at for what is new."""
_ATTEMPTS = 3
_HEADERS = ("x-zendesk-webhook-signature", "x-zendesk-webhook-signature-timestamp")
_SLACK = timedelta(minutes=1)
"""Its clock and ours may differ by so much."""


class _User(msgspec.Struct, frozen=True):
    id: int | None = None
    name: str = ""
    role: str = ""


class _Me(msgspec.Struct, frozen=True):
    user: _User


class _Ticket(msgspec.Struct, frozen=True):
    id: int
    requester_id: int
    updated_at: str = ""
    external_id: str | None = None


class _One(msgspec.Struct, frozen=True):
    ticket: _Ticket


class _Tickets(msgspec.Struct, frozen=True):
    tickets: tuple[_Ticket, ...]


class _Happening(msgspec.Struct, frozen=True):
    id: int
    type: str


class _Audit(msgspec.Struct, frozen=True):
    events: tuple[_Happening, ...] = ()


class _Updated(msgspec.Struct, frozen=True):
    audit: _Audit = _Audit()


class _Via(msgspec.Struct, frozen=True):
    channel: str = ""


class _Comment(msgspec.Struct, frozen=True):
    id: int
    author_id: int
    created_at: str
    public: bool = True
    via: _Via = _Via()
    body: str = ""
    plain_body: str | None = None


class _Comments(msgspec.Struct, frozen=True):
    comments: tuple[_Comment, ...]
    users: tuple[_User, ...] = ()


def check(desk: Desk, access: Access) -> None:
    """Raise Forbidden where it does not take the token, or not as an agent's."""
    me = asking.get(desk, access, "/api/v2/users/me.json", _Me).user
    # Whom it does not know, it calls anonymous, and lets them ask.
    if not me.id:
        raise Forbidden("Zendesk does not take the token.", code="token_refused")
    if me.role not in ("agent", "admin"):
        raise Forbidden("The token's owner is no agent at Zendesk.", code="not_allowed")


def url(access: Access, ticket_id: str) -> str:
    """Return where the team opens a ticket."""
    return f"https://{access.place}.zendesk.com/agent/tickets/{ticket_id}"


def find(desk: Desk, access: Access, conversation_id: str) -> Made | None:
    """Return the ticket that a conversation became, if it did."""
    query = urlencode({"external_id": conversation_id})
    found = asking.get(desk, access, f"/api/v2/tickets.json?{query}", _Tickets).tickets
    same = (_made(each) for each in found if each.external_id == conversation_id)
    return next(same, None)


def create(desk: Desk, access: Access, story: Story) -> Made:
    """Make a conversation a ticket."""
    told: dict[str, Any] = {
        "subject": rules.subject(story),
        "external_id": story.conversation_id,
        "tags": rules.tags(story),
        "comment": {"body": rules.transcript(story), "public": True},
        **_requester(desk, access, story),
    }
    asked = ("POST", "/api/v2/tickets.json")
    key = hashlib.sha256(f"{desk.account_id} {story.conversation_id}".encode()).hexdigest()
    return _made(asking.change(desk, access, asked, {"ticket": told}, _One, key=key).ticket)


def say(desk: Desk, access: Access, handed: Handed, word: Word) -> Made:
    """Add what the customer said, once: a ticket that moved since it was read is read again."""
    path = f"/api/v2/tickets/{handed.outside.ticket_id}.json"
    comment = {
        "body": word.line.text,
        "public": True,
        "author_id": int(handed.person_id),
    }
    for _ in range(_ATTEMPTS):
        ticket = asking.get(desk, access, path, _One).ticket
        stamp = {"safe_update": True, "updated_stamp": ticket.updated_at}
        told = {"ticket": {"comment": comment, **stamp}}
        try:
            done = asking.change(desk, access, ("PUT", path), told, _Updated)
        except Conflict:
            # Sent again by itself after a failure, it meets what it did the first time.
            if found := find_word(desk, access, handed, word):
                return found
            continue
        return Made(id=next((str(e.id) for e in done.audit.events if e.type == "Comment"), "-"))
    raise Conflict("Zendesk is changing this ticket all the time.")


def find_word(desk: Desk, access: Access, handed: Handed, word: Word) -> Made | None:
    """Return what the customer said as it stands there, if it does."""
    text = " ".join(word.line.text.split())
    for each in _comments(desk, access, handed).comments:
        is_new = from_rfc3339(each.created_at) >= word.since - _SLACK
        is_theirs = str(each.author_id) == handed.person_id and str(each.id) not in word.known
        if is_new and is_theirs and " ".join(_text(each).split()) == text:
            return Made(id=str(each.id))
    return None


def answers(desk: Desk, access: Access, handed: Handed) -> list[Answer]:
    """Return what the team wrote to the customer of late, the oldest first.

    Who asks may be of the team there: what they wrote here, and we told, is no answer.
    """
    found = _comments(desk, access, handed)
    team = {user.id: user.name for user in found.users if user.role in ("agent", "admin")}
    is_of_team = handed.person_id in map(str, team)
    ours = known_words(desk, handed.conversation_id) if is_of_team else frozenset[str]()
    return [
        _answer(each, team[each.author_id])
        for each in reversed(found.comments)
        if each.public
        and each.author_id in team
        and not (str(each.author_id) == handed.person_id and _is_told(each, ours))
        and _text(each).strip()
        and not rules.is_transcript(handed.conversation_id, _text(each))
    ]


def is_genuine(body: bytes, headers: Mapping[str, str], secret: str, now: datetime) -> bool:
    """Tell in constant time whether Zendesk signed these bytes with this secret, just now."""
    given, stamp = (headers.get(name, "") for name in _HEADERS)
    if not secret or not given or not stamp or not (given + stamp).isascii():
        return False
    digest = hmac.new(secret.encode(), stamp.encode() + body, hashlib.sha256).digest()
    if not hmac.compare_digest(base64.b64encode(digest).decode(), given):
        return False
    try:
        return abs(now - from_rfc3339(stamp)) <= WINDOW
    except Invalid:
        return False


def _requester(desk: Desk, access: Access, story: Story) -> dict[str, Any]:
    name = rules.name(story)
    if story.email:
        return {"requester": {"name": name, "email": story.email}}
    # Who has no address is somebody of ours: nobody whom Zendesk knows is changed by this.
    person = {"name": name, "external_id": f"deskhand-{story.profile_id or story.conversation_id}"}
    if story.phone:
        person["phone"] = story.phone
    path = "/api/v2/users/create_or_update.json"
    known = asking.change(desk, access, ("POST", path), {"user": person}, _Me)
    return {"requester_id": known.user.id, "submitter_id": known.user.id}


def _comments(desk: Desk, access: Access, handed: Handed) -> _Comments:
    query = urlencode({"sort": "-created_at", "page[size]": _NEWEST, "include": "users"})
    path = f"/api/v2/tickets/{handed.outside.ticket_id}/comments.json?{query}"
    return asking.get(desk, access, path, _Comments)


def _is_told(comment: _Comment, ours: frozenset[str]) -> bool:
    # What was told just now is not noted yet, but it came by the API.
    return str(comment.id) in ours or comment.via.channel == "api"


def _answer(comment: _Comment, name: str) -> Answer:
    at = from_rfc3339(comment.created_at)
    return Answer(
        id=str(comment.id), line=Line(at=at, author="human", name=name, text=_text(comment))
    )


def _text(comment: _Comment) -> str:
    # What is plain there is still written with the spaces of HTML.
    return (comment.plain_body or comment.body).replace("&nbsp;", " ")


def _made(ticket: _Ticket) -> Made:
    return Made(id=str(ticket.id), person_id=str(ticket.requester_id))
