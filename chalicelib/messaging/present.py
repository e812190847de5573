"""Entries as agents see them, with what only the channel and the short links know."""

from typing import Any

from chalicelib.channels.registry import CHANNELS
from chalicelib.core.desk import Desk
from chalicelib.marketing.links.shorten import on_its_way
from chalicelib.tickets import present
from chalicelib.tickets.model import Entry, Message


def entry(desk: Desk, value: Entry) -> dict[str, Any]:
    """Return an entry; the segments of a text are those of what leaves, not of what was written."""
    shown = present.entry(value)
    if isinstance(value, Message) and not (value.is_inbound or value.attachments):
        channel = CHANNELS.get(value.channel)
        if channel and channel.segments and channel.capabilities.shortens:
            shown["segments"] = channel.segments(on_its_way(desk, value))
    return shown
