"""Who is let into a chat."""

from collections.abc import Callable

import pytest

from chalicelib import wiring
from chalicelib.channels.webchat import sessions
from chalicelib.channels.webchat.guard import own_chat, visitor
from chalicelib.core.desk import CallerKind, Desk
from chalicelib.core.errors import Unauthenticated
from dev.aws.gate import gate
from tests.channels.webchat.visits import asked


@pytest.fixture
def stranger(ports: wiring.Ports) -> Desk:
    """Return the desk of a request that nobody looked at yet."""
    return wiring.desk_for("request_1")


def test_a_token_lets_a_visitor_into_their_chat(desk: Desk, stranger: Desk) -> None:
    token, chat = sessions.start(desk, widget_secret="", name="Ann")

    with gate.recorded() as calls:
        own = visitor(stranger, asked(token))
        found = own_chat(own)

    assert [call.name for call in calls] == ["dynamodb.GetItem"]
    assert (own.account_id, own.caller.id, own.caller.kind) == (
        desk.account_id,
        chat.id,
        CallerKind.visitor,
    )
    assert found == chat


def test_a_visitor_may_chat_and_nothing_else(desk: Desk, stranger: Desk) -> None:
    token, _ = sessions.start(desk, widget_secret="")

    assert visitor(stranger, asked(token)).caller.permissions == {"chat"}


@pytest.mark.parametrize("text", ["", "null", "dhv_", "dhs_" + "0" * 117, "x" * 10_000])
def test_what_is_no_token_costs_no_look_up(stranger: Desk, text: str) -> None:
    with gate.recorded() as calls, pytest.raises(Unauthenticated):
        visitor(stranger, asked(text))

    assert calls == []


def test_a_token_in_the_address_is_refused(desk: Desk, stranger: Desk) -> None:
    token, _ = sessions.start(desk, widget_secret="")

    for request in (asked(token=token), asked(token, after=token)):
        with gate.recorded() as calls, pytest.raises(Unauthenticated):
            visitor(stranger, request)
        assert calls == []


@pytest.mark.parametrize("part", ["account", "chat", "secret"])
def test_a_token_opens_no_other_chat(
    desk_of: Callable[[str], Desk], stranger: Desk, part: str
) -> None:
    ours, theirs = desk_of("acc_" + "1" * 26), desk_of("acc_" + "2" * 26)
    token, _ = sessions.start(ours, widget_secret="")
    other, _ = sessions.start(theirs if part == "account" else ours, widget_secret="")
    index = ("", "account", "chat", "secret").index(part)
    mixed = token.split("_")
    mixed[index] = other.split("_")[index]

    with pytest.raises(Unauthenticated):
        visitor(stranger, asked("_".join(mixed)))


def test_unknown_chats_and_wrong_secrets_are_told_the_same(desk: Desk, stranger: Desk) -> None:
    token, _ = sessions.start(desk, widget_secret="")
    prefix, account, _, secret = token.split("_")
    wrong = token[:-1] + ("0" if token[-1] != "0" else "1")
    refused = []
    for text in (wrong, f"{prefix}_{account}_{'0' * 26}_{secret}"):
        with pytest.raises(Unauthenticated) as raised:
            visitor(stranger, asked(text))
        refused.append((raised.value.code, raised.value.detail))

    assert refused[0] == refused[1]


def test_only_a_visitor_has_a_chat(desk: Desk, stranger: Desk) -> None:
    token, _ = sessions.start(desk, widget_secret="")
    own = visitor(stranger, asked(token))

    for nobody in (desk, own.for_account(own.account_id)):
        with pytest.raises(Unauthenticated):
            own_chat(nobody)
