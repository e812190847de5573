"""A queue does with a message what moto's would, and does not look at all the others for it."""

import time
from typing import Any

import boto3
import pytest
from moto.core import utils
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.sqs.models import Message, sqs_backends

from chalicelib.settings import Settings

_FIFO = {"FifoQueue": "true", "ContentBasedDeduplication": "true"}


@pytest.fixture
def sqs(aws: Settings) -> Any:
    return boto3.client("sqs", region_name=aws.region)


def _bodies(sqs: Any, url: str) -> list[str]:
    found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0)
    return [message["Body"] for message in found.get("Messages", [])]


def test_a_message_is_sent_and_received_without_asking_who_waits(
    sqs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = sqs.create_queue(QueueName="waiting")["QueueUrl"]
    asked: list[str] = []
    kind: Any = Message
    visible = kind.visible.fget

    def told(message: Any) -> bool:
        asked.append(message.body)
        return visible(message)

    for number in range(3):
        sqs.send_message(QueueUrl=url, MessageBody=str(number))
    monkeypatch.setattr(Message, "visible", property(told))
    sqs.send_message(QueueUrl=url, MessageBody="3")
    sent = list(asked)
    time.sleep(0.002)

    assert sent == []
    assert _bodies(sqs, url) == ["0", "1", "2", "3"]
    assert len(asked) == 2 * 4
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert attributes["ApproximateNumberOfMessages"] == "4"
    sqs.delete_queue(QueueUrl=url)


def test_what_is_too_old_is_not_received(sqs: Any, aws: Settings) -> None:
    kept = {"MessageRetentionPeriod": "60"}
    url = sqs.create_queue(QueueName="kept", Attributes=kept)["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="old")
    queue: Any = sqs_backends[DEFAULT_ACCOUNT_ID][aws.region].queues["kept"]
    time.sleep(0.002)

    fresh = _bodies(sqs, url)
    queue._messages[0].sent_timestamp -= 60_000

    assert (fresh, _bodies(sqs, url)) == (["old"], [])
    sqs.delete_queue(QueueUrl=url)


def test_a_queue_that_keeps_order_still_tells_the_same_message_twice(sqs: Any) -> None:
    url = sqs.create_queue(QueueName="once.fifo", Attributes=_FIFO)["QueueUrl"]
    for body in ("a", "a", "b"):
        sqs.send_message(QueueUrl=url, MessageBody=body, MessageGroupId="one")
    time.sleep(0.002)

    assert _bodies(sqs, url) == ["a", "b"]
    sqs.delete_queue(QueueUrl=url)


def test_the_time_is_what_it_was() -> None:
    moto: Any = utils
    now = moto.unix_time()

    assert abs(now - moto.unix_time.__wrapped__()) < 1
    assert moto.unix_time(moto.utcfromtimestamp(5)) == 5.0
