"""Sending by Instagram, and fetching files that customers sent."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.channels.instagram.channel import REPLY_WINDOW
from chalicelib.channels.meta import graph
from chalicelib.channels.model import File, Media, MediaLink, Outgoing
from chalicelib.channels.values import text
from chalicelib.channels.words import one_line
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Uncertain
from chalicelib.inboxes.graph import INSTAGRAM

_KINDS = frozenset({"image", "video", "audio"})


def send(desk: Desk, outgoing: Outgoing) -> str:
    """Return Instagram's id of the last part; raise DeliveryFailed, Unavailable or Uncertain."""
    inbox = graph.inbox_of(desk, outgoing.inbox_id)
    url = f"{INSTAGRAM}/{inbox.external_id}/messages"
    answer = graph.post_all(desk, inbox, url, contents(outgoing, desk.now()))
    if provider_id := text(answer, "message_id"):
        return provider_id
    raise Uncertain("Instagram took the message and gave no id.")


def contents(outgoing: Outgoing, now: datetime) -> tuple[Mapping[str, Any], ...]:
    """Return what is posted, in order: a message carries either a file or words.

    After a day only a person of the team may answer, for a week, and Instagram wants to be told so.
    """
    common: dict[str, Any] = {"recipient": {"id": outgoing.recipient}}
    written_at = outgoing.last_inbound_at
    is_late = written_at is not None and now - written_at > REPLY_WINDOW
    if is_late and not outgoing.is_automatic:
        common |= {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}
    messages: list[dict[str, Any]] = [{"attachment": _file(link)} for link in outgoing.media]
    if outgoing.text:
        messages.append({"text": outgoing.text})
    return tuple({**common, "message": message} for message in messages)


def fetch(desk: Desk, media: Media) -> File:
    """Return a file that a message names: its address is a secret, and needs no other."""
    return graph.file(desk, media, media.url, {})


def name_of(desk: Desk, inbox_id: str, address: str) -> str:
    """Return somebody's name, or else their handle; who has blocked the shop shows neither."""
    inbox = graph.inbox_of(desk, inbox_id)
    found = graph.glance(desk, inbox, f"{INSTAGRAM}/{address}?fields=name,username")
    handle = one_line(text(found, "username"))
    return one_line(text(found, "name")) or (f"@{handle}" if handle else "")


def _file(link: MediaLink) -> dict[str, Any]:
    kind = link.content_type.partition("/")[0]
    return {"type": kind if kind in _KINDS else "file", "payload": {"url": link.url}}
