"""What a visitor's page does with its chat: start it, be heard, tell what was seen, leave."""

from dataclasses import replace
from datetime import datetime

from chalicelib.channels.webchat import rules, storage, tokens
from chalicelib.channels.webchat.model import Chat
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Forbidden, NotFound, Unavailable

_ATTEMPTS = 5


def start(
    desk: Desk, *, widget_secret: str, email: str = "", name: str = "", user_id: str = "",
    user_hash: str = "", email_hash: str = "", is_test: bool = False,
) -> tuple[str, Chat]:  # fmt: skip
    """Return a new token and its chat: the shop's user's own, or else one of nobody in particular.

    A wrong or absent hash is no error: the visitor is anonymous then, and meets nobody's history.
    """
    now, known_email = desk.now(), rules.address(email) if email else ""
    is_identified = rules.is_vouched_for(widget_secret, user_id, user_hash)
    chat = Chat(
        id=rules.chat_id_of(desk.account_id, user_id) if is_identified else desk.new_id("chat"),
        email=known_email,
        is_email_proved=is_identified
        and rules.is_email_vouched_for(widget_secret, known_email, email_hash),
        name=rules.name(name),
        user_id=user_id if is_identified else "",
        is_identified=is_identified,
        is_test=is_test,
        created_at=now,
        expires_at=now + rules.UNHEARD_FOR,
    )
    token, digest = tokens.issue(desk, chat.id)
    return token, _opened(desk, chat, digest)


def find(desk: Desk, chat_id: str) -> Chat | None:
    """Return the chat, or None."""
    return storage.find(desk, chat_id)


def hear(desk: Desk, chat: Chat, now: datetime) -> None:
    """Note that the visitor is there; written every 20 seconds at most."""
    if rules.is_heartbeat_due(chat, now):
        kept_for = rules.UNHEARD_FOR if chat.is_test else rules.UNVISITED_FOR
        storage.set_heard(desk, chat.id, now, now + kept_for)


def mark_seen(desk: Desk, chat_id: str, ticket_id: str, sequence: int) -> None:
    """Note how far the visitor has read; it only moves ahead, whichever tab speaks last."""
    storage.set_seen(desk, chat_id, ticket_id, sequence)


def leave_email(desk: Desk, chat: Chat, email: str) -> str:
    """Note where to answer when the visitor has left, and return it; the newest address counts.

    Forbidden in a test: nobody is written to from there.
    """
    if chat.is_test:
        raise Forbidden("No mail leaves from a test.", code="is_test")
    address = rules.address(email)
    if not storage.set_email(desk, chat.id, address):
        raise NotFound("There is no such chat.")
    return address


def forget(desk: Desk) -> None:
    """Let the token of this very call open nothing any more: somebody else uses the device next."""
    digest = desk.caller.session
    for _ in range(_ATTEMPTS):
        chat = storage.find(desk, desk.caller.id)
        if chat is None or digest not in chat.digests:
            return
        kept = tuple(other for other in chat.digests if other != digest)
        if storage.change_tokens(desk, chat, replace(chat, digests=kept)):
            return
    raise Unavailable("Too many use this chat at once; try again.")


def _opened(desk: Desk, fresh: Chat, digest: str) -> Chat:
    for _ in range(_ATTEMPTS):
        known = storage.find(desk, fresh.id) if fresh.is_identified else None
        if known is not None and digest in known.digests:
            return known
        chat = rules.joined(known, fresh, digest)
        is_written = (
            storage.change_tokens(desk, known, chat) if known else storage.create(desk, chat)
        )
        if is_written:
            return chat
    raise Unavailable("Too many start this chat at once; try again.")
