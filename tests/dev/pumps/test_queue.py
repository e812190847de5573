"""A queue's batches, failures and dead letters, as Lambda has them."""

import itertools
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from moto import mock_aws

from dev.aws.gate import gate, install
from dev.pumps.haste import Haste
from dev.pumps.queue import MAX_RECEIVES, Queue, QueuePump
from dev.transcript import Transcript
from tests.kit import toy

VISIBILITY = timedelta(minutes=6)


class Handler:
    """Remembers the bodies of each call, and fails those it was told to."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.events: list[dict[str, Any]] = []
        self.poison: set[str] = set()
        self.answer: Any = ...

    def __call__(self, event: dict[str, Any]) -> Any:
        self.events.append(event)
        self.batches.append([record["body"] for record in event["Records"]])
        if self.answer is not ...:
            if isinstance(self.answer, Exception):
                raise self.answer
            return self.answer
        failed = [each["messageId"] for each in event["Records"] if each["body"] in self.poison]
        return {"batchItemFailures": [{"itemIdentifier": each} for each in failed]}


class World:
    """A queue on moto, a pump on it, and a clock that stands."""

    def __init__(self, sqs: Any, name: str) -> None:
        self.sqs = sqs
        self.now = datetime(2026, 5, 6, 7, tzinfo=UTC)
        self.handler = Handler()
        dead = sqs.create_queue(QueueName=f"{name}-dead")["QueueUrl"]
        arn = f"arn:aws:sqs:eu-central-1:123456789012:{name}"
        policy = {"deadLetterTargetArn": f"{arn}-dead", "maxReceiveCount": MAX_RECEIVES}
        attributes = {"RedrivePolicy": json.dumps(policy)}
        url = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
        self.queue = Queue(
            name=name, arn=arn, url=url, dead_letters_url=dead, batch=10, visibility=VISIBILITY
        )
        transcript = Transcript(lambda: self.now, is_quiet=True)
        self.pump = QueuePump(
            sqs, self.queue, self.handler, clock=lambda: self.now, transcript=transcript
        )

    def send(self, *bodies: str) -> None:
        for body in bodies:
            self.sqs.send_message(QueueUrl=self.queue.url, MessageBody=body)
        self.pump.notice()

    def dead(self) -> list[str]:
        found = self.sqs.receive_message(
            QueueUrl=self.queue.dead_letters_url, MaxNumberOfMessages=10
        )
        return [message["Body"] for message in found.get("Messages", [])]


@pytest.fixture(scope="module")
def sqs() -> Iterator[Any]:
    install()
    with mock_aws():
        yield boto3.client("sqs", **toy.ENDPOINT)


_names = (f"work{number}" for number in itertools.count())


@pytest.fixture
def world(sqs: Any) -> World:
    return World(sqs, next(_names))


def test_messages_come_ten_at_a_time(world: World) -> None:
    world.send(*(str(number) for number in range(23)))

    while world.pump.run_once():
        pass

    assert sorted(map(len, world.handler.batches)) == [3, 10, 10]


def test_what_was_noted_of_a_message_comes_with_it(world: World) -> None:
    note = {"delay": {"DataType": "Number", "StringValue": "35"}}
    world.sqs.send_message(QueueUrl=world.queue.url, MessageBody="a", MessageAttributes=note)
    world.send("b")
    world.pump.run_once()

    (event,) = world.handler.events
    noted = {each["body"]: each["messageAttributes"] for each in event["Records"]}
    assert noted == {"a": {"delay": {"stringValue": "35", "dataType": "Number"}}, "b": {}}


def test_only_what_failed_comes_again_and_not_before_its_time(world: World) -> None:
    world.send("good", "bad")
    world.handler.poison = {"bad"}
    world.pump.run_once()

    assert world.pump.run_once() is False
    world.now += VISIBILITY
    world.pump.run_once()

    assert sorted(world.handler.batches[0]) == ["bad", "good"]
    assert world.handler.batches[1:] == [["bad"]]


def test_it_tells_when_the_next_message_comes_again(world: World) -> None:
    assert world.pump.next_at() is None
    world.send("bad")
    world.handler.poison = {"bad"}
    world.pump.run_once()

    assert world.pump.next_at() == world.now + VISIBILITY


@pytest.mark.parametrize("place", range(10))
def test_one_poison_in_a_batch_of_ten_goes_to_the_dead_letters_alone(
    world: World, place: int
) -> None:
    world.send(*(str(number) for number in range(10)))
    world.handler.poison = {str(place)}

    while world.pump.run_once(Haste.everything):
        pass

    assert world.handler.batches[1:] == [[str(place)]] * (MAX_RECEIVES - 1)
    assert world.dead() == [str(place)]


@pytest.mark.parametrize(
    "answer",
    [
        RuntimeError("crash"),
        {"batchItemFailures": [{"itemIdentifier": "unknown"}]},
        {"batchItemFailures": [{"wrong": "member"}]},
        {"batchItemFailures": [{"itemIdentifier": ""}]},
        {"failures": []},
        "nonsense",
    ],
    ids=str,
)
def test_an_answer_without_sense_fails_the_whole_batch(world: World, answer: Any) -> None:
    world.send("a", "b")
    world.handler.answer = answer
    world.pump.run_once()
    world.handler.answer = None
    world.pump.run_once(Haste.everything)

    assert [sorted(batch) for batch in world.handler.batches] == [["a", "b"], ["a", "b"]]


@pytest.mark.parametrize(
    "answer", [None, {}, {"batchItemFailures": []}, {"batchItemFailures": None}]
)
def test_an_answer_without_failures_is_success(world: World, answer: Any) -> None:
    world.send("a")
    world.handler.answer = answer
    world.pump.run_once()

    assert world.pump.run_once(Haste.everything) is False


def test_records_look_as_lambda_sends_them(world: World) -> None:
    world.send('{"account_id": "acc_1"}')
    world.pump.run_once()

    record = world.handler.events[0]["Records"][0]
    assert record["eventSource"] == "aws:sqs"
    assert record["eventSourceARN"] == world.queue.arn
    assert record["attributes"]["ApproximateReceiveCount"] == "1"
    assert record["md5OfBody"]
    assert json.loads(record["body"]) == {"account_id": "acc_1"}


def test_time_alone_brings_nothing_that_did_not_fail(world: World) -> None:
    world.send("good")
    world.pump.run_once()
    world.now += timedelta(days=1)

    assert world.pump.run_once() is False


def test_an_empty_queue_is_not_asked_until_something_is_sent(world: World) -> None:
    world.send("a", "b")

    with gate.recorded() as calls:
        assert [world.pump.run_once() for _ in range(3)] == [True, False, False]

    assert [call.name for call in calls].count("sqs.ReceiveMessage") == 1
    world.send("c")
    assert world.pump.run_once()
