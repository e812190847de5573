"""The WhatsApp channel, for the table of channels."""

from datetime import timedelta

from chalicelib.channels.media import MB, MediaKind, MediaLimits
from chalicelib.channels.model import (
    Capabilities,
    Channel,
    File,
    Hook,
    Kind,
    Media,
    Outgoing,
    Reopen,
)
from chalicelib.channels.whatsapp.kinds import KINDS
from chalicelib.core.desk import Desk

_OFFICE = "application/vnd.openxmlformats-officedocument"
_MAX_BYTES = {"image": 5 * MB, "audio": 16 * MB, "video": 16 * MB}
_DOCUMENTS = (
    "application/pdf",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    f"{_OFFICE}.presentationml.presentation",
    f"{_OFFICE}.spreadsheetml.sheet",
    f"{_OFFICE}.wordprocessingml.document",
    "text/plain",
)
_MEDIA = MediaLimits(
    kinds=(
        *(
            MediaKind(types=tuple(t for t in KINDS if KINDS[t] == kind), max_bytes=most)
            for kind, most in _MAX_BYTES.items()
        ),
        MediaKind(types=_DOCUMENTS, max_bytes=100 * MB),
    ),
    is_fetched=True,
)
"""As Meta lists the media that the Cloud API takes."""


def hook(provider: str) -> Hook:
    """Return how messages and reports are read."""
    from chalicelib.channels.meta.signature import verify
    from chalicelib.channels.whatsapp.parse import addresses, parse

    return Hook(provider=provider, addresses=addresses, verify=verify, parse=parse)


def send(desk: Desk, outgoing: Outgoing) -> str:
    """Send by the Graph API; only workers do."""
    from chalicelib.channels.whatsapp import send as graph

    return graph.send(desk, outgoing)


def fetch(desk: Desk, inbox_id: str, media: Media) -> File:
    """Return a file that a customer sent."""
    from chalicelib.channels.whatsapp import send as graph

    return graph.fetch(desk, inbox_id, media)


CHANNEL = Channel(
    kind=Kind.whatsapp,
    capabilities=Capabilities(
        subject=False,
        html=False,
        max_text=4096,
        reopen=Reopen.reopens,
        agent_may_reopen=True,
        reply_window=timedelta(hours=24),
        is_pulled=False,
        known_by="phone",
        threads_by_person=True,
        noun="WhatsApp message",
        has_keywords=True,
        templates=True,
        media={"meta": _MEDIA},
    ),
    send=send,
    providers=("meta",),
    hook=hook,
    fetch=fetch,
)
