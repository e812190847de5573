"""What SAM makes of the template, which CloudFormation has done before it makes anything."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cfnlint.api import lint
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

Template = dict[str, Any]

pytestmark = pytest.mark.xdist_group("packaging")

_NAMED = re.compile(r"\$\{([A-Za-z0-9]+)(?:\.[^}]+)?\}")


@pytest.fixture(scope="module")
def translated(packaged: Path) -> Template:
    """Return the template after SAM's transform; it has a region to be deployed to."""
    template = json.loads(packaged.read_text(encoding="utf-8"))
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = "s3://uploads/code.zip"  # as `make deploy` sets it
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
        return Translator({}, Parser()).translate(template, {})


def of_type(template: Template, kind: str) -> dict[str, Any]:
    """Return the properties of the resources of one type, by name."""
    found = template["Resources"].items()
    return {name: each["Properties"] for name, each in found if each["Type"] == kind}


def named(value: Any) -> Iterator[str]:
    """Yield each resource or parameter that something refers to."""
    if isinstance(value, list):
        for each in value:
            yield from named(each)
    if not isinstance(value, dict):
        return
    for key, inside in value.items():
        if key == "Ref":
            yield inside
        elif key == "Fn::GetAtt":
            yield (inside if isinstance(inside, str) else inside[0]).partition(".")[0]
        elif key == "Fn::Sub" and isinstance(inside, str):
            yield from _NAMED.findall(inside)
        else:
            yield from named(inside)


def test_nothing_of_sam_is_left(translated: Template) -> None:
    kinds = {each["Type"] for each in translated["Resources"].values()}

    assert [kind for kind in kinds if kind.startswith("AWS::Serverless::")] == []


def test_no_source_takes_the_name_of_a_queue(packaged: Path, translated: Template) -> None:
    before = json.loads(packaged.read_text(encoding="utf-8"))["Resources"]
    kinds = {name: each["Type"] for name, each in translated["Resources"].items()}

    ours = {name: each["Type"] for name, each in before.items() if "Serverless" not in each["Type"]}
    assert {name: kinds.get(name) for name in ours} == ours
    sources = of_type(translated, "AWS::Lambda::EventSourceMapping")
    assert len(sources) == 6
    assert {tuple(each["FunctionResponseTypes"]) for each in sources.values()} == {
        ("ReportBatchItemFailures",)
    }


def test_whatever_is_referred_to_is_there(translated: Template) -> None:
    known = {*translated["Resources"], *translated["Parameters"]}
    referred = {*named(translated["Resources"]), *named(translated["Outputs"])}

    assert {name for name in referred if not name.startswith("AWS::")} <= known


@pytest.mark.thorough
def test_the_linter_of_templates_agrees_with_what_comes_of_it(translated: Template) -> None:
    """Names, circles and properties of what SAM adds: the linter does not see them before."""
    assert lint(json.dumps(translated), regions=["eu-west-1"]) == []


def test_requests_are_traced_from_the_gateway_on(translated: Template) -> None:
    functions = of_type(translated, "AWS::Lambda::Function").values()
    [stage] = of_type(translated, "AWS::ApiGateway::Stage").values()

    assert {each["TracingConfig"]["Mode"] for each in functions} == {"Active"}
    assert stage["TracingEnabled"]


def test_the_schedule_may_wake_the_sweep(translated: Template) -> None:
    [rule] = of_type(translated, "AWS::Events::Rule").values()
    permissions = of_type(translated, "AWS::Lambda::Permission").values()

    assert rule["ScheduleExpression"] == "rate(1 minute)"
    assert {each["Principal"] for each in permissions} == {
        "events.amazonaws.com",
        "apigateway.amazonaws.com",
    }
