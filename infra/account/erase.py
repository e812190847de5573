"""Deletes for good what outlives its stack."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from botocore.exceptions import ClientError

from infra.account.cloud import Cloud, code
from infra.account.kept import Kept
from infra.account.terminal import Terminal

PENDING_DAYS = 30
"""How long AWS can still bring the key back."""
_GOES = ("PendingDeletion", "PendingReplicaDeletion")
_GONE = ("ResourceNotFoundException", "NoSuchBucket", "NotFoundException", "404")


def is_there(cloud: Cloud, each: Kept) -> bool:
    """Tell whether nobody has deleted it since; what may not be looked at is taken to be there."""
    try:
        return _LOOK[each.kind](cloud, each.id)
    except ClientError as error:
        return code(error) not in _GONE


def erase(cloud: Cloud, each: Kept, terminal: Terminal) -> None:
    """Delete it with all that it holds; what went before is passed over."""
    _DELETE[each.kind](cloud, each.id, terminal)


@contextmanager
def _unless_gone(*also: str) -> Iterator[None]:
    """Pass over what an earlier run has deleted."""
    try:
        yield
    except ClientError as error:
        if code(error) not in (*_GONE, *also):
            raise


def _delete_table(cloud: Cloud, name: str, terminal: Terminal) -> None:
    client = cloud.client("dynamodb")
    with _unless_gone():
        client.update_table(TableName=name, DeletionProtectionEnabled=False)
        client.get_waiter("table_exists").wait(TableName=name)
        client.delete_table(TableName=name)
        terminal.say(f"  deleted the table {name}")


def _delete_bucket(cloud: Cloud, name: str, terminal: Terminal) -> None:
    client = cloud.client("s3")
    with _unless_gone():
        for page in client.get_paginator("list_object_versions").paginate(Bucket=name):
            versions = [*page.get("Versions", ()), *page.get("DeleteMarkers", ())]
            objects = [{"Key": each["Key"], "VersionId": each["VersionId"]} for each in versions]
            if objects:
                client.delete_objects(Bucket=name, Delete={"Objects": objects, "Quiet": True})
        client.delete_bucket(Bucket=name)
        terminal.say(f"  deleted the bucket {name}")


def _delete_key(cloud: Cloud, name: str, terminal: Terminal) -> None:
    with _unless_gone("KMSInvalidStateException"):
        cloud.client("kms").schedule_key_deletion(KeyId=name, PendingWindowInDays=PENDING_DAYS)
        terminal.say(f"  the key {name} goes in {PENDING_DAYS} days")


def _delete_identity(cloud: Cloud, name: str, terminal: Terminal) -> None:
    with _unless_gone():
        cloud.client("sesv2").delete_email_identity(EmailIdentity=name)
        terminal.say(f"  SES does not know {name} any more")


def _is_key(cloud: Cloud, name: str) -> bool:
    return cloud.client("kms").describe_key(KeyId=name)["KeyMetadata"]["KeyState"] not in _GOES


_LOOK: dict[str, Callable[[Cloud, str], bool]] = {
    "AWS::DynamoDB::Table": lambda cloud, name: bool(
        cloud.client("dynamodb").describe_table(TableName=name)
    ),
    "AWS::S3::Bucket": lambda cloud, name: bool(cloud.client("s3").head_bucket(Bucket=name)),
    "AWS::KMS::Key": _is_key,
    "AWS::SES::EmailIdentity": lambda cloud, name: bool(
        cloud.client("sesv2").get_email_identity(EmailIdentity=name)
    ),
}
_DELETE: dict[str, Callable[[Cloud, str, Terminal], None]] = {
    "AWS::DynamoDB::Table": _delete_table,
    "AWS::S3::Bucket": _delete_bucket,
    "AWS::KMS::Key": _delete_key,
    "AWS::SES::EmailIdentity": _delete_identity,
}
