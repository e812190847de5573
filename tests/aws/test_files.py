"""Files come back as they were put, and links to them are downloads."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from botocore.exceptions import (
    ReadTimeoutError,
)

from chalicelib import settings
from chalicelib.aws.clients import Clients
from chalicelib.aws.files import HARMLESS, LENT_SECONDS, LINK_SECONDS, S3Files
from chalicelib.core.errors import Conflict, NotFound, Unavailable
from dev.aws.faults import Faults
from dev.aws.gate import gate
from tests.kit.aws_client import HOST, Client, refusal
from tests.kit.http_world import NOON
from tests.kit.waits import skipped_waits


@pytest.fixture
def files(aws: settings.Settings) -> S3Files:
    return S3Files(Clients(aws.region), aws.files_bucket, lambda: NOON)


def test_a_file_comes_back_as_it_was_put(files: S3Files) -> None:
    files.put("acc_1/a", b"\0bytes", content_type="text/plain")

    assert files.get("acc_1/a") == b"\0bytes"


def test_a_file_that_is_not_there_is_not_found(files: S3Files) -> None:
    with pytest.raises(NotFound):
        files.get("acc_1/never")


def test_parts_become_one_file(files: S3Files) -> None:
    upload = files.begin("acc_1/large", content_type="text/csv")
    tags = tuple(
        files.add_part("acc_1/large", upload, number, body)
        for number, body in ((1, b"a" * 5 * 1024 * 1024), (2, b"b"))
    )

    files.finish("acc_1/large", upload, tags)

    assert files.look("acc_1/large").size == 5 * 1024 * 1024 + 1
    assert files.get_part("acc_1/large", 5 * 1024 * 1024 - 1, 5 * 1024 * 1024 + 1) == b"ab"


@pytest.mark.parametrize(
    ("error", "expected"),
    [(refusal("NoSuchUpload", 404), NotFound), (refusal("SlowDown", 503), Unavailable)],
)
def test_parts_that_cannot_be_put_say_why(error: Exception, expected: type[Exception]) -> None:
    client: Any = Client(error)
    files = S3Files(client, "bucket", lambda: NOON)

    with pytest.raises(expected):
        files.begin("acc_1/large", content_type="text/csv")
    with pytest.raises(expected):
        files.add_part("acc_1/large", "upload", 1, b"a")
    with pytest.raises(expected):
        files.finish("acc_1/large", "upload", ("tag",))


@pytest.mark.parametrize("operation", ["get", "put"])
@pytest.mark.parametrize("error", [refusal("SlowDown", 503), ReadTimeoutError(**HOST)], ids=str)
def test_a_busy_bucket_is_unavailable(operation: str, error: Exception) -> None:
    client: Any = Client(error)
    files: Any = S3Files(client, "bucket", lambda: NOON)
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


def test_all_addresses_lead_to_the_one_origin(files: S3Files) -> None:
    form = files.form("uploads/a", name="a.png", content_type="image/png", size=3)
    links = [files.link("acc_1/a", name="a", content_type="image/png"), form.url]

    for url in links:
        parts = urlsplit(url)
        assert f"{parts.scheme}://{parts.netloc}" == files.origin


def test_a_provider_is_told_what_it_is_and_has_an_hour(files: S3Files) -> None:
    lent = files.lend("acc_1/a", name="film.mp4", content_type="video/mp4")

    query = parse_qs(urlsplit(lent).query)
    assert query["response-content-type"] == ["video/mp4"]
    assert query["response-content-disposition"][0].startswith("attachment;")
    assert int(query["X-Amz-Expires"][0]) == LENT_SECONDS == 3600


def test_a_copy_is_another_file(files: S3Files) -> None:
    files.put("uploads/b", b"one", content_type="image/png")
    laid = files.look("uploads/b")
    files.copy("uploads/b", "acc_1/b", tag=laid.tag)
    files.put("uploads/b", b"other", content_type="image/png")

    assert (laid.name, laid.content_type, laid.size) == ("", "image/png", 3)
    assert (files.get("acc_1/b"), files.look("acc_1/b").content_type) == (b"one", "image/png")


@pytest.mark.parametrize(
    ("error", "raised"),
    [
        (refusal("404", 404), NotFound),
        (refusal("403", 403), NotFound),
        (refusal("NoSuchKey", 404), NotFound),
        (refusal("PreconditionFailed", 412), Conflict),
        (refusal("SlowDown", 503), Unavailable),
        (ReadTimeoutError(**HOST), Unavailable),
    ],
    ids=str,
)
def test_what_s3_says_is_told_apart(error: Exception, raised: type[Exception]) -> None:
    client: Any = Client(error)
    files = S3Files(client, "bucket", lambda: NOON)

    with pytest.raises(raised):
        files.look("uploads/a")
    with pytest.raises(raised):
        files.copy("uploads/a", "acc_1/a", tag='"1"')


def test_what_was_replaced_since_is_not_copied(files: S3Files) -> None:
    client: Any = Client({})
    S3Files(client, "bucket", lambda: NOON).copy("uploads/a", "acc_1/a", tag='"1"')

    assert client.asked[0]["CopySourceIfMatch"] == '"1"'


def test_reading_a_file_is_tried_again(files: S3Files) -> None:
    files.put("acc_1/again", b"x", content_type="text/plain")
    faults = Faults()
    faults.inject("s3.GetObject", "throttle", times=2)

    with gate.around(faults), skipped_waits():
        assert files.get("acc_1/again") == b"x"


@pytest.mark.parametrize("region", ["us-east-1", "eu-west-1"])
def test_links_and_forms_lead_to_the_host_that_pages_allow(
    aws: settings.Settings, region: str
) -> None:
    files = S3Files(Clients(region), aws.files_bucket, lambda: NOON)

    link = files.link("acc_1/a", name="a.png", content_type="image/png")
    form = files.form("uploads/a", name="a.png", content_type="image/png", size=1)

    assert link.startswith(f"{files.origin}/")
    assert form.url.rstrip("/") == files.origin


def test_a_client_is_built_once_and_only_when_asked_for(aws: settings.Settings) -> None:
    clients = Clients(aws.region)

    assert clients.get("sqs") is clients.get("sqs")
