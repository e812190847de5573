"""Files, mail, queues and secrets on AWS, their failures included."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from botocore.exceptions import (
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ReadTimeoutError,
)

from chalicelib import settings
from chalicelib.aws.clients import Clients
from chalicelib.aws.files import HARMLESS, LINK_SECONDS, S3Files
from chalicelib.aws.mailer import SesMailer
from chalicelib.aws.queues import SqsQueues
from chalicelib.aws.secrets import FRESH, KEPT, SsmSecrets
from chalicelib.core.errors import DeliveryFailed, NotFound, Unavailable, Uncertain
from dev.aws.faults import Faults
from dev.aws.gate import gate
from tests.kit.waits import skipped_waits

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
HOST: Any = {"endpoint_url": "https://aws.example"}


def refusal(code: str, status: int = 400) -> ClientError:
    answer: Any = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(answer, "Operation")


class Client:
    """Answers every call the same, and remembers what it was asked."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.asked: list[dict[str, Any]] = []

    def get(self, _service: str) -> "Client":
        return self

    def __getattr__(self, _operation: str) -> Callable[..., Any]:
        def call(**asked: Any) -> Any:
            self.asked.append(asked)
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            if isinstance(answer, Exception):
                raise answer
            return answer

        return call


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


def mailer(*answers: Any) -> tuple[SesMailer, Client]:
    client: Any = Client(*answers)
    return SesMailer(client, "set"), client


def send(ses: SesMailer) -> str:
    return ses.send(sender="a@b.example", recipients=("c@d.example",), raw=b"raw", ref="msg_1")


def test_a_mail_is_handed_over_with_what_its_events_need() -> None:
    ses, client = mailer({"MessageId": "id-1"})

    assert send(ses) == "id-1"
    assert client.asked[0]["ConfigurationSetName"] == "set"
    assert client.asked[0]["EmailTags"] == [{"Name": "ref", "Value": "msg_1"}]
    assert client.asked[0]["Content"] == {"Raw": {"Data": b"raw"}}


@pytest.mark.parametrize("code", ["MessageRejected", "BadRequestException"])
def test_what_ses_will_never_take_has_failed_for_good(code: str) -> None:
    with pytest.raises(DeliveryFailed) as failed:
        send(mailer(refusal(code))[0])

    assert failed.value.permanent is True


@pytest.mark.parametrize(
    "code",
    ["AccountSuspendedException", "SendingPausedException", "MailFromDomainNotVerifiedException",
     "NotFoundException", "AccessDeniedException", "SomethingNew"],
)  # fmt: skip
def test_what_ses_does_not_take_today_may_be_tried_again(code: str) -> None:
    with pytest.raises(DeliveryFailed) as failed:
        send(mailer(refusal(code))[0])

    assert failed.value.permanent is False


@pytest.mark.parametrize(
    "error",
    [refusal("TooManyRequestsException", 429), refusal("LimitExceededException"),
     refusal("ThrottlingException"), ConnectTimeoutError(**HOST), EndpointConnectionError(**HOST)],
    ids=str,
)  # fmt: skip
def test_what_never_arrived_is_tried_again(error: Exception) -> None:
    with pytest.raises(Unavailable):
        send(mailer(error)[0])


@pytest.mark.parametrize(
    "error", [ReadTimeoutError(**HOST), refusal("InternalFailure", 500)], ids=str
)
def test_what_may_have_arrived_is_uncertain(error: Exception) -> None:
    with pytest.raises(Uncertain):
        send(mailer(error)[0])


def test_a_mail_is_offered_once_however_it_fails(aws: settings.Settings) -> None:
    faults = Faults()
    faults.inject("sesv2.SendEmail", "error", times=5)

    with gate.around(faults), gate.recorded() as calls, pytest.raises(Uncertain):
        send(SesMailer(Clients(aws.region), aws.configuration_set))

    assert [call.name for call in calls] == ["sesv2.SendEmail"]


def queues(client: Any) -> SqsQueues:
    return SqsQueues(client, {"deliver": "https://queue.example"})


def bodies(client: Client) -> list[list[str]]:
    return [[each["MessageBody"] for each in asked["Entries"]] for asked in client.asked]


def test_bodies_go_ten_at_a_time() -> None:
    client = Client({})
    queues(client).put("deliver", [str(number) for number in range(23)])

    assert [len(batch) for batch in bodies(client)] == [10, 10, 3]


def test_large_bodies_go_in_smaller_batches() -> None:
    client = Client({})
    queues(client).put("deliver", ["x" * 100_000] * 5)

    assert [len(batch) for batch in bodies(client)] == [2, 2, 1]


