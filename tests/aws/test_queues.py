"""Queues take everything or say that they do not."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.aws.queues import SqsQueues
from chalicelib.core.errors import Unavailable
from tests.kit.aws_client import Client, refusal


def queues(client: Any) -> SqsQueues:
    return SqsQueues(client, {"deliver": "https://queue.example"})


def bodies(client: Client) -> list[list[str]]:
    return [[each["MessageBody"] for each in asked["Entries"]] for asked in client.asked]


def test_bodies_go_ten_at_a_time() -> None:
    client = Client({})
    queues(client).put("deliver", [str(number) for number in range(23)])

    assert [len(batch) for batch in bodies(client)] == [10, 10, 3]


def test_large_bodies_go_in_smaller_batches() -> None:
    client = Client({})
    queues(client).put("deliver", ["x" * 100_000] * 5)

    assert [len(batch) for batch in bodies(client)] == [2, 2, 1]


def test_only_what_the_queue_did_not_take_is_offered_again() -> None:
    client = Client({"Failed": [{"Id": "1"}]}, {})
    queues(client).put("deliver", ["a", "b", "c"])

    assert bodies(client) == [["a", "b", "c"], ["b"]]


@pytest.mark.parametrize("answer", [{"Failed": [{"Id": "0"}]}, refusal("RequestThrottled")])
def test_a_queue_that_takes_nothing_is_unavailable(answer: Any) -> None:
    with pytest.raises(Unavailable):
        queues(Client(answer)).put("deliver", ["a"])


def test_a_delay_goes_with_every_body_and_none_without() -> None:
    client = Client({})
    queues(client).put("deliver", ["a", "b"], delay=timedelta(seconds=35))
    queues(client).put("deliver", ["c"])

    delays = [each.get("DelaySeconds") for asked in client.asked for each in asked["Entries"]]
    assert delays == [35, 35, None]
    noted = [each.get("MessageAttributes") for asked in client.asked for each in asked["Entries"]]
    note = {"delay": {"DataType": "Number", "StringValue": "35"}}
    assert noted == [note, note, None]


def test_a_tenant_goes_with_every_body_and_none_without() -> None:
    client = Client({})
    queues(client).put("deliver", ["a", "b"], tenant="acc_1")
    queues(client).put("deliver", ["c"])

    groups = [each.get("MessageGroupId") for asked in client.asked for each in asked["Entries"]]
    assert groups == ["acc_1", "acc_1", None]


def test_nothing_to_hand_over_asks_nobody() -> None:
    client = Client(AssertionError())
    queues(client).put("deliver", [])

    assert client.asked == []
