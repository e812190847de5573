"""A request that is built plainly says to moto what moto's own way of building it says."""

from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSPreparedRequest
from moto.core import botocore_stubber
from moto.core.request import Request, normalize_request

from dev.aws.gate import Call, gate
from dev.aws.requests import is_for_moto
from tests.dev.aws.shelves import TABLE

MOTO: Any = botocore_stubber
READ = ("method", "url", "raw_url", "raw_path", "path", "data", "content_type", "content_length",
        "query_string", "from_wsgi_server", "url_root")  # fmt: skip


@pytest.fixture
def asked(shelves: Any) -> Call:
    """Return a call of the table as botocore made it."""
    with gate.recorded() as calls:
        item = {"pk": {"S": "p"}, "sk": {"S": "1"}, "colour": {"S": "größer 🌿"}}
        shelves.put_item(TableName=TABLE, Item=item)
    return calls[-1]


def test_moto_reads_the_same(asked: Call) -> None:
    plain, whole = MOTO.normalize_request(asked.request), normalize_request(asked.request)

    assert plain.headers.get("X-Amz-Target") == "DynamoDB_20120810.PutItem"
    assert [getattr(plain, name) for name in READ] == [getattr(whole, name) for name in READ]
    assert (dict(plain.form), dict(plain.files)) == ({}, {})
    assert sorted(plain.headers) == sorted(whole.headers)


def test_other_requests_are_built_as_ever() -> None:
    address = "https://files.s3.amazonaws.com/a%2Fb?x=1"
    request = AWSPreparedRequest("PUT", address, {}, b"colour", stream_output=False)

    assert isinstance(MOTO.normalize_request(request), Request)
    assert MOTO.normalize_request(request).raw_url == address


def test_what_goes_to_moto_is_not_signed(asked: Call) -> None:
    assert "Authorization" not in asked.request.headers


def test_what_goes_elsewhere_is() -> None:
    signed: list[str] = []
    table = boto3.client(
        "dynamodb",
        region_name="eu-west-1",
        endpoint_url="http://127.0.0.1:9",
        aws_access_key_id="a",
        aws_secret_access_key="b",
    )

    def keep(request: AWSPreparedRequest, **_: object) -> None:
        signed.append(str(request.headers["Authorization"]))
        raise InterruptedError

    table.meta.events.register_first("before-send.dynamodb", keep)
    with pytest.raises(InterruptedError):
        table.list_tables()

    assert "AWS4-HMAC-SHA256" in signed[0]


@pytest.mark.usefixtures("shelves")
@pytest.mark.parametrize(
    ("url", "is_so"),
    [
        ("https://dynamodb.eu-west-1.amazonaws.com/", True),
        ("http://127.0.0.1:8000/", False),
        ("https://amazonaws.com.example/", False),
    ],
)
def test_moto_is_asked_for_amazons_addresses_alone(url: str, *, is_so: bool) -> None:
    assert is_for_moto(url) is is_so
