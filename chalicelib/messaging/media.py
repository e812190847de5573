"""Files that a message names and its provider holds: fetched before the message is stored."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.channels.model import File, Inbound, Media
from chalicelib.channels.registry import CHANNELS
from chalicelib.core.desk import Desk
from chalicelib.core.errors import DeliveryFailed, NotFound, Unavailable
from chalicelib.messaging.files import emptied, stored
from chalicelib.tickets import deliveries, markers
from chalicelib.tickets.model import Message

MAX_FILES = 20
MISSING = "media_missing"
MAX_BYTES = 75 * 1024 * 1024
"""After so many no other is begun: all lie in the worker's memory at once."""
MAX_TIME = timedelta(seconds=40)
"""For all files of a message: its worker has two minutes."""


def fetched(desk: Desk, inbound: Inbound, inbox_id: str, *, is_last: bool) -> Inbound:
    """Return the message with its files; the notice tells where one could not be had.

    Raises Unavailable where another attempt may find it, unless this is the last: a message is
    not kept waiting for a picture.
    """
    if not inbound.media:
        return inbound
    until = desk.now() + MAX_TIME
    found, size = list[File](), 0
    for media in inbound.media[:MAX_FILES]:
        if size > MAX_BYTES:
            break
        file = _fetch(desk, inbound, inbox_id, media=media, until=until, is_last=is_last)
        if file is not None:
            found.append(file)
            size += len(file.content)
    notice = inbound.notice
    if len(found) < len(inbound.media):
        notice = f"{notice} {MISSING}".strip()
    return replace(inbound, media=(), files=(*inbound.files, *found), notice=notice)


def brought(desk: Desk, inbound: Inbound, inbox_id: str) -> bool:
    """Give a message that is known the files that it came without; False where it lacks none.

    Raises Unavailable where another attempt may find them.
    """
    message = _known(desk, inbound)
    if message is None or MISSING not in message.notice.split():
        return False
    own = replace(inbound, notice=_without(message.notice))
    found = fetched(desk, own, inbox_id, is_last=False)
    if len(found.files) <= len(message.attachments):  # the others are gone for good
        return False
    files = stored(desk, found.files)
    after = replace(message, attachments=files, notice=found.notice)
    is_noted = deliveries.amend(desk, message, after)
    emptied(desk, message.attachments if is_noted else files)
    return is_noted


def _known(desk: Desk, inbound: Inbound) -> Message | None:
    channel, known_as = inbound.channel, inbound.provider_id
    place = markers.ticket_of_message(desk, channel, known_as, consistent=True)
    with suppress(NotFound):
        return deliveries.load(desk, *place) if place else None
    return None


def _without(notice: str) -> str:
    return " ".join(word for word in notice.split() if word != MISSING)


def _fetch(
    desk: Desk, inbound: Inbound, inbox_id: str, *, media: Media, until: datetime, is_last: bool
) -> File | None:
    fetch = CHANNELS[inbound.channel].fetch
    if fetch is None or desk.now() > until:
        return None
    try:
        return fetch(desk, inbox_id, media)
    except DeliveryFailed:
        return None
    except Unavailable:
        if is_last:
            return None
        raise
