"""Web chat over HTTP: what the shop's widget calls. Nothing here shows a note or an agent's id."""

from datetime import timedelta
from typing import Annotated, Any

from msgspec import Meta

from chalicelib.accounts import storage as accounts
from chalicelib.channels.webchat import sandbox, sessions
from chalicelib.channels.webchat.channel import FROM_VISITORS
from chalicelib.channels.webchat.guard import own_chat
from chalicelib.channels.webchat.model import Chat
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Forbidden, Invalid
from chalicelib.messaging import chat, widget
from chalicelib.messaging.sandbox import SHOPPER
from chalicelib.table import rates
from chalicelib.tickets import present
from chalicelib.tickets.attachments.routes import AttachmentIds, UploadBody, begun
from chalicelib.web.answers import Answer, created, no_content
from chalicelib.web.bodies import Body
from chalicelib.web.queries import Query
from chalicelib.web.request import Request
from chalicelib.web.routes import NOBODY_ASKED, Routes

open_routes = Routes()
routes = Routes()
CHAT = "chat"
WINDOW = timedelta(minutes=10)
STARTS = 600
"""Chats from one address in a window: many shoppers may share one."""
MESSAGES = 300
"""Messages of one visitor in a window."""
UPLOADS, UPLOADS_FROM = 50, 500
"""Uploads of one visitor, and from one address, in a window."""


class SessionBody(Body, frozen=True):
    """Who opens the chat; the hashes are the shop's own word for `user_id` and `email`."""

    public_key: Annotated[str, Meta(max_length=120)]
    email: Annotated[str, Meta(max_length=254)] = ""
    name: Annotated[str, Meta(max_length=120)] = ""
    user_id: Annotated[str, Meta(max_length=200)] = ""
    user_hash: Annotated[str, Meta(max_length=128)] = ""
    email_hash: Annotated[str, Meta(max_length=128)] = ""


class MessageBody(Body, frozen=True):
    """What the visitor writes; where files come with it, there may be no words."""

    text: Annotated[str, Meta(max_length=10_000)] = ""
    attachment_ids: AttachmentIds = ()


class PollQuery(Query, frozen=True):
    """What the visitor's page has already."""

    after: Annotated[
        int, Meta(ge=0, lt=10**10, description="`sequence` of the poll before, or 0.")
    ] = 0
    typing: Annotated[bool | None, Meta(description="Whether the visitor types.")] = None


class SeenBody(Body, frozen=True):
    """How far the visitor has read; without it, to the end."""

    sequence: Annotated[int, Meta(ge=0, lt=10**10)] | None = None


class EmailBody(Body, frozen=True):
    """Where to answer when the visitor has gone."""

    email: Annotated[str, Meta(max_length=254)]


@open_routes.post("/v1/chat/sessions", needs=NOBODY_ASKED, body=SessionBody, status=201)
def start(desk: Desk, request: Request, body: SessionBody) -> Answer:
    """Start a chat and tell whether somebody is there."""
    own = widget.of_public_key(desk, body.public_key)
    is_test = sandbox.is_key(body.public_key)
    _refuse_where_off(own, request, is_test=is_test)
    rates.limit(own, "chat_starts", desk.source_ip, most=STARTS, per=WINDOW)
    token, session = _begun_test(own) if is_test else _begun(own, body)
    return created(
        {
            "token": token,
            "office": widget.office(own),
            "account": {"name": accounts.account(own).name},
            "is_identified": session.is_identified,
        }
    )


@routes.post("/v1/chat/messages", needs=CHAT, body=MessageBody, status=201)
def write(desk: Desk, body: MessageBody) -> dict[str, Any]:
    """Send a message; the first one of a conversation makes a ticket (acceptance 14, 19)."""
    if not body.text.strip() and not body.attachment_ids:
        raise Invalid("The text is empty.", code="empty_text")
    rates.limit(desk, "chat_messages", desk.caller.id, most=MESSAGES, per=WINDOW)
    written = chat.write(desk, own_chat(desk), body.text, body.attachment_ids)
    return present.public_message(written)


