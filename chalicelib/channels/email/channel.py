"""The mail channel, for the table of channels."""

from chalicelib.channels.email.send import send
from chalicelib.channels.model import Capabilities, Channel, Kind, Reopen

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
