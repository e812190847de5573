"""An answer that is held can be taken back; then its customer never hears of it."""

from types import NoneType
from typing import Any

import pytest

from chalicelib import jobs
from chalicelib.messaging import deliver
from chalicelib.tickets import storage
from chalicelib.tickets.model import State
from tests.faults.shop import Shop
from tests.kit.schedule import explore
from tests.kit.seeds import seeds
from tests.messaging.mails import thread
from tests.messaging.uploading import PNG, attach, content_of, upload


def hold(shop: Shop, text: str = "On its way.", **others: Any) -> dict[str, Any]:
    """Let Alice answer, so that she can take it back for eight seconds."""
    body = {"text": text, "hold_seconds": 8}
    message = shop.done("POST", f"{shop.at}/replies", body, **others)
    shop.cloud.settle()
    return message


def take_back(shop: Shop, message: dict[str, Any], **others: Any) -> Any:
    return shop.ask("POST", f"{shop.at}/messages/{message['id']}/withdraw", **others)


def polled(shop: Shop, after: int = 0) -> list[str]:
    answer = shop.done("GET", f"/v1/chat/messages?after={after}", by="visitor")
    return [message["text"] for message in answer["data"]]


def own_letters(shop: Shop) -> int:
    return sum(each.ref.startswith(shop.account.id) for each in shop.cloud.letters)


def test_a_held_answer_leaves_when_its_time_is_over(shop: Shop) -> None:
    shop.receive()
    message = hold(shop)

    assert (message["state"], message["held_until"]) == ("queued", "2026-03-04T12:00:08.000Z")
    shop.cloud.world.pass_time(seconds=7)
    shop.cloud.settle()
    assert own_letters(shop) == 0
    shop.cloud.world.pass_time(seconds=1)
    shop.cloud.settle()

    assert own_letters(shop) == 1
    assert (thread(shop)[-1]["state"], thread(shop)[-1]["held_until"]) == ("sent", None)


def test_neither_an_early_order_nor_a_sweep_sends_it(shop: Shop) -> None:
    shop.receive()
    message = hold(shop)

    deliver.deliver(shop.desk(), shop.ticket_id, message["sequence"])
    deliver.come_due(shop.desk(), shop.ticket_id, message["sequence"])
    shop.cloud.settle()

    assert own_letters(shop) == 0


def test_the_sweep_sends_it_when_the_order_was_lost(shop: Shop) -> None:
    shop.receive()
    hold(shop)
    shop.cloud.later.clear()

    shop.cloud.calm(3)

    assert own_letters(shop) == 1


@pytest.mark.any_engine
def test_what_is_taken_back_is_never_sent(shop: Shop) -> None:
    shop.receive(text="Where is it?")
    message = hold(shop, "It is lost, sorry.")

    answer = take_back(shop, message)

    assert (answer.status, answer.json["text"]) == (200, "It is lost, sorry.")
    assert (answer.json["entry"]["kind"], answer.json["entry"]["event"]) == ("event", "withdrawn")
    shop.cloud.calm(5)
    assert own_letters(shop) == 0
    assert [entry.get("event") or entry["text"].strip() for entry in thread(shop)] == [
        "Where is it?", "withdrawn",
    ]  # fmt: skip
    assert "lost" not in str([row.attribute_values for row in shop.rows() if row.sk[0] in "MT"])


def test_the_ticket_is_answered_as_far_as_before(shop: Shop) -> None:
    shop.receive(text="Where is it?")
    take_back(shop, hold(shop))

    ticket = storage.load(shop.desk(), shop.ticket_id)

    assert (ticket.preview, ticket.quiet_since, ticket.spoke_sequence) == ("Where is it?", None, 0)


def test_an_answer_before_it_stays_the_last_word(shop: Shop) -> None:
    shop.receive(text="Where is it?")
    shop.done("POST", f"{shop.at}/replies", {"text": "I will look."})
    take_back(shop, hold(shop))

    ticket = storage.load(shop.desk(), shop.ticket_id)

    assert (ticket.preview, ticket.spoke_sequence) == ("I will look.", 2)
    assert ticket.quiet_since is not None


def test_the_words_are_a_draft_again_unless_there_is_another(shop: Shop) -> None:
    shop.receive()
    take_back(shop, hold(shop, "First"))
    assert shop.done("GET", f"{shop.at}/draft")["draft"]["text"] == "First"

    take_back(shop, hold(shop, "Second"))

    assert shop.done("GET", f"{shop.at}/draft")["draft"]["text"] == "First"


def test_a_long_answer_comes_back_whole(shop: Shop) -> None:
    shop.receive()
    text = "All of it. " * 2_000

    assert take_back(shop, hold(shop, text)).json["text"] == text


