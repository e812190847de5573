"""A chat's row, and the way between row and value."""

from datetime import UTC, datetime

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
)

from chalicelib.channels.webchat.model import Chat
from chalicelib.table import keys
from chalicelib.table.row import MomentAttribute, Row


class ChatRow(Row, discriminator="chat"):
    """A visitor's chat; `expires_at` is the table's TTL attribute, epoch seconds."""

    email = UnicodeAttribute(null=True)
    is_email_proved = BooleanAttribute(null=True)
    name = UnicodeAttribute(null=True)
    user_id = UnicodeAttribute(null=True)
    is_identified = BooleanAttribute(default=False)
    is_test = BooleanAttribute(null=True)
    heard_at = MomentAttribute(null=True)
    seen_ticket_id = UnicodeAttribute(null=True)
    seen_sequence = NumberAttribute(null=True)
    created_at = MomentAttribute()
    expires_at = NumberAttribute()
    digests = JSONAttribute()


def to_row(account_id: str, chat: Chat) -> ChatRow:
    """Return the row of a new chat."""
    return ChatRow(
        *keys.chat(account_id, chat.id),
        email=chat.email or None,
        is_email_proved=chat.is_email_proved or None,
        name=chat.name or None,
        user_id=chat.user_id or None,
        is_identified=chat.is_identified,
        is_test=chat.is_test or None,
        created_at=chat.created_at,
        expires_at=epoch(chat.expires_at),
        digests=list(chat.digests),
    )


def to_chat(row: ChatRow, chat_id: str) -> Chat:
    """Return the chat of a row."""
    return Chat(
        id=chat_id,
        email=row.email or "",
        is_email_proved=bool(row.is_email_proved),
        name=row.name or "",
        user_id=row.user_id or "",
        is_identified=row.is_identified,
        is_test=bool(row.is_test),
        heard_at=row.heard_at,
        seen_ticket_id=row.seen_ticket_id or "",
        seen_sequence=int(row.seen_sequence or 0),
        created_at=row.created_at,
        expires_at=datetime.fromtimestamp(int(row.expires_at), UTC),
        digests=tuple(row.digests),
    )


def epoch(moment: datetime) -> int:
    """Return whole seconds, as the table's TTL wants them."""
    return int(moment.timestamp())
