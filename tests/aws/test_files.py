"""Files come back as they were put, and links to them are downloads."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from botocore.exceptions import (
    ReadTimeoutError,
)

from chalicelib import settings
from chalicelib.aws.clients import Clients
from chalicelib.aws.files import HARMLESS, LINK_SECONDS, S3Files
from chalicelib.core.errors import NotFound, Unavailable
from dev.aws.faults import Faults
from dev.aws.gate import gate
from tests.kit.aws_client import HOST, Client, refusal
from tests.kit.waits import skipped_waits


@pytest.fixture
def files(aws: settings.Settings) -> S3Files:
    return S3Files(Clients(aws.region), aws.files_bucket)


def test_a_file_comes_back_as_it_was_put(files: S3Files) -> None:
    files.put("acc_1/a", b"\0bytes", content_type="text/plain")

    assert files.get("acc_1/a") == b"\0bytes"


def test_a_file_that_is_not_there_is_not_found(files: S3Files) -> None:
    with pytest.raises(NotFound):
        files.get("acc_1/never")


@pytest.mark.parametrize("operation", ["get", "put"])
@pytest.mark.parametrize("error", [refusal("SlowDown", 503), ReadTimeoutError(**HOST)], ids=str)
def test_a_busy_bucket_is_unavailable(operation: str, error: Exception) -> None:
    client: Any = Client(error)
    files: Any = S3Files(client, "bucket")
    more = {"body": b"", "content_type": "text/plain"} if operation == "put" else {}

    with pytest.raises(Unavailable):
        getattr(files, operation)("acc_1/a", **more)


@pytest.mark.parametrize(
    ("content_type", "announced"),
    [
        ("image/png", "image/png"),
        ("Text/Plain; charset=utf-8", "text/plain"),
        ("text/html", "application/octet-stream"),
        ("image/svg+xml", "application/octet-stream"),
        ("application/xhtml+xml", "application/octet-stream"),
        ("text/html\r\nX: 1", "application/octet-stream"),
        ("", "application/octet-stream"),
    ],
)
def test_a_link_is_a_download_for_five_minutes(
    files: S3Files, content_type: str, announced: str
) -> None:
    link = files.link("acc_1/a", name='r "1"\r\n.html', content_type=content_type)

    parts = urlsplit(link)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert parts.hostname == "deskhand-test-files.s3.eu-west-1.amazonaws.com"
    assert int(query["X-Amz-Expires"]) == LINK_SECONDS <= 300
    assert query["response-content-type"] == announced
    assert query["response-content-disposition"].startswith('attachment; filename="r _1___.html"')


def test_no_type_that_a_browser_runs_is_harmless() -> None:
    assert not [
        name for name in HARMLESS if any(word in name for word in ("html", "xml", "script"))
    ]


def test_reading_a_file_is_tried_again(files: S3Files) -> None:
    files.put("acc_1/again", b"x", content_type="text/plain")
    faults = Faults()
    faults.inject("s3.GetObject", "throttle", times=2)

    with gate.around(faults), skipped_waits():
        assert files.get("acc_1/again") == b"x"


def test_a_client_is_built_once_and_only_when_asked_for(aws: settings.Settings) -> None:
    clients = Clients(aws.region)

    assert clients.get("sqs") is clients.get("sqs")