def test_only_what_the_queue_did_not_take_is_offered_again() -> None:
    client = Client({"Failed": [{"Id": "1"}]}, {})
    queues(client).put("deliver", ["a", "b", "c"])

    assert bodies(client) == [["a", "b", "c"], ["b"]]


@pytest.mark.parametrize("answer", [{"Failed": [{"Id": "0"}]}, refusal("RequestThrottled")])
def test_a_queue_that_takes_nothing_is_unavailable(answer: Any) -> None:
    with pytest.raises(Unavailable):
        queues(Client(answer)).put("deliver", ["a"])


def test_nothing_to_hand_over_asks_nobody() -> None:
    client = Client(AssertionError())
    queues(client).put("deliver", [])

    assert client.asked == []


class Parameter(Client):
    """An SSM parameter that can be rotated and be out of reach; the clock stands."""

    def __init__(self, *keys: str) -> None:
        super().__init__({})
        self.now = NOON
        self.hold(*keys)

    def hold(self, *keys: str) -> None:
        self.answers = [{"Parameter": {"Value": json.dumps([key * 32 for key in keys])}}]

    def secrets(self) -> SsmSecrets:
        client: Any = self
        return SsmSecrets(client, "/name", lambda: self.now)


def test_a_signature_holds_for_its_purpose_and_message_alone() -> None:
    secrets = Parameter("aa").secrets()
    signature = secrets.sign("reply", b"message")

    assert secrets.verify("reply", b"message", signature)
    assert not secrets.verify("cursor", b"message", signature)
    assert not secrets.verify("reply", b"other", signature)
    assert not Parameter("bb").secrets().verify("reply", b"message", signature)


@pytest.mark.parametrize(("length", "holds"), [(32, True), (10, True), (9, False), (0, False)])
def test_a_signature_may_be_cut_but_not_to_nothing(*, length: int, holds: bool) -> None:
    secrets = Parameter("aa").secrets()

    assert secrets.verify("p", b"m", secrets.sign("p", b"m")[:length]) is holds


def test_a_signature_with_more_behind_it_is_none() -> None:
    secrets = Parameter("aa").secrets()

    assert not secrets.verify("p", b"m", secrets.sign("p", b"m") + b"\0")


def test_after_a_rotation_the_newest_key_signs_and_older_ones_still_hold() -> None:
    parameter = Parameter("aa")
    secrets = parameter.secrets()
    old = secrets.sign("p", b"m")
    parameter.hold("bb", "aa")
    parameter.now += FRESH

    new = secrets.sign("p", b"m")
    assert new == Parameter("bb").secrets().sign("p", b"m") != old
    assert secrets.verify("p", b"m", old)


def test_the_parameter_is_read_once_in_a_while() -> None:
    parameter = Parameter("aa")
    secrets = parameter.secrets()
    for _ in range(50):
        secrets.sign("p", b"m")
    parameter.now += FRESH
    secrets.sign("p", b"m")

    assert len(parameter.asked) == 2


def test_keys_are_kept_for_an_hour_while_the_parameter_is_out_of_reach() -> None:
    parameter = Parameter("aa")
    secrets = parameter.secrets()
    secrets.sign("p", b"m")
    parameter.answers = [refusal("InternalServerError", 500)]
    parameter.now += KEPT - timedelta(seconds=1)
    secrets.sign("p", b"m")
    parameter.now += timedelta(minutes=1)

    with pytest.raises(Unavailable):
        secrets.sign("p", b"m")


def test_a_parameter_out_of_reach_is_not_asked_with_every_signature() -> None:
    parameter = Parameter("aa")
    secrets = parameter.secrets()
    secrets.sign("p", b"m")
    parameter.answers = [refusal("ThrottlingException")]
    parameter.now += FRESH
    for _ in range(10):
        secrets.sign("p", b"m")

    assert len(parameter.asked) == 2


@pytest.mark.parametrize("value", ["[]", '["aa"]'])
def test_weak_or_missing_keys_are_not_used(value: str) -> None:
    parameter = Parameter("aa")
    parameter.answers = [{"Parameter": {"Value": value}}]

    with pytest.raises(ValueError, match="/name"):
        parameter.secrets().sign("p", b"m")


def test_a_client_is_built_once_and_only_when_asked_for(aws: settings.Settings) -> None:
    clients = Clients(aws.region)

    assert clients.get("sqs") is clients.get("sqs")


def test_reading_a_file_is_tried_again(files: S3Files) -> None:
    files.put("acc_1/again", b"x", content_type="text/plain")
    faults = Faults()
    faults.inject("s3.GetObject", "throttle", times=2)

    with gate.around(faults), skipped_waits():
        assert files.get("acc_1/again") == b"x"
