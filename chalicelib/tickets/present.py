"""Tickets and entries as the API shows them."""

from collections.abc import Callable, Iterable
from typing import Any

from chalicelib.channels.registry import CHANNELS
from chalicelib.core.ids import message_id
from chalicelib.tickets.model import (
    Attachment,
    Attribution,
    CustomerRef,
    Entry,
    Event,
    Message,
    Note,
    State,
    Ticket,
)

NameOf = Callable[[str], str]
"""From an agent's or a team's id to the name to show; empty for who is gone."""


def ticket(
    value: Ticket, viewer_id: str, name_of: NameOf, *, name_of_team: NameOf
) -> dict[str, Any]:
    """Return a ticket as this viewer sees it, with what lists know of it."""
    assignee, team = value.assignee_id, value.team_id
    return {
        "id": value.id,
        "number": value.number,
        "channel": value.channel,
        "inbox": value.inbox,
        "status": value.status,
        "is_spam": value.is_spam,
        "is_test": value.is_test,
        "subject": value.subject,
        "preview": value.preview,
        "customer": _customer(value.customer),
        "assignee": {"id": assignee, "name": name_of(assignee)} if assignee else None,
        "team": {"id": team, "name": name_of_team(team)} if team else None,
        "tags": [{"name": tag.name, "source": tag.source} for tag in value.tags],
        "is_unread": value.is_unread_for(viewer_id),
        "version": value.version,
        "created_at": value.created_at,
        "updated_at": value.updated_at,
        "snoozed_until": value.snoozed_until,
        "closed_at": value.closed_at,
        "attribution": _attribution(value.attribution),
    }


def thread_facts(value: Ticket) -> dict[str, Any]:
    """Return what only the ticket's own row tells; lists are read from indexes without it."""
    return {
        "linked_ticket_id": value.linked_ticket_id,
        "participants": list(value.participants),
        "assigned_by": value.assigned_by,
    }


def _attribution(value: Attribution | None) -> dict[str, Any] | None:
    if value is None:
        return None
    return {
        "kind": value.kind,
        "name": value.name,
        "source_id": value.source_id or None,
        "send_id": value.send_id,
        "sent_at": value.sent_at,
    }


def _customer(value: CustomerRef) -> dict[str, str]:
    return {"id": value.id, "name": value.name, "email": value.email, "phone": value.phone}


def entry(value: Entry) -> dict[str, Any]:
    """Return an entry as agents see it, with the same members for every kind."""
    shown: dict[str, Any] = {
        "id": message_id(value.ticket_id, value.sequence),
        "sequence": value.sequence,
        "kind": "event",
        "direction": None,
        "author": {"type": value.author.type, "id": value.author.id, "name": value.author.name},
        "text": "",
        "html": None,
        "attachments": [],
        "state": None,
        "is_automatic": False,
        "created_at": value.created_at,
    }
    match value:
        case Note():
            files = _files(value.attachments)
            return {**shown, "kind": "note", "text": value.text, "attachments": files}
        case Event():
            return {**shown, "event": value.name, "details": dict(value.details)}
        case Message():
            return {**shown, **_message(value)}


def public_message(value: Message) -> dict[str, Any]:
    """Return a message as the customer may see it: a shape that has no place for anything else."""
    return {
        "id": value.id,
        "sequence": value.sequence,
        "direction": "inbound" if value.is_inbound else "outbound",
        # The profile behind a visitor may be somebody's whose address they only typed.
        "author": {
            "type": value.author.type,
            "name": "" if value.is_inbound else value.author.name,
        },
        "text": value.text,
        "attachments": _files(value.attachments),
        "is_automatic": value.is_automatic,
        "created_at": value.created_at,
    }


def _files(files: Iterable[Attachment]) -> list[dict[str, Any]]:
    return [
        {
            "id": file.id,
            "name": file.name,
            "content_type": file.content_type,
            "size": file.size,
            "content_id": file.content_id or None,
        }
        for file in files
    ]


def _message(value: Message) -> dict[str, Any]:
    return {
        "kind": "message",
        "channel": value.channel,
        "direction": "inbound" if value.is_inbound else "outbound",
        "subject": value.subject,
        "text": value.text,
        "segments": _segments(value),
        "quoted": value.quoted,
        "html": value.html,
        "attachments": _files(value.attachments),
        "state": value.state,
        "state_detail": value.state_detail or None,
        "held_until": value.held_until if value.state is State.queued else None,
        "is_automatic": value.is_automatic,
        "flags": list(value.flags),
        "notice": value.notice or None,
        "sender": value.sender or None,
        "attribution": _attribution(value.attribution),
        "has_raw": bool(value.raw_key),
    }


def _segments(value: Message) -> int | None:
    channel = CHANNELS.get(value.channel)
    if value.is_inbound or channel is None or channel.segments is None:
        return None
    # With files it is one message of another kind, however long its words are.
    return 1 if value.attachments else channel.segments(value.text)
