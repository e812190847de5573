"""What would be deployed: its functions, what they may do, and nothing of the workshop."""

import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cfnlint.api import lint

from chalicelib import settings
from chalicelib.aws.files import FORM_LIFETIME
from chalicelib.table.row import Row
from chalicelib.tickets.attachments.uploads import PREFIX
from infra.package import package
from tests.architecture.code import ROOT

Template = dict[str, Any]

# One worker takes all, so that the project is packaged once.
pytestmark = [
    pytest.mark.xdist_group("packaging"),
    pytest.mark.skipif(not (ROOT / "app.py").exists(), reason="there is no app.py yet"),
]

HANDLERS = {
    "APIHandler": "app.app",
    "ReceiveMail": "app.receive_mail",
    "ReceiveInbound": "app.receive_inbound",
    "Deliver": "app.deliver",
    "Settle": "app.settle",
    "RunJobs": "app.run_jobs",
    "FoldStream": "app.fold_stream",
    "Sweep": "app.sweep",
}
QUEUES = {
    "ReceiveMail": "MailQueue",
    "ReceiveInbound": "InboundQueue",
    "Deliver": "DeliverQueue",
    "Settle": "ReceiptsQueue",
    "RunJobs": "JobsQueue",
}
READERS = ("APIHandler", "ReceiveMail", "ReceiveInbound", "RunJobs")
WITHOUT_RESOURCE = {"Traces"}
"""X-Ray knows no resources."""


@pytest.fixture(scope="session")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Package a copy without requirements: those would have to be downloaded."""
    project = tmp_path_factory.mktemp("project")
    ignored = shutil.ignore_patterns("__pycache__", "deployments", "deployed")
    shutil.copy(ROOT / "app.py", project)
    shutil.copytree(ROOT / "chalicelib", project / "chalicelib", ignore=ignored)
    shutil.copytree(ROOT / ".chalice", project / ".chalice", ignore=ignored)
    (project / "requirements.txt").touch()
    return package(project / "out", stage="prod", project=project)


@pytest.fixture(scope="session")
def template(packaged: Path) -> Template:
    """Return the finished template."""
    return json.loads(packaged.read_text(encoding="utf-8"))


def of_type(template: Template, kind: str) -> dict[str, Any]:
    """Return the properties of the resources of one type, by name."""
    resources = template["Resources"].items()
    return {name: r.get("Properties", {}) for name, r in resources if r.get("Type") == kind}


def metrics(alarm: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what an alarm listens to: its one metric, or those that it adds up."""
    if "Metrics" not in alarm:
        return [alarm]
    return [each["MetricStat"]["Metric"] for each in alarm["Metrics"] if "MetricStat" in each]


def functions(template: Template) -> dict[str, Any]:
    """Return the functions' properties."""
    return of_type(template, "AWS::Serverless::Function")


