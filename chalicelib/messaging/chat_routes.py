"""Web chat over HTTP: what the shop's widget calls. Nothing here shows a note or an agent's id."""

from datetime import timedelta
from hmac import compare_digest
from typing import Annotated, Any

from msgspec import Meta

from chalicelib.accounts import storage as accounts
from chalicelib.accounts.tokens import account_of_public_key
from chalicelib.channels.webchat import sessions
from chalicelib.channels.webchat.guard import own_chat
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Invalid, NotFound
from chalicelib.core.hours import is_open, opens_at
from chalicelib.messaging import chat
from chalicelib.table import rates
from chalicelib.tickets import present
from chalicelib.web.answers import Answer, created, no_content
from chalicelib.web.bodies import Body
from chalicelib.web.request import Request
from chalicelib.web.routes import NOBODY_ASKED, Routes

open_routes = Routes(__name__ + ".open")
routes = Routes(__name__)
CHAT = "chat"
WINDOW = timedelta(minutes=10)
STARTS = 600
"""Chats from one address in a window: many shoppers may share one."""
MESSAGES = 300
"""Messages of one visitor in a window."""


class SessionBody(Body, frozen=True):
    """Who opens the chat; `user_hash` is the shop's own word for `user_id`."""

    public_key: Annotated[str, Meta(max_length=120)]
    email: Annotated[str, Meta(max_length=254)] = ""
    name: Annotated[str, Meta(max_length=120)] = ""
    user_id: Annotated[str, Meta(max_length=200)] = ""
    user_hash: Annotated[str, Meta(max_length=128)] = ""


class MessageBody(Body, frozen=True):
    """What the visitor writes."""

    text: Annotated[str, Meta(max_length=10_000)]


class SeenBody(Body, frozen=True):
    """How far the visitor has read; without it, to the end."""

    sequence: Annotated[int, Meta(ge=0, lt=10**10)] | None = None


class EmailBody(Body, frozen=True):
    """Where to answer when the visitor has gone."""

    email: Annotated[str, Meta(max_length=254)]


@open_routes.post("/v1/chat/sessions", needs=NOBODY_ASKED, body=SessionBody, status=201)
def start(desk: Desk, body: SessionBody) -> Answer:
    """Start a chat and tell whether somebody is there."""
    own = _own(desk, body.public_key)
    rates.limit(own, "chat_starts", desk.source_ip, most=STARTS, per=WINDOW)
    token, session = sessions.start(
        own,
        widget_secret=accounts.account(own).chat_secret,
        email=body.email,
        name=body.name,
        user_id=body.user_id,
        user_hash=body.user_hash,
    )
    return created(
        {
            "token": token,
            "office": _office(own),
            "account": {"name": accounts.account(own).name},
            "is_identified": session.is_identified,
        }
    )


@routes.post("/v1/chat/messages", needs=CHAT, body=MessageBody, status=201)
def write(desk: Desk, body: MessageBody) -> dict[str, Any]:
    """Send a message; the first one of a conversation makes a ticket (acceptance 14, 19)."""
    if not body.text.strip():
        raise Invalid("The text is empty.", code="empty_text")
    rates.limit(desk, "chat_messages", desk.caller.id, most=MESSAGES, per=WINDOW)
    return present.public_message(chat.write(desk, own_chat(desk), body.text))


@routes.get("/v1/chat/messages", needs=CHAT)
def poll(desk: Desk, request: Request) -> dict[str, Any]:
    """Return what is new; this call is the heartbeat that tells online from offline."""
    after = request.query.get("after") or "0"
    if not (after.isascii() and after.isdecimal()):
        raise Invalid("after must be the sequence of the last message.")
    conversation = chat.poll(desk, own_chat(desk), int(after[:10]))
    return {
        "data": [present.public_message(message) for message in conversation.messages],
        "conversation": conversation.id,
        "is_ended": conversation.is_ended,
        "sequence": conversation.sequence,
        "office": _office(desk),
    }


@routes.post("/v1/chat/seen", needs=CHAT, body=SeenBody)
def seen(desk: Desk, body: SeenBody) -> Answer:
    """Remember how far the visitor has read."""
    chat.see(desk, own_chat(desk), body.sequence)
    return no_content()


@routes.post("/v1/chat/email", needs=CHAT, body=EmailBody)
def leave_email(desk: Desk, body: EmailBody) -> Answer:
    """Remember where to answer; it is the visitor's word, so it opens nothing of anybody's."""
    chat.leave_email(desk, own_chat(desk), body.email)
    return no_content()


@routes.post("/v1/chat/forget", needs=CHAT)
def forget(desk: Desk) -> Answer:
    """Let this device's token open the chat no longer."""
    sessions.forget(desk)
    return no_content()


@routes.post("/v1/chat/end", needs=CHAT)
def end(desk: Desk) -> Answer:
    """End the conversation; the next message starts another (decision 3)."""
    chat.end(desk, own_chat(desk))
    return no_content()


def _office(desk: Desk) -> dict[str, Any]:
    calendar, now = accounts.calendar(desk), desk.now()
    return {"is_open": is_open(calendar, now), "opens_at": opens_at(calendar, now)}


def _own(desk: Desk, public_key: str) -> Desk:
    account_id = account_of_public_key(public_key)
    own = desk.for_account(account_id or "", desk.caller)
    if account_id is None or not compare_digest(accounts.account(own).public_key, public_key):
        raise NotFound("There is no shop with this public key.")
    return own
