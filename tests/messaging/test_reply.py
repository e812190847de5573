"""Answers: what the agent has not seen stops them, and trying again is done once."""

from typing import Any

import pytest

from chalicelib.tickets import deliveries
from chalicelib.tickets.apply import apply
from chalicelib.tickets.model import State
from chalicelib.tickets.rules import speaking
from dev.aws.gate import gate
from tests.builders import an_agent
from tests.faults.shop import Answer, Shop
from tests.kit.http_world import NOON
from tests.kit.schedule import explore


def crowd(shop: Shop, notes: int) -> None:
    """Write so many notes."""
    for _ in range(notes):
        apply(shop.desk(), shop.ticket_id, lambda t: speaking.note(t, an_agent(), "Hm", NOON))


def refused(shop: Shop, version: int) -> Any:
    """Answer a thread of which this version was seen."""
    return shop.ask("POST", f"{shop.at}/replies", {"text": "Hi"}, if_match=f'"{version}"')


def test_a_message_behind_many_notes_still_stops_the_answer(shop: Shop) -> None:
    shop.receive()
    seen = shop.done("GET", shop.at)["version"]
    first = shop.done("GET", f"{shop.at}/messages")["data"][0]["id"]
    shop.reply(by="bob")
    crowd(shop, 30)

    answer = refused(shop, seen)

    assert (answer.status, answer.json["code"]) == (409, "thread_moved_on")
    assert [m["id"] for m in answer.json["messages"]] != [first]
    assert len(answer.json["messages"]) == 1


@pytest.mark.any_engine
@pytest.mark.parametrize("seed", range(6))
def test_of_two_agents_who_answer_at_once_one_is_asked(shop: Shop, seed: int) -> None:
    shop.receive()
    seen = f'"{shop.done("GET", shop.at)["version"]}"'

    def answer(by: str) -> Answer:
        body = {"text": f"From {by}", "hold_seconds": 8}
        return shop.ask("POST", f"{shop.at}/replies", body, by=by, if_match=seen)

    run = explore([lambda: answer("alice"), lambda: answer("bob")], seed=seed)

    sent, told = sorted(run.results.values(), key=lambda each: each.status)
    assert (sent.status, told.status, told.json["code"]) == (201, 409, "thread_moved_on")
    assert [message["text"] for message in told.json["messages"]] == [sent.json["text"]]


def test_what_is_unseen_is_read_as_it_is_now(shop: Shop) -> None:
    shop.receive()
    crowd(shop, 1)

    with gate.recorded() as calls:
        assert refused(shop, 1).status == 201

    queries = [call.parameters() for call in calls if call.name == "dynamodb.Query"]
    assert any(query.get("ConsistentRead") for query in queries)


def test_a_retry_that_comes_again_is_done_once(shop: Shop) -> None:
    shop.receive()
    message = shop.reply()
    shop.cloud.queues["deliver"].clear()
    address = shop.ticket_id, message["sequence"]
    path = f"/v1/messages/{message['id']}/retry"
    for is_replay in (False, True):
        deliveries.settle(shop.desk(), deliveries.load(shop.desk(), *address), State.failed)
        answer = shop.ask("POST", path, idempotency_key="again")
        assert (answer.status, answer.is_replay) == (200, is_replay)

    assert deliveries.load(shop.desk(), *address).state is State.failed


def test_only_a_ticket_by_itself_tells_whether_it_can_be_answered(shop: Shop) -> None:
    shop.receive()
    only_alone = {"reply", "participants", "linked_ticket_id"}

    alone = shop.done("GET", shop.at)

    everything = {"types": ["*/*"], "max_bytes": 18_000_000}
    assert alone["reply"] == {
        "is_possible": True, "code": None, "detail": None, "until": None, "can_follow_up": False,
        "hold_seconds": 10,
        "attachments": {
            "most": 10, "max_total_bytes": 18_000_000, "advised_bytes": None, "kinds": [everything],
        },
    }  # fmt: skip
    assert only_alone <= alone.keys()
    assert only_alone <= shop.done("GET", f"{shop.at}/messages")["ticket"].keys()
    assert not only_alone & shop.done("GET", "/v1/tickets")["data"][0].keys()
