"""Chats as visitors' pages use them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.channels.webchat import rules, sessions, storage, tokens
from chalicelib.channels.webchat.guard import visitor
from chalicelib.channels.webchat.model import Chat
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Invalid, NotFound, Unauthenticated, Unavailable
from dev.aws.faults import Faults
from dev.aws.gate import Call, gate
from tests.channels.webchat.test_rules import SECRET, signed
from tests.channels.webchat.visits import asked
from tests.conftest import World


def started(desk: Desk, **said: Any) -> tuple[str, Chat]:
    """Start a chat; `user_id="7"` alone comes with the shop's signature."""
    if "user_id" in said and "user_hash" not in said:
        said["user_hash"] = signed(said["user_id"])
    return sessions.start(desk, widget_secret=SECRET, **said)


def test_every_anonymous_visitor_has_a_chat_of_their_own(desk: Desk) -> None:
    chats = {started(desk.for_operation(str(n)))[1].id for n in range(3)}

    assert len(chats) == 3


def test_a_chat_is_found_again_as_it_was_started(desk: Desk) -> None:
    _, chat = started(desk, email="Ann@shop.example", name=" Ann ")

    assert sessions.find(desk, chat.id) == chat
    assert (chat.email, chat.name, chat.is_identified) == ("ann@shop.example", "Ann", False)


def test_two_devices_of_a_known_visitor_share_a_chat(desk: Desk) -> None:
    phone, one = started(desk.for_operation("phone"), user_id="7", name="Ann")
    laptop, other = started(desk.for_operation("laptop"), user_id="7")

    assert (one.id, one.is_identified) == (other.id, True)
    assert phone != laptop
    for token in (phone, laptop):
        assert visitor(desk, asked(token)).caller.name == "Ann"


@pytest.mark.parametrize("user_hash", ["", "00", signed("8"), signed("7", "another shop")])
def test_a_wrong_signature_never_meets_anybodys_history(desk: Desk, user_hash: str) -> None:
    _, theirs = started(desk.for_operation("a"), user_id="7")

    _, mine = started(desk.for_operation("b"), user_id="7", user_hash=user_hash)

    assert mine.id != theirs.id
    assert (mine.is_identified, mine.user_id) == (False, "")


def test_an_account_without_a_secret_knows_nobody(desk: Desk) -> None:
    _, chat = sessions.start(desk, widget_secret="", user_id="7", user_hash=signed("7", ""))

    assert not chat.is_identified


def test_the_eleventh_device_shuts_out_the_first(desk: Desk) -> None:
    issued = [started(desk.for_operation(str(n)), user_id="7")[0] for n in range(11)]

    with pytest.raises(Unauthenticated):
        visitor(desk, asked(issued[0]))
    assert all(visitor(desk, asked(token)) for token in issued[1:])


def test_the_table_holds_no_token(desk: Desk) -> None:
    with gate.recorded() as calls:
        token, _ = started(desk, user_id="7")

    secret = token.rpartition("_")[2]
    assert all(secret not in (call.request.body or b"").decode() for call in calls)


def test_a_faulty_address_starts_no_chat(desk: Desk) -> None:
    with gate.recorded() as calls, pytest.raises(Invalid):
        started(desk, email="nonsense")

    assert calls == []


def test_two_devices_at_once_are_both_let_in(desk: Desk) -> None:
    rivals: list[str] = ["rival"]
    issued: list[str] = []

    def meanwhile(call: Call) -> None:
        if call.name in ("dynamodb.PutItem", "dynamodb.UpdateItem") and rivals:
            issued.append(started(desk.for_operation(rivals.pop()), user_id="7")[0])

    with gate.hooked(before=meanwhile):
        issued.append(started(desk.for_operation("mine"), user_id="7")[0])

    assert len({visitor(desk, asked(token)).caller.session for token in issued}) == 2


@pytest.mark.parametrize("call", ["dynamodb.PutItem", "dynamodb.UpdateItem"])
def test_a_lost_answer_does_not_lose_the_chat(desk: Desk, call: str) -> None:
    if call == "dynamodb.UpdateItem":
        started(desk.for_operation("a"), user_id="7")
    faults = Faults()
    faults.inject(call, "lost_reply", times=1)

    with gate.around(faults):
        token, chat = started(desk.for_operation("b"), user_id="7")

    assert visitor(desk, asked(token)).caller.id == chat.id
    kept = sessions.find(desk, chat.id)
    assert kept is not None
    assert len(kept.digests) == (2 if call == "dynamodb.UpdateItem" else 1)


def test_a_chat_that_everybody_starts_gives_up_in_the_end(desk: Desk) -> None:
    started(desk.for_operation("first"), user_id="7")
    depth: list[int] = []

    def meanwhile(call: Call) -> None:
        if call.name == "dynamodb.UpdateItem" and not depth:
            depth.append(1)
            started(desk.for_operation("rival"), user_id="7")
            depth.clear()

    with gate.hooked(before=meanwhile), pytest.raises(Unavailable):
        started(desk.for_operation("mine"), user_id="7")


