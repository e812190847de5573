"""The Instagram channel, for the table of channels."""

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
from chalicelib.core.desk import Desk

REPLY_WINDOW = timedelta(hours=24)


def hook(provider: str) -> Hook:
    """Return how messages and reports are read."""
    from chalicelib.channels.instagram.parse import addresses, parse
    from chalicelib.channels.meta.signature import verify

    return Hook(provider=provider, addresses=addresses, verify=verify, parse=parse)


def send(desk: Desk, outgoing: Outgoing) -> str:
    """Send by the Instagram API; only workers do."""
    from chalicelib.channels.instagram import send as graph

    return graph.send(desk, outgoing)


def fetch(desk: Desk, inbox_id: str, media: Media) -> File:
    """Return a file that a customer sent."""
    from chalicelib.channels.instagram import send as graph

    return graph.fetch(desk, media)


def name_of(desk: Desk, inbox_id: str, address: str) -> str:
    """Return what a customer is called, or calls themselves; it may be empty."""
    from chalicelib.channels.instagram import send as graph

    return graph.name_of(desk, inbox_id, address)


_MEDIA = MediaLimits(
    kinds=(
        MediaKind(types=("image/png", "image/jpeg", "image/gif"), max_bytes=8 * MB),
        MediaKind(
            types=("audio/aac", "audio/mp4", "audio/x-m4a", "audio/wav", "audio/x-wav"),
            max_bytes=25 * MB,
        ),
        MediaKind(
            types=(
                "video/mp4", "video/ogg", "video/x-msvideo", "video/quicktime", "video/webm",
            ),
            max_bytes=25 * MB,
        ),
        MediaKind(types=("application/pdf",), max_bytes=25 * MB),
    ),
    is_fetched=True,
)  # fmt: skip
"""As Meta lists the attachments that Instagram takes."""

CHANNEL = Channel(
    kind=Kind.instagram,
    capabilities=Capabilities(
        subject=False,
        html=False,
        max_text=1000,
        counts_bytes=True,
        reopen=Reopen.makes_new,
        agent_may_reopen=True,
        reply_window=REPLY_WINDOW,
        human_agent_window=timedelta(days=7),
        is_pulled=False,
        known_by="handle",
        threads_by_person=True,
        media={"meta": _MEDIA},
    ),
    send=send,
    providers=("meta",),
    hook=hook,
    fetch=fetch,
    name_of=name_of,
)
