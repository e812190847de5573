"""What texts can carry, and which provider carries them."""

from collections.abc import Callable

from chalicelib.channels.media import MB, MediaKind, MediaLimits
from chalicelib.channels.model import (
    Capabilities,
    Channel,
    Credentials,
    File,
    Hook,
    Kind,
    Media,
    Outgoing,
    Reopen,
)
from chalicelib.core.desk import Desk
from chalicelib.core.errors import DeliveryFailed, NotFound
from chalicelib.inboxes import secrets, storage
from chalicelib.inboxes.model import Inbox

MAX_TEXT = 1_600
"""What both providers take: ten segments and more."""

_Send = Callable[[Desk, Inbox, Credentials, Outgoing], str]


def hook(provider: str) -> Hook:
    """Return how texts and reports are read."""
    from chalicelib.channels.sms import aws, twilio

    return {"aws": aws.HOOK, "twilio": twilio.HOOK}[provider]


def send(desk: Desk, outgoing: Outgoing) -> str:
    """Send from the number that the last text came to; only workers do."""
    inbox, credentials = _opened(desk, outgoing.inbox_id)
    return _senders()[inbox.provider](desk, inbox, credentials, outgoing)


def fetch(desk: Desk, inbox_id: str, media: Media) -> File:
    """Return a picture that came with a text."""
    from chalicelib.channels.sms import twilio_api

    inbox, credentials = _opened(desk, inbox_id)
    if inbox.provider != "twilio":
        raise DeliveryFailed("This provider holds no pictures.", permanent=True)
    return twilio_api.fetch(desk, inbox, credentials, media)


def segments(text: str) -> int:
    """Return how many texts the networks make of one."""
    from chalicelib.channels.sms.segments import segments

    return segments(text).count


def _senders() -> dict[str, _Send]:
    # What sends is loaded by those who do: the API only reads.
    from chalicelib.channels.sms import aws_api, twilio_api

    return {"aws": aws_api.send, "twilio": twilio_api.send}


def _opened(desk: Desk, inbox_id: str) -> tuple[Inbox, Credentials]:
    try:
        inbox = storage.find(desk, inbox_id)
    except NotFound as error:
        detail = "The number that this customer wrote to is not connected any more."
        raise DeliveryFailed(detail, permanent=True) from error
    return inbox, secrets.opened(desk, inbox)


_PICTURES = ("image/jpeg", "image/png", "image/gif")
_ADVISED = 600_000
_BY_TWILIO = MediaLimits(
    kinds=(
        MediaKind(types=_PICTURES, max_bytes=5 * MB),
        # Only pictures are made smaller on the way; networks drop larger files of other kinds.
        MediaKind(
            types=(
                "video/mp4", "video/3gpp", "audio/mpeg", "audio/mp4", "audio/ogg", "audio/amr",
                "application/pdf", "text/vcard", "text/csv", "text/calendar",
            ),
            max_bytes=_ADVISED,
        ),
    ),
    max_total_bytes=5 * MB,
    advised_bytes=_ADVISED,
    is_fetched=True,
)  # fmt: skip
_BY_AWS = MediaLimits(
    kinds=(MediaKind(types=_PICTURES, max_bytes=_ADVISED),), most=1, needs="media_bucket"
)
"""One picture, out of a bucket of the merchant's own."""

CHANNEL = Channel(
    kind=Kind.sms,
    capabilities=Capabilities(
        subject=False,
        html=False,
        max_text=MAX_TEXT,
        reopen=Reopen.reopens,
        agent_may_reopen=True,
        reply_window=None,
        is_pulled=False,
        known_by="phone",
        threads_by_person=True,
        noun="text",
        needs_consent=True,
        has_keywords=True,
        attributes=True,
        shortens=True,
        media={"twilio": _BY_TWILIO, "aws": _BY_AWS},
    ),
    send=send,
    providers=("twilio", "aws"),
    hook=hook,
    segments=segments,
    fetch=fetch,
)