def test_heartbeats_are_written_every_twenty_seconds(desk: Desk, world: World) -> None:
    _, chat = started(desk)
    heard = []
    for _ in range(5):
        world.pass_time(seconds=10)
        sessions.hear(desk, _again(desk, chat), desk.now())
        heard.append(_again(desk, chat).heard_at)

    assert len(set(heard)) == 3
    assert heard[-1] == desk.now()


def test_an_older_heartbeat_changes_nothing(desk: Desk, world: World) -> None:
    _, chat = started(desk)
    late = desk.now()
    world.pass_time(seconds=30)
    sessions.hear(desk, chat, desk.now())

    sessions.hear(desk, chat, late)

    assert _again(desk, chat).heard_at == desk.now()


def test_a_visitor_who_comes_back_keeps_the_chat(desk: Desk, world: World) -> None:
    token, chat = started(desk)
    sessions.hear(desk, chat, desk.now())

    world.now += rules.UNVISITED_FOR / 2
    assert visitor(desk, asked(token))
    world.now += rules.UNVISITED_FOR / 2
    with pytest.raises(Unauthenticated):
        visitor(desk, asked(token))


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([("tkt_1", 3), ("tkt_1", 5)], ("tkt_1", 5)),
        ([("tkt_1", 5), ("tkt_1", 3)], ("tkt_1", 5)),
        ([("tkt_1", 9), ("tkt_2", 1)], ("tkt_2", 1)),
        ([("tkt_2", 1), ("tkt_1", 9)], ("tkt_2", 1)),
    ],
)
def test_what_was_seen_only_moves_ahead(
    desk: Desk, told: list[tuple[str, int]], expected: tuple[str, int]
) -> None:
    _, chat = started(desk)

    for ticket_id, sequence in told:
        sessions.mark_seen(desk, chat.id, ticket_id, sequence)

    found = _again(desk, chat)
    assert (found.seen_ticket_id, found.seen_sequence) == expected


def test_the_newest_address_counts(desk: Desk) -> None:
    _, chat = started(desk, email="ann@shop.example")

    sessions.leave_email(desk, chat, "Lee@shop.example")

    assert _again(desk, chat).email == "lee@shop.example"


def test_no_word_of_a_visitor_makes_a_chat(desk: Desk) -> None:
    _, chat = started(desk)
    nobodys = chat.id[:-1] + "Z"
    gone = replace(chat, id=nobodys)

    sessions.mark_seen(desk, nobodys, "tkt_1", 1)
    with pytest.raises(NotFound):
        sessions.leave_email(desk, gone, "ann@shop.example")

    assert sessions.find(desk, nobodys) is None


def test_another_account_finds_no_chat(desk_of: Callable[[str], Desk]) -> None:
    _, chat = started(desk_of("acc_ours"))

    assert sessions.find(desk_of("acc_theirs"), chat.id) is None


def test_a_forgotten_token_opens_nothing(desk: Desk) -> None:
    shared, _ = started(desk.for_operation("a"), user_id="7")
    own, _ = started(desk.for_operation("b"), user_id="7")

    sessions.forget(visitor(desk, asked(shared)))
    sessions.forget(desk)

    with pytest.raises(Unauthenticated):
        visitor(desk, asked(shared))
    assert visitor(desk, asked(own))


def test_forgetting_gives_up_where_others_never_stop(desk: Desk) -> None:
    own = visitor(desk, asked(started(desk, user_id="7")[0]))
    depth: list[int] = []

    def meanwhile(call: Call) -> None:
        if call.name == "dynamodb.UpdateItem" and not depth:
            depth.append(1)
            started(desk.for_operation("rival"), user_id="7")
            depth.clear()

    with gate.hooked(before=meanwhile), pytest.raises(Unavailable):
        sessions.forget(own)


def _again(desk: Desk, chat: Chat) -> Chat:
    found = storage.find(desk, chat.id)
    assert found is not None
    return found


def test_tokens_of_one_chat_differ(desk: Desk) -> None:
    assert tokens.issue(desk, "chat_1") != tokens.issue(desk, "chat_1")


def test_an_address_stays_proved_until_the_visitor_types_another(desk: Desk) -> None:
    ann = {"email": "Ann@home.example", "email_hash": signed("email:ann@home.example")}
    started(desk, user_id="7", **ann)
    _, again = started(desk.for_operation("again"), user_id="7")

    sessions.leave_email(desk, again, "bob@home.example")
    left = sessions.find(desk, again.id)

    assert left is not None
    assert (again.email, again.is_email_proved) == ("ann@home.example", True)
    assert (left.email, left.is_email_proved) == ("bob@home.example", False)
    assert not started(desk.for_operation("typed"), user_id="7", email="a@b.example")[
        1
    ].is_email_proved
    assert not started(desk.for_operation("nobody"), **ann)[1].is_email_proved
