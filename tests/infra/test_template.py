"""What the template promises to whoever deploys it; `test_packaging` has the rest."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from cfnlint.api import lint

from dev.lambdas import Lambdas
from tests.architecture.code import ROOT

Template = dict[str, Any]

pytestmark = pytest.mark.xdist_group("packaging")

MOST_RESOURCES = 250
"""API Gateway takes 300 in one API; what is over must wait for AWS to raise it."""
ANSWERS = {
    "ACCESS_DENIED": 403,
    "API_CONFIGURATION_ERROR": 500,
    "AUTHORIZER_CONFIGURATION_ERROR": 500,
    "AUTHORIZER_FAILURE": 500,
    "BAD_REQUEST_BODY": 400,
    "BAD_REQUEST_PARAMETERS": 400,
    "EXPIRED_TOKEN": 403,
    "INTEGRATION_FAILURE": 504,
    "INTEGRATION_TIMEOUT": 504,
    "INVALID_API_KEY": 403,
    "INVALID_SIGNATURE": 403,
    "MISSING_AUTHENTICATION_TOKEN": 403,
    "QUOTA_EXCEEDED": 429,
    "REQUEST_TOO_LARGE": 413,
    "RESOURCE_NOT_FOUND": 404,
    "THROTTLED": 429,
    "UNAUTHORIZED": 401,
    "UNSUPPORTED_MEDIA_TYPE": 415,
    "WAF_FILTERED": 403,
}
"""Everything that API Gateway answers by itself, with the status it has if nobody says another."""
EVERYTHING = {
    "VaultKey": "a key's own policy knows no other resource than the key",
    **dict.fromkeys(
        (
            "ApiHandlerRole", "ReceiveMailRole", "ReceiveInboundRole", "DeliverRole", "SettleRole",
            "RunJobsRole", "FoldStreamRole", "SweepRole",
        ),
        "X-Ray knows no resources",
    ),
}  # fmt: skip
"""What may name all resources, and why."""
STATEFUL = ("AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::KMS::Key", "AWS::SES::EmailIdentity")

_NAMES = {
    "AWS::CloudWatch::Alarm": ("AlarmName",),
    "AWS::CloudWatch::Dashboard": ("DashboardName",),
    "AWS::DynamoDB::Table": ("TableName",),
    "AWS::IAM::Role": ("RoleName",),
    "AWS::Logs::LogGroup": ("LogGroupName",),
    "AWS::S3::Bucket": ("BucketName",),
    "AWS::SES::ConfigurationSet": ("Name",),
    "AWS::SES::ReceiptRuleSet": ("RuleSetName",),
    "AWS::SNS::Topic": ("TopicName",),
    "AWS::SQS::Queue": ("QueueName",),
    "AWS::Serverless::Function": ("FunctionName",),
}


@pytest.fixture(scope="module")
def template(packaged: Path) -> Template:
    """Return the finished template."""
    return json.loads(packaged.read_text(encoding="utf-8"))


@pytest.mark.thorough
def test_the_linter_of_templates_agrees_in_regions_far_apart(packaged: Path) -> None:
    text = packaged.read_text(encoding="utf-8")

    assert lint(text, regions=["us-east-1", "eu-central-1", "ap-southeast-2"]) == []


def test_the_api_stays_below_what_api_gateway_takes(template: Template) -> None:
    paths = template["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]["paths"]
    parts = [path.strip("/").split("/") for path in paths]
    resources = {tuple(each[:end]) for each in parts for end in range(len(each) + 1)}

    assert len(resources) < MOST_RESOURCES


@pytest.mark.parametrize("kind", ANSWERS)
def test_whatever_the_gateway_answers_is_a_problem_with_its_own_status(
    template: Template, kind: str
) -> None:
    body = template["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]
    said = body["x-amazon-apigateway-gateway-responses"]
    fallback = said["DEFAULT_5XX" if ANSWERS[kind] >= 500 else "DEFAULT_4XX"]
    answer = said.get(kind, fallback)
    text = answer["responseTemplates"]["application/json"]
    problem = json.loads(text.replace("$context.error.messageString", '"No."'))

    assert problem["status"] == int(answer.get("statusCode", ANSWERS[kind]))
    assert problem["type"] == f"urn:deskhand:problem:{problem['code']}"
    headers = answer["responseParameters"]
    assert headers["gatewayresponse.header.Content-Type"] == "'application/problem+json'"


def test_the_fallbacks_change_no_status(template: Template) -> None:
    body = template["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]
    said = body["x-amazon-apigateway-gateway-responses"]

    assert set(said) <= {*ANSWERS, "DEFAULT_4XX", "DEFAULT_5XX"}
    assert "statusCode" not in said["DEFAULT_4XX"]
    assert "statusCode" not in said["DEFAULT_5XX"]


def everything_named(value: Any) -> bool:
    """Tell whether something allows itself all resources."""
    if isinstance(value, dict):
        allowed = value.get("Effect") == "Allow" and "*" in value.get("Resource", ())
        return allowed or any(everything_named(each) for each in value.values())
    return isinstance(value, list) and any(everything_named(each) for each in value)


def test_only_what_was_reviewed_names_all_resources(template: Template) -> None:
    named = {name for name, each in template["Resources"].items() if everything_named(each)}

    assert named == set(EVERYTHING)


def test_every_function_of_the_template_runs_on_a_laptop(template: Template) -> None:
    from app import app  # loads the whole product

    handlers = {
        each["Properties"]["Handler"].removeprefix("app.")
        for each in template["Resources"].values()
        if each["Type"] == "AWS::Serverless::Function"
    }
    laptop = Lambdas(app, None)  # type: ignore[arg-type]  # nothing is invoked

    assert {name for name in handlers - {"app"} if laptop.find(name) is None} == set()


def test_each_function_has_its_own_bounds_and_runs_where_it_is_cheapest(
    template: Template,
) -> None:
    functions = {
        name: each["Properties"]
        for name, each in template["Resources"].items()
        if each["Type"] == "AWS::Serverless::Function"
    }

    assert {tuple(each["Architectures"]) for each in functions.values()} == {("arm64",)}
    assert all(512 <= each["MemorySize"] <= 1024 for each in functions.values())
    assert functions["APIHandler"]["Timeout"] == 29  # what API Gateway waits for
    assert functions["Sweep"]["Timeout"] < 60  # the next one comes then
    endpoint = template["Resources"]["RestAPI"]["Properties"]["EndpointConfiguration"]
    assert endpoint == "REGIONAL"


def test_no_queue_takes_the_executions_that_requests_need(template: Template) -> None:
    bound = {"MaximumConcurrency": {"Ref": "WorkerConcurrency"}}
    sources = [
        event["Properties"]
        for each in template["Resources"].values()
        if each["Type"] == "AWS::Serverless::Function"
        for event in each["Properties"].get("Events", {}).values()
        if event["Type"] == "SQS"
    ]

    costs = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert len(sources) == 5
    assert "Lambda's own looks into five queues" in costs
    assert [each for each in sources if each["ScalingConfig"] != bound] == []


def test_nothing_is_set_aside_unless_somebody_asks(template: Template) -> None:
    """An account with ten executions refuses a stack that sets one aside."""
    set_aside = {
        name: each["Properties"]["ReservedConcurrentExecutions"]["Fn::If"]
        for name, each in template["Resources"].items()
        if "ReservedConcurrentExecutions" in each.get("Properties", {})
    }

    assert set(set_aside) == {"APIHandler", "Sweep"}
    for condition, _, otherwise in set_aside.values():
        assert condition == "SetsAside"
        assert otherwise == {"Ref": "AWS::NoValue"}
    assert template["Parameters"]["ApiConcurrency"]["Default"] == 0


def test_a_stack_from_before_needs_no_new_parameter(template: Template) -> None:
    needed = [n for n, each in template["Parameters"].items() if "Default" not in each]

    assert sorted(needed) == ["BaseUrl", "MailDomain"]


def test_what_holds_data_outlives_its_stack(template: Template) -> None:
    kept = {
        name: (each.get("DeletionPolicy"), each.get("UpdateReplacePolicy"))
        for name, each in template["Resources"].items()
        if each["Type"] in STATEFUL
    }

    assert set(kept) == {"Table", "FilesBucket", "MailBucket", "VaultKey", "MailDomainIdentity"}
    assert set(kept.values()) == {("RetainExceptOnCreate", "Retain")}


def test_the_secret_of_the_app_at_shopify_stands_where_it_is_read(template: Template) -> None:
    secret = {"Ref": "ShopifyClientSecret"}
    told = {
        name: each["Properties"].get("Environment", {}).get("Variables", {})
        for name, each in template["Resources"].items()
        if each["Type"] == "AWS::Serverless::Function"
    }

    assert secret not in template["Globals"]["Function"]["Environment"]["Variables"].values()
    assert [name for name, variables in told.items() if secret in variables.values()] == [
        "APIHandler"
    ]

    product = ROOT / "chalicelib"
    readers = {path.stem for path in product.rglob("*.py") if "place.shop_app" in path.read_text()}
    workers = (product / "jobs.py").read_text(encoding="utf-8")
    assert readers == {"connect", "door"}
    assert set(re.findall(r"shopify_(?:connect|door)\.(\w+)", workers)) == {"JOB", "WEBHOOKS_JOB"}


def test_a_domain_of_its_own_leads_to_the_stage_itself(template: Template) -> None:
    resources = template["Resources"]
    mapping = resources["ApiDomainMapping"]["Properties"]

    assert resources["ApiDomain"]["Condition"] == "HasApiDomain"
    assert resources["ApiDomainMapping"]["Condition"] == "HasApiDomain"
    assert resources["ApiDomain"]["Properties"]["EndpointConfiguration"] == {"Types": ["REGIONAL"]}
    assert mapping["Stage"] == {"Ref": "RestAPI.Stage"}
    assert "BasePath" not in mapping


def test_stages_differ_in_nothing_that_is_packaged() -> None:
    config = json.loads((ROOT / ".chalice" / "config.json").read_text(encoding="utf-8"))

    assert {json.dumps(each) for each in config["stages"].values()} == {
        '{"api_gateway_stage": "api"}'
    }


def test_two_stacks_fit_into_one_account(template: Template) -> None:
    """A fixed name would be taken by the first one."""
    named = [
        (name, key, value)
        for name, each in template["Resources"].items()
        for key, value in each.get("Properties", {}).items()
        if key in _NAMES.get(each["Type"], ()) and isinstance(value, str)
    ]

    assert named == []
