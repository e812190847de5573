"""Chats in the table: one row each, changed in place, so that no tab undoes another's word.

The changes answer whether they were made; what was not as expected stays as it is.
"""

from datetime import datetime
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.channels.webchat.model import Chat
from chalicelib.channels.webchat.rows import ChatRow, epoch, to_chat, to_row
from chalicelib.core import ids
from chalicelib.core.desk import Desk
from chalicelib.table import keys
from chalicelib.table.read import find as find_row
from chalicelib.table.row import Row
from chalicelib.table.write import ConditionFailed, translated


def find(desk: Desk, chat_id: str, *, consistent: bool = True) -> Chat | None:
    """Return the chat as it is now; what has no id's form is not even looked up."""
    if not ids.is_id("chat", chat_id):
        return None
    with translated():
        row = find_row(ChatRow, keys.chat(desk.account_id, chat_id), consistent=consistent)
    return to_chat(row, chat_id) if row else None


def create(desk: Desk, chat: Chat) -> bool:
    """Write a new chat, unless there is one of that id already."""
    row = to_row(desk.account_id, chat)
    row.operation = desk.operation_id
    try:
        with translated():
            # Nobody else can have written these tokens: then the answer was lost, not the race.
            row.save(condition=Row.pk.does_not_exist() | _has_tokens(chat))
    except ConditionFailed:
        return False
    return True


def change_tokens(desk: Desk, before: Chat, after: Chat) -> bool:
    """Write the tokens, and what a visitor may bring along with one; unless others were faster."""
    actions = [
        ChatRow.digests.set(list(after.digests)),
        ChatRow.expires_at.set(epoch(after.expires_at)),
        *_set_or_remove(ChatRow.email, after.email),
        ChatRow.is_email_proved.set(after.is_email_proved),
        *_set_or_remove(ChatRow.name, after.name),
    ]
    return _update(desk, before.id, *actions, condition=_has_tokens(before))


def set_heard(desk: Desk, chat_id: str, now: datetime, expires_at: datetime) -> bool:
    """Write that the visitor was there, unless somebody wrote a later moment."""
    actions = ChatRow.heard_at.set(now), ChatRow.expires_at.set(epoch(expires_at))
    is_news = ChatRow.heard_at.does_not_exist() | (ChatRow.heard_at < now)
    return _update(desk, chat_id, *actions, condition=is_news)


def set_seen(desk: Desk, chat_id: str, ticket_id: str, sequence: int) -> bool:
    """Write how far the visitor has read, unless they had read further."""
    actions = ChatRow.seen_ticket_id.set(ticket_id), ChatRow.seen_sequence.set(sequence)
    is_further = (ChatRow.seen_ticket_id == ticket_id) & (ChatRow.seen_sequence < sequence)
    # Ticket ids sort by time: a later conversation is further than any entry of an earlier one.
    is_later = ChatRow.seen_ticket_id.does_not_exist() | (ChatRow.seen_ticket_id < ticket_id)
    return _update(desk, chat_id, *actions, condition=is_later | is_further)


def set_email(desk: Desk, chat_id: str, email: str) -> bool:
    """Write an address that the visitor typed."""
    actions = ChatRow.email.set(email), ChatRow.is_email_proved.remove()
    return _update(desk, chat_id, *actions)


def _has_tokens(chat: Chat) -> Condition:
    return ChatRow.digests == list(chat.digests)


def _set_or_remove(attribute: Any, text: str) -> list[Action]:
    return [attribute.set(text) if text else attribute.remove()]


def _update(desk: Desk, chat_id: str, *actions: Action, condition: Condition | None = None) -> bool:
    expected = Row.pk.exists()
    if condition is not None:
        expected &= condition
    row = ChatRow(*keys.chat(desk.account_id, chat_id))
    try:
        with translated():
            row.update([*actions, Row.operation.set(desk.operation_id)], condition=expected)
    except ConditionFailed:
        return False
    return True
