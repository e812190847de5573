"""SES's word that a mail came in."""

import pytest

from chalicelib.channels.email.notifications import arrival_of
from chalicelib.core.errors import Invalid
from tests.channels.email.mails import DOMAIN, INBOX


def _notification() -> dict[str, object]:
    return {
        "notificationType": "Received",
        "mail": {
            "source": "ann@customer.example",
            "messageId": "ses-in-1",
            "destination": ["support@shop.example"],
            "headers": [{"name": "X-SES-Spam-Verdict", "value": "FAIL"}],
        },
        "receipt": {
            "recipients": [INBOX],
            "spamVerdict": {"status": "PASS"},
            "virusVerdict": {"status": "PASS"},
            "spfVerdict": {"status": "PASS"},
            "dkimVerdict": {"status": "GRAY"},
            "dmarcVerdict": {"status": "FAIL"},
            "dmarcPolicy": "reject",
            "action": {"type": "S3", "bucketName": "mail", "objectKey": "in/ses-in-1"},
        },
    }


def test_it_tells_where_the_mail_lies_and_how_it_came() -> None:
    arrival = arrival_of(_notification(), DOMAIN)

    assert (arrival.bucket, arrival.key) == ("mail", "in/ses-in-1")
    assert arrival.envelope.inboxes() == (INBOX,)
    assert arrival.envelope.source == "ann@customer.example"
    assert arrival.envelope.verdicts == {
        "spam": "PASS", "virus": "PASS", "spf": "PASS", "dkim": "GRAY", "dmarc": "FAIL"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("mail", "source"), [({"source": ""}, ""), ({"source": None}, ""), ({}, None)]
)
def test_an_empty_return_path_is_not_an_unknown_one(
    mail: dict[str, object], source: str | None
) -> None:
    assert arrival_of({**_notification(), "mail": mail}, DOMAIN).envelope.source == source


@pytest.mark.parametrize(
    "change",
    [
        {"notificationType": "Bounce"},
        {"receipt": {}},
        {"receipt": None},
        {"receipt": {"action": {"type": "S3", "bucketName": "mail"}}},
        {"receipt": {"action": {"type": "SNS", "topicArn": "arn"}}},
    ],
)
def test_anything_else_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        arrival_of({**_notification(), **change}, DOMAIN)


def test_a_verdict_that_is_missing_is_no_pass() -> None:
    action = {"bucketName": "mail", "objectKey": "k"}

    arrival = arrival_of({**_notification(), "receipt": {"action": action}}, DOMAIN)

    assert set(arrival.envelope.verdicts.values()) == {""}
