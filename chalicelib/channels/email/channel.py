"""The mail channel, for the table of channels."""

from chalicelib.channels.model import Capabilities, Channel, Kind, Outgoing, Reopen
from chalicelib.core.desk import Desk


def send(desk: Desk, outgoing: Outgoing) -> str:
    """Send by SES; only workers do, so the API never loads what writes mail."""
    from chalicelib.channels.email import send as mail

    return mail.send(desk, outgoing)


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
        threads_by_person=False,
    ),
    send=send,
)