def test_files_come_back_as_uploads_and_leave_nothing_behind(shop: Shop) -> None:
    shop.receive()
    body = {"text": "", "hold_seconds": 8, "attachment_ids": [upload(shop)]}
    message = shop.done("POST", f"{shop.at}/replies", body)
    [file] = message["attachments"]

    again = take_back(shop, message).json["attachment_ids"]

    assert shop.done("GET", f"{shop.at}/draft")["draft"]["attachment_ids"] == again
    assert shop.desk().files.get(f"{shop.account.id}/files/{file['id']}") == b""
    assert attach(shop, *again).status == 201
    assert content_of(shop, thread(shop)[-1]) == PNG


@pytest.mark.any_engine
@pytest.mark.parametrize("keys", [("again", "again"), ("a", "b")])
def test_taking_back_twice_is_once(shop: Shop, keys: tuple[str, str]) -> None:
    shop.receive()
    message = hold(shop)

    answers = [take_back(shop, message, idempotency_key=key) for key in keys]

    assert [answer.status for answer in answers] == [200, 200]
    assert answers[1].is_replay is (keys[0] == keys[1])
    assert answers[0].json["entry"] == answers[1].json["entry"]
    assert len(thread(shop)) == 2


def test_what_has_left_stays(shop: Shop) -> None:
    shop.receive()
    message = hold(shop)
    shop.cloud.world.pass_time(seconds=8)
    shop.cloud.settle()

    answer = take_back(shop, message)

    assert (answer.status, answer.json["code"]) == (409, "already_sent")
    assert thread(shop)[-1]["text"].strip() == "On its way."


def test_a_customers_words_are_theirs(shop: Shop) -> None:
    shop.receive()

    assert take_back(shop, thread(shop)[0]).json["code"] == "not_yours"


def test_a_message_is_taken_back_in_its_own_ticket(shop: Shop) -> None:
    shop.receive()
    message = hold(shop)
    shop.receive(sender="bo@mail.example")

    assert take_back(shop, message).status == 404
    assert take_back(shop, {"id": f"{message['id']}9"}).status == 404


def test_a_visitor_sees_it_when_it_can_stay(shop: Shop) -> None:
    shop.chat()
    shop.say()
    hold(shop, "One moment.")
    shop.done("POST", f"{shop.at}/replies", {"text": "And more."})

    before = polled(shop)
    shop.cloud.world.pass_time(seconds=8)
    shop.cloud.settle()

    assert len(before) == 1
    assert polled(shop, after=before_sequence(shop, before))[-2:] == ["One moment.", "And more."]


def before_sequence(shop: Shop, texts: list[str]) -> int:
    """Return the sequence that a page which saw these texts asks after."""
    return max(entry["sequence"] for entry in thread(shop) if entry["text"] in texts)


def test_a_visitor_never_sees_what_was_taken_back(shop: Shop) -> None:
    shop.chat()
    shop.say()
    take_back(shop, hold(shop, "Oh no."))
    shop.done("POST", f"{shop.at}/replies", {"text": "Hello!"})
    shop.cloud.calm(6)

    assert polled(shop)[1:] == ["Hello!"]
    assert not any("Oh no" in str(each.mail) for each in shop.cloud.letters)


def test_a_chat_that_lost_its_only_answer_is_not_followed_up(shop: Shop) -> None:
    shop.chat()
    shop.say()
    take_back(shop, hold(shop))

    shop.cloud.calm(6)

    assert own_letters(shop) == 0


def test_who_has_read_everything_has_not_read_what_is_held(shop: Shop) -> None:
    shop.chat()
    shop.say()
    hold(shop)

    shop.done("POST", "/v1/chat/seen", {}, by="visitor")
    shop.cloud.calm(6)

    assert own_letters(shop) == 1


@pytest.mark.any_engine
@pytest.mark.parametrize("seed", seeds(4, of=12))
def test_worker_and_agent_at_once_have_one_outcome(shop: Shop, seed: int) -> None:
    shop.receive()
    message = hold(shop)
    shop.cloud.world.pass_time(seconds=8)
    order = f'{{"account_id": "{shop.account.id}", "message_id": "{message["id"]}"}}'

    run = explore(
        [lambda: take_back(shop, message), lambda: jobs.deliver_message(order)], seed=seed
    )
    shop.cloud.calm(3)

    worker_said = (State, NoneType)
    [status] = [each.status for each in run.results.values() if not isinstance(each, worker_said)]
    assert (status, own_letters(shop)) in {(200, 0), (409, 1)}
    last = thread(shop)[-1]
    assert (last.get("event") == "withdrawn") is (status == 200)


@pytest.mark.parametrize("hold_seconds", [-1, 31, "8"])
def test_an_answer_is_held_for_half_a_minute_at_most(shop: Shop, hold_seconds: object) -> None:
    shop.receive()

    answer = shop.ask("POST", f"{shop.at}/replies", {"text": "Hi", "hold_seconds": hold_seconds})

    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/hold_seconds")
