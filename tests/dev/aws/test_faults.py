"""Faults come by name, as often as asked, and reach botocore as AWS would send them."""

import threading
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, ReadTimeoutError

from dev.aws.faults import Faults
from dev.aws.gate import gate
from tests.kit import toy
from tests.kit.waits import skipped_waits

pytestmark = pytest.mark.any_engine


@pytest.fixture
def faults() -> Iterator[Faults]:
    faults = Faults()
    with gate.around(faults), skipped_waits():
        yield faults


@pytest.mark.parametrize("kind", ["throttle", "error"])
def test_botocore_tries_again_after_a_refusal(db: Any, faults: Faults, kind: str) -> None:
    faults.inject("dynamodb.PutItem", kind, times=2)

    with gate.recorded() as calls:
        toy.write(db, 1)

    assert len(calls) == 3
    assert toy.read(db) == (1, 0)
    assert faults.pending() == ()


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("throttle", "ProvisionedThroughputExceededException"),
        ("error", "InternalServerError"),
        ("conflict", "TransactionConflictException"),
    ],
)
def test_a_refusal_that_lasts_surfaces_by_its_code(
    db: Any, faults: Faults, kind: str, code: str
) -> None:
    faults.inject("dynamodb.PutItem", kind, times=9)

    with pytest.raises(ClientError) as caught:
        toy.write(db, 1)

    assert caught.value.response["Error"]["Code"] == code
    assert toy.read(db) == (0, 0)


def test_a_lost_reply_makes_a_won_guard_look_lost(db: Any, faults: Faults) -> None:
    faults.inject("dynamodb.PutItem", "lost_reply")

    assert toy.claim(db, "guard") is False
    assert toy.read(db, "guard") == (1, 1)


def test_lost_replies_without_end_surface_as_a_timeout(db: Any, faults: Faults) -> None:
    faults.inject("dynamodb.PutItem", "lost_reply", times=3)

    with pytest.raises(ReadTimeoutError):
        toy.write(db, 1)


def test_a_transaction_is_cancelled_with_a_reason_for_each_item(db: Any, faults: Faults) -> None:
    faults.inject("dynamodb.TransactWriteItems", "conflict")
    puts = [{"Put": {"TableName": toy.TABLE, "Item": {"pk": {"S": key}}}} for key in "ab"]

    with pytest.raises(ClientError) as caught:
        db.transact_write_items(TransactItems=puts)

    reasons = caught.value.response["CancellationReasons"]
    assert [reason["Code"] for reason in reasons] == ["TransactionConflict", "None"]


@pytest.mark.parametrize(
    ("service", "method", "arguments", "code"),
    [
        ("s3", "get_object", {"Bucket": "b", "Key": "k"}, "SlowDown"),
        ("sqs", "send_message", {"QueueUrl": "https://q", "MessageBody": "m"}, "RequestThrottled"),
        ("sns", "publish", {"TopicArn": "arn:aws:sns:::t", "Message": "m"}, "ThrottlingException"),
        ("sesv2", "get_account", {}, "TooManyRequestsException"),
        ("ssm", "get_parameter", {"Name": "n"}, "ThrottlingException"),
    ],
)
def test_every_protocol_is_spoken(
    db: Any, faults: Faults, service: str, method: str, arguments: dict[str, Any], code: str
) -> None:
    faults.inject(f"{service}.*", "throttle", times=9)

    with pytest.raises(ClientError) as caught:
        getattr(boto3.client(service, **toy.ENDPOINT), method)(**arguments)

    assert caught.value.response["Error"]["Code"] == code


def test_the_first_calls_can_be_spared(db: Any, faults: Faults) -> None:
    faults.inject("dynamodb.PutItem", "conflict", skip=1)
    toy.write(db, 1)

    with pytest.raises(ClientError):
        toy.write(db, 2)

    assert toy.read(db) == (1, 0)


def test_a_fault_strikes_as_often_as_asked_under_threads(db: Any, faults: Faults) -> None:
    faults.inject("dynamodb.GetItem", "conflict", times=5)
    failed: list[str] = []

    def read() -> None:
        try:
            toy.read(db)
        except ClientError as error:
            failed.append(error.response["Error"]["Code"])

    threads = [threading.Thread(target=read) for _ in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert len(failed) == 5


def test_an_unknown_kind_is_refused(faults: Faults) -> None:
    with pytest.raises(ValueError, match="flood"):
        faults.inject("dynamodb.PutItem", "flood")


def test_faults_can_be_forgotten(db: Any, faults: Faults) -> None:
    faults.inject("dynamodb.*", "conflict", times=9)
    faults.clear()

    assert toy.read(db) == (0, 0)
