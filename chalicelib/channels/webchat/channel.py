"""What web chat can carry. Nothing is sent: the visitor's own page asks for what is new."""

from typing import NoReturn

from chalicelib.channels.model import Capabilities, Channel, Kind, Outgoing, Reopen
from chalicelib.core.desk import Desk
from chalicelib.core.errors import DeliveryFailed

MAX_TEXT = 10_000


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
        threads_by_person=True,
        assigns_on_reply=True,
        answers_by_hours=True,
    ),
    send=send,
)
