"""Who is let into a chat: whoever holds one of its tokens, and only into that chat."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from chalicelib.channels.webchat import rules, storage, tokens
from chalicelib.channels.webchat.model import Chat
from chalicelib.core.desk import Caller, CallerKind, Desk
from chalicelib.core.errors import Unauthenticated

PERMISSION = "chat"
_CACHED = "chat"


class Asked(Protocol):
    """As much of a request as matters here; channels know no HTTP."""

    @property
    def bearer(self) -> str:
        """The token that came in the header."""
        ...

    @property
    def query(self) -> Mapping[str, str]:
        """What came in the address."""
        ...


def visitor(desk: Desk, request: Asked) -> Desk:
    """Let a visitor into their chat; one read, and none for what was never a token of ours.

    Every page polls, so the read is the cheaper kind; whom it does not know is looked up once more.
    """
    token = tokens.parse(request.bearer)
    if token is None or any(tokens.parse(value) for value in request.query.values()):
        # Addresses end up in logs, histories and Referer headers: no token is taken from there.
        raise Unauthenticated("Send the chat's token as `Authorization: Bearer <token>`.")
    own, now = desk.for_account(token.account_id), desk.now()
    chat = _admitting(own, token, now, consistent=False) or _admitting(
        own, token, now, consistent=True
    )
    if chat is None:
        raise Unauthenticated("This chat is over; start a new one.", code="chat_over")
    own.cache[_CACHED] = (now, chat)
    caller = Caller(
        kind=CallerKind.visitor,
        id=chat.id,
        name=chat.name,
        permissions=frozenset({PERMISSION}),
        session=token.digest,
    )
    return replace(own, caller=caller)


def _admitting(desk: Desk, token: tokens.Token, now: datetime, *, consistent: bool) -> Chat | None:
    chat = storage.find(desk, token.chat_id, consistent=consistent)
    return chat if chat is not None and rules.admits(chat, token.digest, now) else None


def own_chat(desk: Desk) -> Chat:
    """Return the chat of the visitor who asks, as the guard read it."""
    _, chat = desk.cache.get(_CACHED, (None, None))
    if not isinstance(chat, Chat) or chat.id != desk.caller.id:
        raise Unauthenticated("Nobody's chat is open here.")
    return chat
