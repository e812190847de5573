"""The template as moto can make it: moto knows neither SAM nor all that we use.

What is missing here is what moto lacks: SAM's own resources (functions and the API become plain
ones; event sources, schedules, stages and gateway responses fall away), everything of SES, policies
of topics, subscriptions to topics, custom domains, alarms and filters of logs. Of what a condition
leaves out moto cannot update anything, so that is left out as well.
"""

import re
from typing import Any

Template = dict[str, Any]

LACKING = (
    "AWS::SES::", "AWS::SNS::Subscription", "AWS::SNS::TopicPolicy", "AWS::SQS::QueuePolicy",
    "AWS::S3::BucketPolicy", "AWS::ApiGateway::", "AWS::CloudWatch::", "AWS::Logs::MetricFilter",
)  # fmt: skip
_REFERENCE = re.compile(r"\$\{([\w:]+)[^}]*\}")
_PASSED_ON = ("Runtime", "Handler", "Timeout", "MemorySize", "Role", "Environment")


def flat(template: Template) -> Template:
    """Return the template with what moto can make of it; a plain one as it is."""
    if "Globals" not in template:
        return template
    common = template["Globals"]["Function"]
    made: dict[str, Any] = {}
    for name, resource in template["Resources"].items():
        kind = resource["Type"]
        if kind == "AWS::Serverless::Function":
            made[name] = _function(
                {**resource["Properties"], "Environment": _told(common, resource)}
            )
        elif kind == "AWS::Serverless::Api":
            made[name] = {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": name}}
        elif "Condition" not in resource and not kind.startswith(LACKING):
            made[name] = {key: value for key, value in resource.items() if key != "DependsOn"}
    kept = {key: template[key] for key in ("Parameters", "Conditions")}
    return {
        **kept,
        "Resources": _known(made, {*made, *kept["Parameters"]}),
        "Outputs": _outputs(template, made),
    }


def _told(common: dict[str, Any], resource: dict[str, Any]) -> dict[str, Any]:
    own = resource["Properties"].get("Environment", {}).get("Variables", {})
    return {"Variables": {**common["Environment"]["Variables"], **own}}


def _function(properties: dict[str, Any]) -> dict[str, Any]:
    bucket, key = properties["CodeUri"].removeprefix("s3://").split("/", 1)
    passed = {name: properties[name] for name in _PASSED_ON if name in properties}
    code = {"Code": {"S3Bucket": bucket, "S3Key": key}}
    return {"Type": "AWS::Lambda::Function", "Properties": {**passed, **code}}


def _known(value: Any, names: set[str]) -> Any:
    """Return the value with a word in the place of each reference to what was left out."""
    if isinstance(value, list):
        return [_known(each, names) for each in value]
    if not isinstance(value, dict):
        return value
    target = value.get("Ref") or (value.get("Fn::GetAtt") or [""])[0]
    if target and not target.startswith("AWS::") and target not in names:
        return f"left-out-{target}"
    if isinstance(text := value.get("Fn::Sub"), str):
        return {"Fn::Sub": _REFERENCE.sub(lambda found: _named(found, names), text)}
    return {key: _known(each, names) for key, each in value.items()}


def _named(found: re.Match[str], names: set[str]) -> str:
    is_there = found[1].startswith("AWS::") or found[1] in names
    return found[0] if is_there else f"left-out-{found[1]}"


def _outputs(template: Template, made: dict[str, Any]) -> dict[str, Any]:
    names = {*made, *template["Parameters"]}
    outputs = {n: o for n, o in template["Outputs"].items() if "Condition" not in o}
    return _known(outputs, names)
