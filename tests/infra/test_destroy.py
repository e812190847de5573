"""A stage is taken away: its data only if somebody means it."""

from typing import Any

import boto3
import pytest

from infra import deploy
from infra.account import stack
from infra.account.erase import is_there
from infra.account.kept import Kept
from infra.account.mail import others
from infra.destroy import destroy
from tests.infra.account import OUTPUTS, REGION, Played, Screen, answers, refused
from tests.infra.small import STAGE, Make, deployed, here


def test_a_stage_that_is_taken_away_leaves_its_data(tools: Make) -> None:
    mine = tools()
    deployed(mine)
    screen = Typing("prod")

    assert destroy(mine.cloud_of(STAGE), STAGE, mine.watch(screen))

    assert boto3.client("sqs", region_name=REGION).list_queues().get("QueueUrls", []) == []
    assert len(boto3.client("dynamodb", region_name=REGION).list_tables()["TableNames"]) == 1
    for word in ("Table (AWS::DynamoDB::Table)", "Files (AWS::S3::Bucket)", "Key (AWS::KMS::Key)"):
        assert word in screen.text
    assert "/deskhand/prod/signing" in screen.text
    active = boto3.client("ses", region_name=REGION).describe_active_receipt_rule_set()
    assert "Metadata" not in active


GOING = "PendingDeletion"


class Typing(Screen):
    """A terminal where somebody types this."""

    __slots__ = ("typed",)

    def __init__(self, typed: str, *, agrees: bool = False) -> None:
        super().__init__(agrees=agrees)
        object.__setattr__(self, "typed", typed)

    def ask(self, question: str) -> str:
        return self.typed


def test_data_goes_when_the_stages_name_is_typed_even_after_its_stack(
    tools: Make, account: str
) -> None:
    mine = tools()
    deployed(mine)
    s3 = boto3.client("s3", region_name=REGION)
    [files] = {each["Name"] for each in s3.list_buckets()["Buckets"]} - {
        f"deskhand-uploads-{account}-{REGION}"
    }
    s3.put_object(Bucket=files, Key="a", Body=b"1")
    s3.put_object(Bucket=files, Key="a", Body=b"2")
    s3.delete_object(Bucket=files, Key="a")
    cloud, watch = mine.cloud_of(STAGE), mine.watch(Typing("prod"))
    assert destroy(cloud, STAGE, mine.watch(Screen(agrees=True)))

    assert destroy(cloud, STAGE, watch, with_data=True)
    assert destroy(cloud, STAGE, watch, with_data=True)  # and finds nothing to do

    assert boto3.client("dynamodb", region_name=REGION).list_tables()["TableNames"] == []
    assert files not in {each["Name"] for each in s3.list_buckets()["Buckets"]}
    kms = boto3.client("kms", region_name=REGION)
    states = [
        kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"]["KeyState"]
        for key in kms.list_keys()["Keys"]
    ]
    assert "PendingDeletion" in states


def test_data_of_every_stack_of_that_name_goes(tools: Make) -> None:
    mine = tools()
    deployed(mine)
    cloud, agrees = mine.cloud_of(STAGE), mine.watch(Screen(agrees=True))
    assert destroy(cloud, STAGE, agrees)
    deployed(mine)
    assert destroy(cloud, STAGE, agrees)
    deployed(mine)
    tables = boto3.client("dynamodb", region_name=REGION).list_tables()["TableNames"]
    screen, again = Typing("prod"), Typing("")

    assert destroy(cloud, STAGE, mine.watch(screen), with_data=True)
    assert destroy(cloud, STAGE, mine.watch(again), with_data=True)

    assert len(tables) == 3
    assert all(f"Table (AWS::DynamoDB::Table): {table}" in screen.text for table in tables)
    assert boto3.client("dynamodb", region_name=REGION).list_tables()["TableNames"] == []
    assert "AWS::" not in again.text  # what went is not offered again


def test_what_stays_of_a_stage_is_named_without_a_question(tools: Make) -> None:
    mine, screen = tools(), Typing("")
    deployed(mine)
    cloud = mine.cloud_of(STAGE)
    destroy(cloud, STAGE, mine.watch(Screen(agrees=True)))

    assert destroy(cloud, STAGE, mine.watch(screen))
    assert "Table (AWS::DynamoDB::Table): " in screen.text


