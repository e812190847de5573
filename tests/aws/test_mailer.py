"""Mails are offered once, and every refusal has its meaning."""

from typing import Any

import pytest
from botocore.exceptions import (
    ConnectTimeoutError,
    EndpointConnectionError,
    ReadTimeoutError,
)

from chalicelib import settings
from chalicelib.aws.clients import Clients
from chalicelib.aws.mailer import SesMailer
from chalicelib.core.errors import DeliveryFailed, Unavailable, Uncertain
from chalicelib.core.sending import Sending
from dev.aws.faults import Faults
from dev.aws.gate import gate
from tests.kit.aws_client import HOST, Client, refusal
from tests.kit.http_world import NOON, World


def mailer(*answers: Any) -> tuple[SesMailer, Client]:
    client: Any = Client(*answers)
    client.region = "eu-west-1"
    return SesMailer(client, "set", lambda: NOON), client


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
        send(SesMailer(Clients(aws.region), aws.configuration_set, lambda: NOON))

    assert [call.name for call in calls] == ["sesv2.SendEmail"]


VERIFIED, PENDING = {"VerifiedForSendingStatus": True}, {"VerifiedForSendingStatus": False}
UNKNOWN = refusal("NotFoundException", 404)


@pytest.mark.parametrize(
    ("answers", "may"),
    [([VERIFIED], True), ([UNKNOWN, VERIFIED], True), ([PENDING, UNKNOWN], False),
     ([refusal("TooManyRequestsException", 429)], False), ([ReadTimeoutError(**HOST)], False)],
)  # fmt: skip
def test_mail_comes_from_what_is_set_up_at_ses(answers: list[Any], *, may: bool) -> None:
    ses, client = mailer(*answers)

    assert ses.may_send_from("help@shop.example") is may
    assert client.asked[0] == {"EmailIdentity": "shop.example"}


def test_ses_is_asked_again_after_minutes_and_a_silent_one_believed_as_before() -> None:
    world = World()
    client: Any = Client(VERIFIED, ReadTimeoutError(**HOST), UNKNOWN)
    ses = SesMailer(client, "set", lambda: world.now)
    said: list[bool] = []
    for minutes in (0, 1, 5, 5):
        world.pass_time(minutes=minutes)
        said.append(ses.may_send_from("help@shop.example"))

    assert said == [True, True, True, False]


TOKENS = {"Tokens": ["t1"], "Status": "PENDING", "SigningHostedZone": "dkim.eu-west-1.example"}


@pytest.mark.parametrize(
    ("answer", "known"),
    [
        (UNKNOWN, Sending()),
        (VERIFIED, Sending(is_known=True, may_send=True)),
        ({**PENDING, "DkimAttributes": {"Tokens": ["t1"]}},
         Sending(is_known=True, records={"t1._domainkey.a.example": "t1.dkim.amazonses.com"})),
        ({**PENDING, "DkimAttributes": TOKENS},
         Sending(is_known=True, records={"t1._domainkey.a.example": "t1.dkim.eu-west-1.example"})),
        ({**PENDING, "MailFromAttributes": {"MailFromDomain": "bounce.a.example",
                                            "MailFromDomainStatus": "TEMPORARY_FAILURE"}},
         Sending(is_known=True, mail_from="bounce.a.example", mail_from_state="pending",
                 feedback_host="feedback-smtp.eu-west-1.amazonses.com")),
        ({**PENDING, "DkimAttributes": {"Status": "FAILED"}},
         Sending(is_known=True, has_failed=True)),
    ],
)  # fmt: skip
def test_ses_tells_how_far_a_domain_is_and_which_records_it_looks_for(
    answer: Any, known: Sending
) -> None:
    assert mailer(answer)[0].look("a.example") == known


@pytest.mark.parametrize("error", [refusal("TooManyRequestsException"), ReadTimeoutError(**HOST)])
def test_where_ses_does_not_tell_nobody_guesses(error: Exception) -> None:
    with pytest.raises(Unavailable):
        mailer(error)[0].look("a.example")
