"""What web chat can carry. Nothing is sent: the visitor's own page asks for what is new."""

from typing import NoReturn

from chalicelib.channels.media import ANY_TYPE, MB, MediaKind, MediaLimits
from chalicelib.channels.model import Capabilities, Channel, Kind, Outgoing, Reopen
from chalicelib.core.desk import Desk
from chalicelib.core.errors import DeliveryFailed

MAX_TEXT = 10_000
FROM_VISITORS = MediaLimits(
    kinds=(
        MediaKind(
            types=(
                *("image/png", "image/jpeg", "image/gif", "image/webp", "image/heic"),
                *("video/mp4", "video/quicktime", "video/webm", "application/pdf", "text/plain"),
            ),
            max_bytes=10 * MB,
        ),
    ),
    most=5,
    max_total_bytes=50 * MB,
)
"""Which files a visitor's message can bring along: they are anybody's."""


def send(desk: Desk, outgoing: Outgoing) -> NoReturn:
    """Refuse: a chat message that waits to be sent is a mistake, and stays visible as one."""
    raise DeliveryFailed("Chat messages are fetched, not sent.", permanent=True)


CHANNEL = Channel(
    kind=Kind.webchat,
    capabilities=Capabilities(
        subject=False,
        html=False,
        max_text=MAX_TEXT,
        reopen=Reopen.makes_new,
        agent_may_reopen=False,
        reply_window=None,
        is_pulled=True,
        known_by="user",
        threads_by_person=True,
        assigns_on_reply=True,
        answers_by_hours=True,
        media={"": MediaLimits(kinds=(MediaKind(types=(ANY_TYPE,), max_bytes=20 * MB),))},
    ),
    send=send,
)
