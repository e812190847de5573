"""What a deploy uploads lies in private, and for as long as a stack may need it."""

from dataclasses import replace
from typing import Any

import boto3

from tests.infra.account import REGION
from tests.infra.small import STAGE, Make, deployed


def test_uploads_are_private_and_sent_once(tools: Make, account: str) -> None:
    mine = tools()
    deployed(mine)
    s3 = boto3.client("s3", region_name=REGION)
    bucket = f"deskhand-uploads-{account}-{REGION}"

    def sent() -> list[Any]:
        listed = s3.list_objects_v2(Bucket=bucket)["Contents"]
        return [(o["Key"], o["LastModified"]) for o in listed if not o["Key"].endswith(".flat")]

    before = sent()
    deployed(mine)

    assert len(before) == 2
    assert sent() == before
    assert all(s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"].values())


def test_no_upload_expires_even_in_a_bucket_from_before(tools: Make, account: str) -> None:
    s3 = boto3.client("s3", region_name=REGION)
    bucket = f"deskhand-uploads-{account}-{REGION}"
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    _let_expire(bucket)

    deployed(tools())

    rules = s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    assert [each for each in rules if "Expiration" in each] == []
    assert all(s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"].values())


def test_a_bucket_of_somebodys_choice_keeps_its_rules(tools: Make) -> None:
    s3 = boto3.client("s3", region_name=REGION)
    s3.create_bucket(Bucket="theirs", CreateBucketConfiguration={"LocationConstraint": REGION})
    _let_expire("theirs")

    deployed(tools(), replace(STAGE, bucket="theirs"))

    [rule] = s3.get_bucket_lifecycle_configuration(Bucket="theirs")["Rules"]
    assert rule["ID"] == "old"


def _let_expire(bucket: str) -> None:
    rule: Any = {"ID": "old", "Status": "Enabled", "Filter": {}, "Expiration": {"Days": 365}}
    boto3.client("s3", region_name=REGION).put_bucket_lifecycle_configuration(
        Bucket=bucket, LifecycleConfiguration={"Rules": [rule]}
    )
