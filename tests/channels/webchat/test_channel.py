"""What web chat can carry."""

import pytest

from chalicelib.channels.model import Kind, Outgoing, Reopen
from chalicelib.channels.webchat import CHANNEL
from chalicelib.core.desk import Desk
from chalicelib.core.errors import DeliveryFailed


@pytest.mark.acceptance(19, 20)
def test_a_closed_chat_is_never_reopened() -> None:
    assert CHANNEL.kind is Kind.webchat
    assert CHANNEL.capabilities.reopen is Reopen.makes_new
    assert not CHANNEL.capabilities.agent_may_reopen


@pytest.mark.acceptance(29)
def test_a_chat_can_be_answered_at_any_time() -> None:
    assert CHANNEL.capabilities.reply_window is None


def test_nothing_is_sent_to_a_chat(desk: Desk) -> None:
    outgoing = Outgoing(
        message_id="msg_1", sender="", sender_name="", recipient="chat_1", text="Hi"
    )

    with pytest.raises(DeliveryFailed) as failed:
        CHANNEL.send(desk, outgoing)

    assert failed.value.permanent
