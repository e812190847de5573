"""The mail channel, for the table of channels."""

from chalicelib.channels.media import ANY_TYPE, MB, MediaKind, MediaLimits
from chalicelib.channels.model import Capabilities, Channel, Kind, Outgoing, Reopen
from chalicelib.core.desk import Desk


def send(desk: Desk, outgoing: Outgoing) -> str:
    """Send by SES; only workers do, so the API never loads what writes mail."""
    from chalicelib.channels.email import send as mail

    return mail.send(desk, outgoing)


_MAX_FILES = 18 * MB
"""Of a mail's 40 MB, SES's limit, base64 takes a quarter; and many mailboxes take 25 MB at most."""


CHANNEL = Channel(
    kind=Kind.email,
    capabilities=Capabilities(
        subject=True,
        html=True,
        max_text=100_000,
        reopen=Reopen.reopens,
        agent_may_reopen=True,
        reply_window=None,
        is_pulled=False,
        known_by="email",
        threads_by_person=False,
        media={
            "": MediaLimits(
                kinds=(MediaKind(types=(ANY_TYPE,), max_bytes=_MAX_FILES),),
                max_total_bytes=_MAX_FILES,
            )
        },
    ),
    send=send,
)
