"""A shop of a test's own, and what waits in the queues."""

import json
from collections.abc import Callable
from typing import Any

import boto3
import pytest

from chalicelib import settings
from tests.accounts.shop import DeskOf, Shop, open_shop

Waiting = Callable[[str], list[dict[str, Any]]]


@pytest.fixture
def store(desk_of: DeskOf) -> Shop:
    """Return a shop that no other test uses."""
    return open_shop(desk_of)


@pytest.fixture
def waiting(aws: settings.Settings, store: Shop) -> Waiting:
    """Return what waits for the shop in `deliver` or `jobs`, and take it away; nothing at first.

    What other tests ordered for later comes into the same queues when its moment has come.
    """
    client = boto3.client("sqs", region_name=aws.region)
    urls = {"deliver": aws.deliver_queue, "jobs": aws.jobs_queue}

    def read(queue: str) -> list[dict[str, Any]]:
        url, found = urls[queue], []
        while messages := client.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get(
            "Messages"
        ):
            for message in messages:
                found.append(json.loads(message["Body"]))  # the other shops' goes, too
                client.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return [body for body in found if body.get("account_id") == store.account.id]

    for queue in urls:
        read(queue)
    return read
