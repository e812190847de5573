"""What is in the account before its stack: a bucket for uploads, the signing keys, the code."""

import hashlib
import json
import secrets
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from infra.account.cloud import Cloud, code
from infra.account.stage import Stage

_PRIVATE = {
    "BlockPublicAcls": True,
    "BlockPublicPolicy": True,
    "IgnorePublicAcls": True,
    "RestrictPublicBuckets": True,
}
_TIDY = {
    "Rules": [
        {
            "ID": "forget-broken-uploads",
            "Status": "Enabled",
            "Filter": {"Prefix": ""},
            "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 2},
        }
    ]
}
"""Nothing that arrived expires: CloudFormation takes a failed deploy back to what is here."""


def bucket_name(cloud: Cloud, stage: Stage) -> str:
    """Return where uploads go."""
    return stage.bucket or f"deskhand-uploads-{cloud.account_id}-{cloud.region}"


def make_bucket(cloud: Cloud, name: str) -> None:
    """Make the bucket for uploads as this account's, private; what is there is made so again."""
    s3 = cloud.client("s3")
    where: dict[str, Any] = {}
    if cloud.region != "us-east-1":
        where = {"CreateBucketConfiguration": {"LocationConstraint": cloud.region}}
    try:
        s3.create_bucket(Bucket=name, **where)
    except ClientError as error:
        if code(error) != "BucketAlreadyOwnedByYou":
            raise
    s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=_PRIVATE)
    s3.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration=_TIDY)


def make_keys(cloud: Cloud, name: str) -> None:
    """Make a first signing key; keys that are there are never replaced."""
    keys = json.dumps([secrets.token_hex(32)])
    try:
        cloud.client("ssm").put_parameter(
            Name=name, Type="SecureString", Value=keys, Description="Signs links and addresses"
        )
    except ClientError as error:
        if code(error) != "ParameterAlreadyExists":
            raise


def upload(cloud: Cloud, bucket: str, template: Path) -> str:
    """Upload the code and the template that names it; return the template's URL.

    Names come from contents: what is there already is not sent again, and a function whose code
    did not change is left alone.
    """
    archive = template.with_name("deployment.zip").read_bytes()
    key = f"{hashlib.sha256(archive).hexdigest()}.zip"
    _put(cloud, bucket, key, archive)
    finished = naming(json.loads(template.read_text(encoding="utf-8")), f"s3://{bucket}/{key}")
    body = json.dumps(finished, separators=(",", ":")).encode()
    name = f"{hashlib.sha256(body).hexdigest()}.template"
    _put(cloud, bucket, name, body)
    suffix = "amazonaws.com.cn" if cloud.partition == "aws-cn" else "amazonaws.com"
    return f"https://{bucket}.s3.{cloud.region}.{suffix}/{name}"


def naming(template: dict[str, Any], place: str) -> dict[str, Any]:
    """Return the template with the place of every function's code."""
    resources = {}
    for name, resource in template["Resources"].items():
        properties = resource.get("Properties", {})
        changed = {**properties, "CodeUri": place} if "CodeUri" in properties else properties
        resources[name] = {**resource, "Properties": changed} if properties else resource
    return {**template, "Resources": resources}


def _put(cloud: Cloud, bucket: str, key: str, content: bytes) -> None:
    s3 = cloud.client("s3")
    try:
        s3.head_object(Bucket=bucket, Key=key)
    except ClientError as error:
        if code(error) not in ("404", "NoSuchKey"):
            raise
        s3.put_object(Bucket=bucket, Key=key, Body=content, ServerSideEncryption="AES256")
