"""What a deploy would change is told, and nothing is changed."""

from dataclasses import replace
from typing import Any

import boto3

from infra import deploy
from tests.infra.account import REGION, Screen, answers, refused
from tests.infra.small import STAGE, Make, deployed, here

CHANGES = [
    {"ResourceChange": {"Action": "Modify", "LogicalResourceId": "It", **each}}
    for each in (
        {"Replacement": "False", "ResourceType": "AWS::SQS::Queue"},
        {"Replacement": "True", "ResourceType": "AWS::DynamoDB::Table"},
    )
]


def test_a_dry_run_names_each_change_and_makes_none(tools: Make) -> None:
    mine = tools()
    deployed(mine)
    before = here(mine)
    planned = {"Status": "CREATE_COMPLETE", "Changes": CHANGES}
    deleted: list[str] = []

    def forget(cloud: Any) -> dict[str, Any]:
        deleted.append("change set")
        return {}

    given = {
        **answers(),
        "cloudformation.DescribeChangeSet": planned,
        "cloudformation.DeleteChangeSet": forget,
        "cloudformation.ExecuteChangeSet": refused("Forbidden"),
    }
    screen = Screen()

    assert deploy.deploy(replace(STAGE, sign_up="open"), screen, tools(given), is_dry=True)

    assert "  Modify   It (AWS::SQS::Queue)" in screen.lines
    assert "It (AWS::DynamoDB::Table), another in its place" in screen.text
    assert "would not do it" in screen.text
    assert deleted == ["change set"]
    assert here(mine) == before


def test_a_dry_run_makes_nothing_where_nothing_stands(tools: Make) -> None:
    screen = Screen(agrees=True)

    assert deploy.deploy(STAGE, screen, tools(), is_dry=True)
    assert screen.lines[-1] == "There is no deskhand-prod yet: all of it would be made."
    assert boto3.client("s3", region_name=REGION).list_buckets()["Buckets"] == []
    assert boto3.client("ssm", region_name=REGION).describe_parameters()["Parameters"] == []
