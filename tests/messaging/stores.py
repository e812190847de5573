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
def waiting(aws: settings.Settings) -> Waiting:
    """Return what waits in `deliver` or `jobs`, and take it away; both are empty at first."""
    client = boto3.client("sqs", region_name=aws.region)
    urls = {"deliver": aws.deliver_queue, "jobs": aws.jobs_queue}

    def read(queue: str) -> list[dict[str, Any]]:
        url, found = urls[queue], []
        while messages := client.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get(
            "Messages"
        ):
            for message in messages:
                found.append(json.loads(message["Body"]))
                client.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return found

    for queue in urls:
        read(queue)
    return read
