"""Where operations are measured: the product on an empty moto, with a clock that stands."""

import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from unittest.mock import patch

import boto3
from moto import mock_aws

from chalicelib import settings, wiring
from chalicelib.core.desk import Desk
from chalicelib.table.row import Row
from dev.aws.gate import install

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
_REGION = "eu-central-1"
_BUCKETS = {"DESKHAND_FILES_BUCKET": "bench-files", "DESKHAND_MAIL_BUCKET": "bench-mail"}
_QUEUES = ("DESKHAND_DELIVER_QUEUE", "DESKHAND_JOBS_QUEUE")
_ENVIRONMENT = {
    "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
    "AWS_DEFAULT_REGION": _REGION,
    "AWS_ACCESS_KEY_ID": "bench",
    "AWS_SECRET_ACCESS_KEY": "bench",
}
_SECRET = "/bench/signing"


@dataclass(slots=True)
class Stage:
    """The product on the stage; `now` can be set."""

    now: datetime = NOON
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def desk(self, account_id: str = "acc_00000000000000000000000001") -> Desk:
        """Return the system's desk for an operation of its own."""
        return wiring.system_desk(account_id, f"op_{next(self._numbers)}")

    def clock(self) -> datetime:
        """Return the moment that stands."""
        return self.now

    def randomness(self, size: int) -> bytes:
        """Return counted bytes, the same in every run."""
        return next(self._numbers).to_bytes(8).rjust(size, b"\0")[-size:]


@contextmanager
def stage() -> Iterator[Stage]:
    """Yield the product on an empty installation of its own."""
    install()
    made = Stage()
    with patch.dict(os.environ, _ENVIRONMENT), mock_aws():
        built = wiring.build(settings.load(_provisioned()), clock=made.clock)
        wiring.install(replace(built, randomness=made.randomness, sleep=_no_sleep))
        Row.create_table(wait=False)
        try:
            yield made
        finally:
            wiring.install(None)


def _no_sleep(_seconds: float) -> None:
    return


def _provisioned() -> dict[str, str]:
    s3, sqs = boto3.client("s3"), boto3.client("sqs")
    for bucket in _BUCKETS.values():
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": _REGION})
    urls = {name: sqs.create_queue(QueueName=name)["QueueUrl"] for name in _QUEUES}
    boto3.client("ssm").put_parameter(Name=_SECRET, Type="SecureString", Value=f'["{"ab" * 32}"]')
    boto3.client("sesv2").create_email_identity(EmailIdentity="in.bench.example")
    return {
        "DESKHAND_TABLE": "bench",
        "DESKHAND_BASE_URL": "https://bench.example",
        "DESKHAND_MAIL_DOMAIN": "in.bench.example",
        "DESKHAND_SIGNING_SECRET": _SECRET,
        "DESKHAND_CONFIGURATION_SET": "bench",
        "DESKHAND_SIGN_UP": "open",
        "AWS_REGION": _REGION,
        **_BUCKETS,
        **urls,
    }