@routes.post("/v1/chat/uploads", needs=CHAT, body=UploadBody, status=201)
def start_upload(desk: Desk, body: UploadBody) -> dict[str, Any]:
    """Return the form that a file is posted with; its id goes with a message of this chat."""
    rates.limit(desk, "chat_uploads", desk.caller.id, most=UPLOADS, per=WINDOW)
    rates.limit(desk, "chat_uploads_from", desk.source_ip, most=UPLOADS_FROM, per=WINDOW)
    return begun(desk, body, FROM_VISITORS)


@routes.get("/v1/chat/messages", needs=CHAT, query=PollQuery)
def poll(desk: Desk, query: PollQuery) -> dict[str, Any]:
    """Return what is new; this call is the heartbeat that tells online from offline.

    With `typing` (`true` or `false`) the team sees whether the visitor types, and the other way.
    """
    conversation = chat.poll(desk, own_chat(desk), query.after)
    return {
        "data": [present.public_message(message) for message in conversation.messages],
        "conversation": conversation.id,
        "is_ended": conversation.is_ended,
        "sequence": conversation.sequence,
        "is_agent_typing": conversation.is_thinking
        or _is_agent_typing(desk, conversation.id, query.typing),
        "handoff": conversation.handoff,
        "seen": conversation.seen,
        "is_seen": conversation.is_read and widget.look(desk).shows_seen,
        "office": widget.office(desk),
    }


@routes.get("/v1/chat/messages/{message_id}/attachments/{attachment_id}", needs=CHAT)
def get_file(desk: Desk, message_id: str, attachment_id: str) -> dict[str, str]:
    """Return an address for one download of a file in the own chat, good for minutes."""
    return {"url": chat.file_link(desk, own_chat(desk), message_id, attachment_id)}


def _is_agent_typing(desk: Desk, ticket_id: str, is_typing: bool | None) -> bool:  # noqa: FBT001
    if not ticket_id or is_typing is None:
        return False
    return chat.is_agent_typing(desk, ticket_id, is_typing=is_typing)


@routes.post("/v1/chat/seen", needs=CHAT, body=SeenBody, status=204)
def seen(desk: Desk, body: SeenBody) -> Answer:
    """Remember how far the visitor has read."""
    chat.see(desk, own_chat(desk), body.sequence)
    return no_content()


@routes.post("/v1/chat/email", needs=CHAT, body=EmailBody, status=204)
def leave_email(desk: Desk, body: EmailBody) -> Answer:
    """Remember where to answer; it is the visitor's word, so it opens nothing of anybody's."""
    chat.leave_email(desk, own_chat(desk), body.email)
    return no_content()


@routes.post("/v1/chat/forget", needs=CHAT, status=204)
def forget(desk: Desk) -> Answer:
    """Let this device's token open the chat no longer."""
    sessions.forget(desk)
    return no_content()


@routes.post("/v1/chat/end", needs=CHAT, status=204)
def end(desk: Desk) -> Answer:
    """End the conversation; the next message starts another (decision 3)."""
    chat.end(desk, own_chat(desk))
    return no_content()


def _begun(desk: Desk, body: SessionBody) -> tuple[str, Chat]:
    return sessions.start(
        desk,
        widget_secret=accounts.account(desk).chat_secret,
        email=body.email,
        name=body.name,
        user_id=body.user_id,
        user_hash=body.user_hash,
        email_hash=body.email_hash,
    )


def _begun_test(desk: Desk) -> tuple[str, Chat]:
    # Whoever tries the chat is no customer, and can name none.
    return sessions.start(desk, widget_secret="", name=SHOPPER, is_test=True)


def _refuse_where_off(desk: Desk, request: Request, *, is_test: bool) -> None:
    origin = request.headers.get("origin", "")
    if not widget.is_on(desk):
        raise Forbidden("This shop has no chat.", code="chat_off")
    if not widget.admits(desk, origin, request.headers.get("host", ""), is_test=is_test):
        raise Forbidden("This site may not show the chat.", code="origin_not_allowed")