def statements(template: Template) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every statement of the functions' roles, with the role's name."""
    for name, role in of_type(template, "AWS::IAM::Role").items():
        for policy in role["Policies"]:
            yield from ((name, statement) for statement in policy["PolicyDocument"]["Statement"])


def test_each_handler_becomes_a_function_of_app(template: Template) -> None:
    assert {name: f["Handler"] for name, f in functions(template).items()} == HANDLERS


def test_nothing_was_merged_into_thin_air(template: Template) -> None:
    assert [name for name, r in template["Resources"].items() if "Type" not in r] == []


def test_only_the_product_travels(packaged: Path) -> None:
    names = zipfile.ZipFile(packaged.with_name("deployment.zip")).namelist()

    assert {name.split("/")[0] for name in names} == {"app.pyc", "chalice", "chalicelib"}
    assert "chalicelib/settings.pyc" in names


def test_chalice_travels_without_its_command_line(packaged: Path) -> None:
    names = zipfile.ZipFile(packaged.with_name("deployment.zip")).namelist()
    pinned = (ROOT / "requirements.txt").read_text(encoding="utf-8")

    assert [n for n in names if n.startswith("chalice/")] == [
        "chalice/__init__.pyc", "chalice/app.pyc",
    ]  # fmt: skip
    assert re.findall(r"^(?:chalice|pip|setuptools)==", pinned, re.MULTILINE) == []


def test_what_was_never_attached_is_forgotten_after_a_day(template: Template) -> None:
    rules = of_type(template, "AWS::S3::Bucket")["FilesBucket"]["LifecycleConfiguration"]["Rules"]

    [days] = [rule["ExpirationInDays"] for rule in rules if rule.get("Prefix") == f"{PREFIX}/"]
    assert timedelta(days=days) > FORM_LIFETIME


def test_only_the_console_posts_files_from_elsewhere(template: Template) -> None:
    cors = of_type(template, "AWS::S3::Bucket")["FilesBucket"]["CorsConfiguration"]

    [rule] = cors["CorsRules"]
    assert rule["AllowedMethods"] == ["POST"]
    assert "*" not in rule["AllowedOrigins"]


def test_no_route_is_for_development(template: Template) -> None:
    paths = template["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]["paths"]

    assert "/v1/tickets" in paths
    assert [path for path in paths if path.split("/")[1] == "dev"] == []


@pytest.mark.thorough
def test_the_linter_of_templates_agrees(packaged: Path) -> None:
    assert lint(packaged.read_text(encoding="utf-8"), regions=["eu-west-1"]) == []


def test_every_worker_reports_single_failures_of_its_own_queue(template: Template) -> None:
    for name, queue in QUEUES.items():
        (source,) = functions(template)[name]["Events"].values()

        assert source["Properties"]["Queue"] == {"Fn::GetAtt": [queue, "Arn"]}
        assert source["Properties"]["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


def test_the_stream_reports_single_failures_and_never_blocks(template: Template) -> None:
    (source,) = functions(template)["FoldStream"]["Events"].values()

    assert source["Properties"]["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert source["Properties"]["MaximumRetryAttempts"] > 0
    assert "OnFailure" in source["Properties"]["DestinationConfig"]


def test_work_that_fails_five_times_waits_for_a_person(template: Template) -> None:
    queues = of_type(template, "AWS::SQS::Queue")
    alarms = of_type(template, "AWS::CloudWatch::Alarm")
    for function, name in QUEUES.items():
        redrive = queues[name]["RedrivePolicy"]
        dead = redrive["deadLetterTargetArn"]["Fn::GetAtt"][0]

        assert redrive["maxReceiveCount"] == 5
        assert queues[name]["VisibilityTimeout"] >= 6 * functions(template)[function]["Timeout"]
        assert any(dead in json.dumps(alarm.get("Dimensions")) for alarm in alarms.values())


def test_no_stack_counts_what_happens_in_another(template: Template) -> None:
    for alarm in of_type(template, "AWS::CloudWatch::Alarm").values():
        assert "AlarmName" not in alarm
        for metric in metrics(alarm):
            counted = json.dumps(metric.get("Dimensions"))
            is_shared = metric["Namespace"] == "AWS/SES"  # what SES stops is the whole AWS account
            assert is_shared or re.search(r'"(Ref|Fn::GetAtt|Fn::Sub)":', counted), counted


def test_functions_get_every_setting_and_no_other(template: Template) -> None:
    api = template["Resources"]["APIHandler"]["Properties"]["Environment"]["Variables"]
    given = {*template["Globals"]["Function"]["Environment"]["Variables"], *api}
    read = set(re.findall(r'"(DESKHAND_\w+)"', Path(settings.__file__).read_text(encoding="utf-8")))

    assert {name for name in given if name.startswith("DESKHAND_")} == read


def test_no_role_may_do_more_than_it_names(template: Template) -> None:
    for role, statement in statements(template):
        actions = statement["Action"]

        assert statement["Effect"] == "Allow"
        assert not any("*" in action for action in actions), role
        assert "*" not in statement["Resource"] or statement["Sid"] in WITHOUT_RESOURCE, role


def test_a_language_model_is_asked_where_messages_are_read_and_only_if_there_is_one(
    template: Template,
) -> None:
    policy = template["Resources"]["AskLanguageModel"]
    (statement,) = policy["Properties"]["PolicyDocument"]["Statement"]
    roles = {functions(template)[name]["Role"]["Fn::GetAtt"][0] for name in READERS}

    assert policy["Condition"] == "HasBedrockModel"
    assert statement["Action"] == ["bedrock:InvokeModel"]
    assert statement["Resource"] == {"Ref": "BedrockModelArns"}
    assert {role["Ref"] for role in policy["Properties"]["Roles"]} == roles


def test_each_function_has_a_role_and_logs_of_its_own(template: Template) -> None:
    roles = [f["Role"]["Fn::GetAtt"][0] for f in functions(template).values()]
    logs = {name: f["LoggingConfig"]["LogGroup"] for name, f in functions(template).items()}

    assert len(set(roles)) == len(HANDLERS)
    assert logs == {name: {"Ref": f"{name}Logs"} for name in HANDLERS}
    assert all(
        group["RetentionInDays"] for group in of_type(template, "AWS::Logs::LogGroup").values()
    )


def test_buckets_are_private_and_encrypted(template: Template) -> None:
    for bucket in of_type(template, "AWS::S3::Bucket").values():
        assert all(bucket["PublicAccessBlockConfiguration"].values())
        assert bucket["BucketEncryption"]
        assert bucket["LifecycleConfiguration"]


def test_bodies_of_webhooks_outlive_their_orders_and_no_more(template: Template) -> None:
    rules = of_type(template, "AWS::S3::Bucket")["FilesBucket"]["LifecycleConfiguration"]["Rules"]
    queues = of_type(template, "AWS::SQS::Queue").values()
    [days] = [rule["ExpirationInDays"] for rule in rules if rule.get("Prefix") == "hooks/"]

    longest = timedelta(seconds=max(queue["MessageRetentionPeriod"] for queue in queues))

    assert longest < timedelta(days=days) <= timedelta(days=16)
    assert not any("ExpirationInDays" in rule for rule in rules if "Prefix" not in rule)


def test_the_table_is_kept_safe(template: Template) -> None:
    table = template["Resources"]["Table"]

    assert table["DeletionPolicy"] == "RetainExceptOnCreate"
    assert table["Properties"]["DeletionProtectionEnabled"]
    assert table["Properties"]["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"]
    assert table["Properties"]["StreamSpecification"] == {"StreamViewType": "NEW_AND_OLD_IMAGES"}
    assert table["Properties"]["TimeToLiveSpecification"]["AttributeName"] == "expires_at"


def _index(name: str, keys: list[dict[str, str]], projection: dict[str, Any]) -> tuple[Any, ...]:
    kept = frozenset(projection.get("NonKeyAttributes", ()))
    return name, frozenset((k["AttributeName"], k["KeyType"]) for k in keys), kept


def test_the_table_is_the_one_that_the_code_expects(template: Template) -> None:
    table = template["Resources"]["Table"]["Properties"]
    expected = Row._get_schema()

    given = {
        _index(i["IndexName"], i["KeySchema"], i["Projection"])
        for i in table["GlobalSecondaryIndexes"]
    }
    assert given == {
        _index(i["index_name"], i["key_schema"], i["projection"])
        for i in expected["global_secondary_indexes"]
    }
    assert table["KeySchema"] == [
        {"AttributeName": "pk", "KeyType": "HASH"},
        {"AttributeName": "sk", "KeyType": "RANGE"},
    ]


def test_refusals_of_the_gateway_are_problem_documents(template: Template) -> None:
    body = template["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]
    for answer in body["x-amazon-apigateway-gateway-responses"].values():
        kind = answer["responseParameters"]["gatewayresponse.header.Content-Type"]
        text = answer["responseTemplates"]["application/json"]
        problem = json.loads(text.replace("$context.error.messageString", '"Refused."'))

        assert kind == "'application/problem+json'"
        assert {"type", "title", "status", "code", "detail", "request_id"} <= set(problem)


@pytest.mark.parametrize(
    "kind", ["AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy", "AWS::S3::BucketPolicy"]
)
def test_services_bring_only_what_comes_from_this_account(template: Template, kind: str) -> None:
    """A-82: a service of AWS works for everybody, and so for whoever names our queue to it."""
    policies = of_type(template, kind).values()
    statements = [each for policy in policies for each in policy["PolicyDocument"]["Statement"]]
    allowed = [each for each in statements if each["Effect"] == "Allow"]

    assert allowed
    for each in allowed:
        assert list(each["Principal"]) == ["Service"]
        named = {name for test in each["Condition"].values() for name in test}
        assert named & {"aws:SourceArn", "aws:SourceAccount"}
