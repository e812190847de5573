"""A stage on an account of moto's: made, made again, refused."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import boto3
import pytest

from infra import deploy
from infra.account import stack
from infra.account.facts import are_keys
from infra.account.stage import Stage
from tests.infra.account import DOMAIN, OUTPUTS, REGION, Screen, answers
from tests.infra.small import INBOUND, STAGE, Make, deployed, here


@pytest.mark.xdist_group("packaging")
def test_what_is_packaged_stands_as_far_as_moto_goes(tools: Make, packaged: Path) -> None:
    mine = tools(template=packaged)
    said = deployed(mine)

    functions = boto3.client("lambda", region_name=REGION).list_functions()["Functions"]
    assert len(functions) == 8
    assert {f["Environment"]["Variables"]["DESKHAND_MAIL_DOMAIN"] for f in functions} == {DOMAIN}
    assert "console  https://abc123.execute-api.example/api/console" in said


def test_the_first_deploy_learns_its_own_address(tools: Make) -> None:
    mine = tools()
    said = deployed(mine)

    assert here(mine).parameters["BaseUrl"] == "https://abc123.execute-api.example/api"
    assert said.count("Deployed.") == 2
    assert f"{DOMAIN}.  MX  10 {INBOUND}." in said


def test_a_second_deploy_changes_nothing(tools: Make) -> None:
    mine = tools()
    deployed(mine)
    ssm = boto3.client("ssm", region_name=REGION)
    keys = ssm.get_parameter(Name="/deskhand/prod/signing", WithDecryption=True)["Parameter"]
    status = here(mine).status

    said = deployed(mine, Stage(name="prod", region=REGION))  # what the stack knows is not asked

    assert "0 resources change." in said
    assert here(mine).status == status
    again = ssm.get_parameter(Name="/deskhand/prod/signing", WithDecryption=True)["Parameter"]
    assert again["Value"] == keys["Value"]
    assert are_keys(keys["Value"])


def test_where_cloudformation_sees_no_change_none_is_made(tools: Make) -> None:
    """It calls such a change set failed; moto does not when parameters were given."""
    mine = tools()
    deployed(mine)
    reason = "The submitted information didn't contain changes. Submit different information."
    nothing = {"Status": "FAILED", "StatusReason": reason}
    given = {**answers(), "cloudformation.DescribeChangeSet": nothing}

    said = deployed(tools({**given, "cloudformation.DeleteChangeSet": {}}))

    assert "Nothing has changed since the last deploy." in said
    assert "resources change." not in said


def test_what_a_later_deploy_leaves_out_stays(tools: Make) -> None:
    mine = tools()
    deployed(mine, replace(STAGE, base_url="https://help.shop.example", sign_up="open"))
    deployed(mine, replace(STAGE, sign_up="closed"))

    assert here(mine).parameters["BaseUrl"] == "https://help.shop.example"
    assert here(mine).parameters["SignUp"] == "closed"


def test_without_somebody_who_agrees_no_keys_are_made(tools: Make) -> None:
    screen = Screen()

    assert not deploy.deploy(STAGE, screen, tools())
    assert screen.lines[-1] == "Nothing was deployed."
    assert boto3.client("ssm", region_name=REGION).describe_parameters()["Parameters"] == []
    assert boto3.client("s3", region_name=REGION).list_buckets()["Buckets"] == []


def test_receipt_rules_of_others_stay_active(tools: Make) -> None:
    ses = boto3.client("ses", region_name=REGION)
    ses.create_receipt_rule_set(RuleSetName="theirs")
    ses.set_active_receipt_rule_set(RuleSetName="theirs")

    said = deployed(tools())

    assert "No mail comes in while the receipt rule set theirs is active." in said
    assert ses.describe_active_receipt_rule_set()["Metadata"]["Name"] == "theirs"


def test_our_receipt_rules_are_made_active_where_none_are(tools: Make) -> None:
    deployed(tools())

    active = boto3.client("ses", region_name=REGION).describe_active_receipt_rule_set()
    assert active["Metadata"]["Name"] == OUTPUTS["MailRuleSet"]


def test_a_deploy_that_fails_tells_the_resources_own_reason(tools: Make) -> None:
    mine = tools()
    deployed(mine)
    given = {
        **answers(),
        "cloudformation.DescribeStackEvents": _events("Table", "Limit exceeded for indexes"),
        "cloudformation.ExecuteChangeSet": {},
        "cloudformation.DescribeStacks": _stacks("UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"),
    }

    with pytest.raises(stack.StackError, match="Limit exceeded for indexes") as failed:
        deployed(tools(given), replace(STAGE, sign_up="open"))
    assert "cancelled" not in str(failed.value)


def _events(name: str, reason: str) -> Callable[[Any], dict[str, Any]]:
    """Return an answer: nothing before the change, then two failures, one because of the other."""
    asked = iter([[], [("Queue", "Resource update cancelled"), (name, reason)]])

    def answer(cloud: Any) -> dict[str, Any]:
        events = [
            {
                "EventId": each,
                "StackId": "s",
                "LogicalResourceId": each,
                "ResourceStatus": "UPDATE_FAILED",
                "ResourceStatusReason": why,
            }
            for each, why in next(asked, [])
        ]
        return {"StackEvents": events}

    return answer


def _stacks(before: str, after: str) -> Callable[[Any], dict[str, Any]]:
    """Return an answer: the stack stands, until it was asked to change."""
    parameters = {"BaseUrl": "https://help.shop.example", "MailDomain": DOMAIN}
    told = [{"ParameterKey": k, "ParameterValue": v} for k, v in parameters.items()]
    asked: list[str] = []

    def answer(cloud: Any) -> dict[str, Any]:
        asked.append("once more")
        status = before if len(asked) < 4 else after
        return {
            "Stacks": [{"StackId": STAGE.stack_name, "StackStatus": status, "Parameters": told}]
        }

    return answer


def test_what_holds_data_is_never_replaced(tools: Make) -> None:
    change = {
        "Action": "Modify",
        "Replacement": "True",
        "ResourceType": "AWS::DynamoDB::Table",
        "LogicalResourceId": "Table",
    }
    planned = {"Status": "CREATE_COMPLETE", "Changes": [{"ResourceChange": change}]}
    mine = tools({**answers(), "cloudformation.DescribeChangeSet": planned})

    with pytest.raises(stack.StackError, match=r"holds data.*Table"):
        deployed(mine)
    assert here(mine).status == "REVIEW_IN_PROGRESS"


@pytest.mark.parametrize(
    ("change", "lost"),
    [
        ({"Action": "Remove", "ResourceType": "AWS::S3::Bucket"}, True),
        ({"Action": "Modify", "Replacement": "True", "ResourceType": "AWS::KMS::Key"}, True),
        ({"Action": "Modify", "Replacement": "False", "ResourceType": "AWS::KMS::Key"}, False),
        ({"Action": "Add", "ResourceType": "AWS::DynamoDB::Table"}, False),
        ({"Action": "Remove", "ResourceType": "AWS::SQS::Queue"}, False),
    ],
)
def test_a_change_set_tells_what_would_be_lost(change: dict[str, str], *, lost: bool) -> None:
    named = {**change, "LogicalResourceId": "It"}

    assert stack.losses([{"ResourceChange": named}]) == (["It"] if lost else [])


def test_a_template_that_cannot_be_read_says_why(tools: Make) -> None:
    planned = {"Status": "FAILED", "StatusReason": "Unresolved parameter X"}

    with pytest.raises(stack.StackError, match="Unresolved parameter X"):
        deployed(tools({**answers(), "cloudformation.DescribeChangeSet": planned}))


def test_a_creation_that_failed_is_cleared_before_the_next(tools: Make) -> None:
    mine = tools()
    deployed(mine)
    _set_status("ROLLBACK_COMPLETE")

    said = deployed(mine)

    assert "deskhand-prod is not whole (ROLLBACK_COMPLETE): it is deleted first." in said
    assert here(mine).status.endswith("_COMPLETE")


def test_a_stage_that_was_taken_away_in_part_is_left_as_it_is(tools: Make) -> None:
    mine, screen = tools(), Screen(agrees=True)
    deployed(mine)
    _set_status("DELETE_FAILED")
    bucket = boto3.client("s3", region_name=REGION).list_buckets()["Buckets"]

    assert not deploy.deploy(STAGE, screen, mine)

    for word in (
        "Table (AWS::DynamoDB::Table): ",
        "Key (AWS::KMS::Key)",
        "make destroy STAGE=prod",
    ):
        assert word in screen.text
    assert here(mine).status == "DELETE_FAILED"
    assert boto3.client("s3", region_name=REGION).list_buckets()["Buckets"] == bucket


def test_a_stage_that_begins_to_go_meanwhile_is_not_deployed(tools: Make) -> None:
    mine = tools()
    deployed(mine)
    _set_status("DELETE_FAILED")

    with pytest.raises(stack.StackError, match=r"make destroy.*Table \(AWS::DynamoDB::Table\)"):
        stack.settled(mine.cloud_of(STAGE), STAGE.stack_name, mine.watch(Screen()))
    assert here(mine).status == "DELETE_FAILED"


@pytest.mark.parametrize("status", ["CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED"])
def test_nothing_but_a_creation_that_failed_is_cleared(tools: Make, status: str) -> None:
    mine, screen = tools(), Screen()
    deployed(mine)
    _set_status(status)

    assert stack.settled(mine.cloud_of(STAGE), STAGE.stack_name, mine.watch(screen)) is None
    assert "it is deleted first" in screen.text


def _set_status(status: str) -> None:
    """Let moto's stack be what moto never makes of one."""
    from moto.cloudformation.models import cloudformation_backends

    number = boto3.client("sts", region_name=REGION).get_caller_identity()["Account"]
    for each in cloudformation_backends[number][REGION].stacks.values():
        each.status = status