@pytest.mark.parametrize(
    ("kind", "call", "answer", "there"),
    [
        ("AWS::DynamoDB::Table", "dynamodb.DescribeTable", {"Table": {}}, True),
        ("AWS::DynamoDB::Table", "dynamodb.DescribeTable", "ResourceNotFoundException", False),
        ("AWS::S3::Bucket", "s3.HeadBucket", {"BucketRegion": REGION}, True),
        ("AWS::S3::Bucket", "s3.HeadBucket", "404", False),
        ("AWS::S3::Bucket", "s3.HeadBucket", "403", True),
        ("AWS::KMS::Key", "kms.DescribeKey", {"KeyMetadata": {"KeyState": "Enabled"}}, True),
        ("AWS::KMS::Key", "kms.DescribeKey", {"KeyMetadata": {"KeyState": "Disabled"}}, True),
        ("AWS::KMS::Key", "kms.DescribeKey", {"KeyMetadata": {"KeyState": GOING}}, False),
        ("AWS::KMS::Key", "kms.DescribeKey", "NotFoundException", False),
        ("AWS::SES::EmailIdentity", "sesv2.GetEmailIdentity", {"DkimAttributes": {}}, True),
        ("AWS::SES::EmailIdentity", "sesv2.GetEmailIdentity", "NotFoundException", False),
        ("AWS::SES::EmailIdentity", "sesv2.GetEmailIdentity", "AccessDenied", True),
    ],
)
def test_what_went_since_is_not_called_left(
    account: str, kind: str, call: str, answer: Any, *, there: bool
) -> None:
    given = {call: refused(answer) if isinstance(answer, str) else answer}

    assert is_there(Played(STAGE, given), Kept(name="It", kind=kind, id="it")) == there


@pytest.mark.parametrize(
    ("typed", "agrees", "with_data", "goes"),
    [
        ("prod", False, False, True),
        ("prod", False, True, True),
        ("", True, False, True),
        ("", True, True, False),
        ("", False, False, False),
        ("yes", False, False, False),
        ("y", True, True, False),
        ("dev", False, True, False),
    ],
)
def test_a_stage_goes_when_its_name_is_typed(
    tools: Make, typed: str, *, agrees: bool, with_data: bool, goes: bool
) -> None:
    mine = tools()
    deployed(mine)
    screen = Typing(typed, agrees=agrees)

    done = destroy(mine.cloud_of(STAGE), STAGE, mine.watch(screen), with_data=with_data)

    assert done == goes
    assert stands(mine) != goes


def stands(tools: deploy.Tools) -> bool:
    """Tell whether the stack is there."""
    return stack.describe(tools.cloud_of(STAGE), STAGE.stack_name) is not None


def test_where_nothing_was_deployed_nothing_is_taken_away(tools: Make) -> None:
    mine, screen = tools(), Screen()

    assert not destroy(mine.cloud_of(STAGE), STAGE, mine.watch(screen))
    assert screen.text == f"There is no stack deskhand-prod in {REGION}."


def rule(name: str, *actions: dict[str, Any]) -> dict[str, Any]:
    """Return a receipt rule as SES describes it."""
    return {"Name": name, "Actions": [*actions]}


OURS = rule("ours", {"S3Action": {"BucketName": "mails"}})
THEIRS = rule("theirs", {"S3Action": {"BucketName": "mails-of-dev"}})
BY_HAND = rule("by-hand", {"BounceAction": {}})


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        ([], []),
        ([OURS], []),
        ([OURS, THEIRS], ["theirs"]),
        ([BY_HAND, OURS], ["by-hand"]),
        ([rule("nothing")], ["nothing"]),
        ([rule("both", *BY_HAND["Actions"], *OURS["Actions"])], []),
    ],
)
def test_a_rule_is_ours_that_stores_in_our_bucket(
    rules: list[dict[str, Any]], found: list[str]
) -> None:
    assert others(rules, {"mails", "table"}) == found


@pytest.mark.parametrize("with_data", [False, True])
def test_a_stage_that_holds_another_stages_rule_stays_whole(
    tools: Make, *, with_data: bool
) -> None:
    deployed(tools())
    mine = tools({**answers(), "ses.DescribeReceiptRuleSet": {"Rules": [OURS, THEIRS]}})

    with pytest.raises(stack.StackError, match="theirs"):
        destroy(mine.cloud_of(STAGE), STAGE, mine.watch(Typing("prod")), with_data=with_data)

    assert here(mine).is_standing
    active = boto3.client("ses", region_name=REGION).describe_active_receipt_rule_set()
    assert active["Metadata"]["Name"] == OUTPUTS["MailRuleSet"]


def test_a_rule_set_that_went_before_holds_nothing_up(tools: Make) -> None:
    deployed(tools())
    mine = tools({**answers(), "ses.DescribeReceiptRuleSet": refused("RuleSetDoesNotExist")})

    assert destroy(mine.cloud_of(STAGE), STAGE, mine.watch(Typing("prod")))
