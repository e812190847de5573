"""A deploy that broke off is run again, and nothing is there twice."""

from typing import Any

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError

from infra import deploy
from infra.account.stage import Stage
from tests.infra.account import OUTPUTS, REGION, Played, Screen, answers
from tests.infra.small import STAGE, Make, here

CHANGES = (
    "s3.CreateBucket",
    "s3.PutPublicAccessBlock",
    "s3.PutBucketLifecycleConfiguration",
    "ssm.PutParameter",
    "s3.PutObject",
    "cloudformation.CreateChangeSet",
    "cloudformation.ExecuteChangeSet",
    "ses.SetActiveReceiptRuleSet",
)
"""Every call of a deploy that changes something; the table is complete, as the last test says."""


class Broken(Played):
    """An account to which the line breaks once, at a call."""

    def __init__(self, stage: Stage, at: str, moment: str) -> None:
        super().__init__(stage, answers())
        self._at, self._moment = at, moment
        self.made: set[str] = set()

    def client(self, service: str) -> Any:
        is_new = service not in self._clients
        client = super().client(service)
        if is_new:
            for moment in ("before-call", "after-call"):
                client.meta.events.register(f"{moment}.{service}", self._break)
        return client

    def _break(self, event_name: str, model: Any, **_: Any) -> None:
        name = f"{model.service_model.service_name}.{model.name}"
        self.made.add(name)
        if name == self._at and event_name.startswith(self._moment):
            self._at = ""
            raise EndpointConnectionError(endpoint_url="https://aws.example")


@pytest.mark.parametrize("moment", ["before-call", "after-call"])
@pytest.mark.parametrize("at", [*CHANGES[2:4], *CHANGES[5:7]])
def test_what_broke_off_is_finished_by_the_next(tools: Make, at: str, moment: str) -> None:
    breaks_off_and_goes_on(tools, at, moment)


@pytest.mark.thorough
@pytest.mark.parametrize("moment", ["before-call", "after-call"])
@pytest.mark.parametrize("at", CHANGES)
def test_wherever_it_breaks_off_the_next_finishes(tools: Make, at: str, moment: str) -> None:
    breaks_off_and_goes_on(tools, at, moment)


def breaks_off_and_goes_on(tools: Make, at: str, moment: str) -> None:
    """Deploy until the line breaks, then once more; a key is made once, whatever happened."""
    mine = tools()
    broken = Broken(STAGE, at, moment)
    line = deploy.Tools(
        cloud_of=lambda stage: broken,
        look=mine.look,
        build=mine.build,
        sleep=mine.sleep,
        out=mine.out,
    )
    with pytest.raises(EndpointConnectionError):
        deploy.deploy(STAGE, Screen(agrees=True), line)
    before = keys()

    assert deploy.deploy(STAGE, Screen(agrees=True), mine)

    assert here(mine).parameters["BaseUrl"] == "https://abc123.execute-api.example/api"
    assert len(keys()) == 1
    assert keys() == (before or keys())
    assert len(boto3.client("dynamodb", region_name=REGION).list_tables()["TableNames"]) == 1
    active = boto3.client("ses", region_name=REGION).describe_active_receipt_rule_set()
    assert active["Metadata"]["Name"] == OUTPUTS["MailRuleSet"]


def keys() -> list[str]:
    """Return the signing keys that there are."""
    ssm = boto3.client("ssm", region_name=REGION)
    names = [each["Name"] for each in ssm.describe_parameters()["Parameters"]]
    return [
        ssm.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"] for name in names
    ]


def test_every_call_that_changes_something_is_tried(tools: Make) -> None:
    mine = tools()
    watched = Broken(STAGE, "", "")
    deploy.deploy(
        STAGE,
        Screen(agrees=True),
        deploy.Tools(
            cloud_of=lambda stage: watched,
            look=mine.look,
            build=mine.build,
            sleep=mine.sleep,
            out=mine.out,
        ),
    )
    reads = ("Describe", "Get", "Head", "List")

    changing = {each for each in watched.made if not each.split(".")[1].startswith(reads)}
    assert changing == set(CHANGES)
