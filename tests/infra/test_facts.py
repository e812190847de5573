"""What an account has is looked at; what cannot be looked at is named and hides nothing."""

from typing import Any

import boto3
import pytest
from botocore.exceptions import NoCredentialsError

from infra.account import facts
from infra.account.cloud import Cloud
from infra.account.facts import Facts
from infra.account.stage import Stage
from infra.preflight import look
from tests.infra.account import (
    DOMAIN,
    REGION,
    Answers,
    Played,
    answers,
    dns,
    nobody_answers,
    refused,
)  # fmt: skip
from tests.infra.test_preflight import HELP, INBOUND, STAGE, whats

GONE = refused("ValidationError")


def empty(account: str, given: Answers | None = None) -> tuple[Stage, Facts]:
    """Return what is known of an account that has nothing."""
    bare = Stage(name="prod", region=REGION, mail_domain=DOMAIN, custom_domain="help.shop.example")
    said = given or {
        "sesv2.GetAccount": {"ProductionAccessEnabled": False},
        "lambda.GetAccountSettings": {
            "AccountLimit": {"ConcurrentExecutions": 10, "UnreservedConcurrentExecutions": 10}
        },
    }
    return facts.gather(lambda stage: Played(stage, said), bare, dns({}))


def test_an_empty_account_is_told_of_everything_at_once(account: str) -> None:
    """On moto: the keys, the certificate and where mail comes in, then what can follow."""
    assert whats(*empty(account)) == [
        f"SES receives no mail in {REGION}.",
        "There are no signing keys in the parameter /deskhand/prod/signing.",
        f"There is no issued certificate for help.shop.example in {REGION}.",
        "There is no bucket for uploads.",
        f"SES does not know {DOMAIN}.",
        "SES is in its sandbox: it sends to verified addresses only.",
        f"The MX record of {DOMAIN} is missing: no mail comes in.",
        "This account runs 10 functions at once: people wait at times.",
    ]


@pytest.mark.parametrize(
    ("status", "own", "unreserved"),
    [
        (None, "", 300),
        ("UPDATE_COMPLETE", "0", 300),
        ("UPDATE_COMPLETE", "50", 352),
        ("UPDATE_ROLLBACK_COMPLETE", "50", 352),
        ("ROLLBACK_COMPLETE", "50", 300),
    ],
)
def test_what_our_own_stack_has_set_aside_is_ours_to_set_aside_again(
    account: str, status: str | None, own: str, unreserved: int
) -> None:
    parameters = [{"ParameterKey": "ApiConcurrency", "ParameterValue": own}]
    ours = {"StackId": "x", "StackStatus": status, "Parameters": parameters}
    given = {
        **answers(),
        "lambda.GetAccountSettings": {
            "AccountLimit": {"ConcurrentExecutions": 1000, "UnreservedConcurrentExecutions": 300}
        },
        "cloudformation.DescribeStacks": {"Stacks": [ours]} if status else GONE,
    }

    _, known = facts.gather(lambda stage: Played(stage, given), STAGE, nobody_answers)

    assert known.unreserved == unreserved


def test_what_may_not_be_looked_at_is_named_and_hides_nothing_else(account: str) -> None:
    given = {
        "sesv2.GetAccount": refused("AccessDeniedException"),
        "ssm.GetParameter": refused("AccessDeniedException"),
        "lambda.GetAccountSettings": refused("AccessDenied"),
    }
    stage, known = empty(account, given)

    assert known.denied == ["GetParameter", "GetAccount", "GetAccountSettings"]
    assert "There is no bucket for uploads." in whats(stage, known)


@pytest.mark.parametrize(
    ("answer", "bucket", "fails"),
    [
        ({"BucketRegion": REGION}, "ours", False),
        (refused("404"), "absent", False),
        (refused("403"), "foreign", False),
        (refused("400", "Expired token"), None, True),
        (refused("301"), None, True),
        (refused("503", "Slow down"), None, True),
    ],
)
def test_only_a_refusal_calls_the_bucket_foreign(
    account: str, answer: dict[str, Any], bucket: str | None, *, fails: bool
) -> None:
    given = {**answers(), "s3.HeadBucket": answer}

    _, known = facts.gather(lambda stage: Played(stage, given), STAGE, nobody_answers)

    assert known.bucket == bucket
    assert any("HeadBucket" in each for each in known.failures) == fails


def test_without_credentials_the_rest_is_still_told(account: str) -> None:
    class Nobody(Cloud):
        @property
        def account_id(self) -> str:
            raise NoCredentialsError

    stage, known = facts.gather(Nobody, Stage(name="prod", region=REGION), dns({}))

    assert [words.split(":")[0] for words in whats(stage, known)] == [
        "There is no mail domain",
        "AWS does not know who asks",
        f"SES receives no mail in {REGION}.",
    ]


@pytest.mark.parametrize(
    ("said", "zone"),
    [
        ({}, "dkim.amazonses.com"),
        ({"SigningHostedZone": "dkim.eu-south-1.amazonses.com"}, "dkim.eu-south-1.amazonses.com"),
    ],
)
def test_a_furnished_account_lacks_nothing(account: str, said: dict[str, str], zone: str) -> None:
    dkim = {"Tokens": ["a", "b", "c"], **said}
    ssm = boto3.client("ssm", region_name=REGION)
    ssm.put_parameter(Name="/keys", Type="SecureString", Value=f'["{"ab" * 32}"]')
    s3 = boto3.client("s3", region_name=REGION)
    where = {"LocationConstraint": REGION}
    s3.create_bucket(Bucket=f"deskhand-uploads-{account}-{REGION}", CreateBucketConfiguration=where)
    issued = {"CertificateArn": "arn:aws:acm:x", "DomainName": "*.shop.example"}
    given = {
        **answers(),
        "sesv2.GetEmailIdentity": {"VerifiedForSendingStatus": True, "DkimAttributes": dkim},
        "acm.ListCertificates": {"CertificateSummaryList": [issued]},
    }
    there = dns({(INBOUND, "A"): ("192.0.2.1",), (DOMAIN, "MX"): (f"10 {INBOUND}.",)})

    lines, may_go_on = look(HELP, lambda stage: Played(stage, given), there)

    assert may_go_on
    assert lines[0] == "Nothing is missing."
    assert f"  b._domainkey.{DOMAIN}.  CNAME  b.{zone}." in lines[4]


def test_plain_keys_and_buckets_of_others_are_no_use(account: str) -> None:
    ssm = boto3.client("ssm", region_name=REGION)
    ssm.put_parameter(Name="/keys", Type="String", Value=f'["{"ab" * 32}"]')
    given = {**answers(), "s3.HeadBucket": refused("403")}

    _, known = facts.gather(lambda stage: Played(stage, given), STAGE, nobody_answers)

    assert (known.keys, known.bucket) == ("unusable", "foreign")
    assert known.receives_mail is None
