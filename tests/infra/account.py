"""An AWS account of moto's, empty, with answers for what moto does not play."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.loaders import create_loader
from moto.cloudformation.models import cloudformation_backends

from infra.account.cloud import Cloud
from infra.account.stage import Stage
from infra.account.terminal import Terminal
from tests.infra.flat import flat

REGION = "eu-central-1"
DOMAIN = "in.shop.example"
LIMITS = {"AccountLimit": {"ConcurrentExecutions": 1000, "UnreservedConcurrentExecutions": 1000}}
OUTPUTS = {
    "EndpointURL": "https://abc123.execute-api.example/api/",
    "MailRuleSet": "rules-of-deskhand",
}
Answers = dict[str, Any]
_DESCRIPTIONS = create_loader()
"""What AWS's services understand, read once a run and not by every test's session anew."""


def answers() -> Answers:
    """Return what an account says that has everything; moto knows none of these calls."""
    return {
        "sesv2.GetAccount": {"ProductionAccessEnabled": True},
        "lambda.GetAccountSettings": LIMITS,
    }


def refused(code: str, reason: str = "No.") -> dict[str, Any]:
    """Return a refusal of AWS's."""
    return {"Error": {"Code": code, "Message": reason}}


class Played(Cloud):
    """The account, some calls of which are answered here."""

    def __init__(self, stage: Stage, given: Answers) -> None:
        """`given` has an answer for each call that moto must not get, by service and name."""
        super().__init__(stage)
        self._session.register_component("data_loader", _DESCRIPTIONS)
        self._given = given

    def client(self, service: str) -> Any:
        """Return the client, which asks us first."""
        is_new = service not in self._clients
        client = super().client(service)
        if is_new:
            client.meta.events.register_first(f"before-call.{service}", self._answer)
            event = f"before-parameter-build.{service}.CreateChangeSet"
            client.meta.events.register(event, self._flatten)
            event = f"after-call.{service}.DescribeStacks"
            client.meta.events.register(event, self._put_out)
        return client

    def _put_out(self, parsed: dict[str, Any], **_: Any) -> None:
        """Add the outputs: moto has none of a stack that a change set made."""
        for known in parsed.get("Stacks", ()):
            known["Outputs"] = [{"OutputKey": k, "OutputValue": v} for k, v in OUTPUTS.items()]

    def _flatten(self, params: dict[str, Any], **_: Any) -> None:
        """Put what moto can make in the place of the template, as SAM's transform does.

        And values in the place of those from before, which moto forgets. What was only planned is
        forgotten: moto would make a second stack of its name.
        """
        stacks = cloudformation_backends[self.account_id][self.region].stacks
        for key in [key for key, each in stacks.items() if each.status == "REVIEW_IN_PROGRESS"]:
            del stacks[key]
        if any("UsePreviousValue" in each for each in params["Parameters"]):
            client = self.client("cloudformation")
            [known] = client.describe_stacks(StackName=params["StackName"])["Stacks"]
            before = {each["ParameterKey"]: each for each in known["Parameters"]}
            said = params["Parameters"]
            params["Parameters"] = [
                before[each["ParameterKey"]] if "UsePreviousValue" in each else each
                for each in said
            ]
        bucket, key = params["TemplateURL"].removeprefix("https://").split("/", 1)
        place = {"Bucket": bucket.split(".")[0], "Key": key}
        template = json.loads(self.client("s3").get_object(**place)["Body"].read())
        body = json.dumps(flat(template)).encode()
        self.client("s3").put_object(**{**place, "Key": f"{key}.flat"}, Body=body)
        params["TemplateURL"] += ".flat"

    def _answer(self, model: Any, **_: Any) -> tuple[AWSResponse, Any] | None:
        name = f"{model.service_model.service_name}.{model.name}"
        if name not in self._given:
            return None
        answer: Any = self._given[name]
        parsed: Any = answer(self) if callable(answer) else answer
        status = 400 if "Error" in parsed else 200
        return AWSResponse("", status, {}, b""), parsed


class Screen(Terminal):
    """A terminal that remembers what was said."""

    __slots__ = ("lines",)

    def __init__(self, *, agrees: bool = False, is_interactive: bool = False) -> None:
        """Nobody sits in front of it, unless it is said."""
        super().__init__(is_interactive=is_interactive, agrees=agrees)
        object.__setattr__(self, "lines", [])

    def say(self, text: str = "") -> None:
        """Remember a line."""
        self.lines.append(text)

    @property
    def text(self) -> str:
        """Return all of it."""
        return "\n".join(self.lines)


def nobody_answers(name: str, kind: str) -> tuple[str, ...] | None:
    """Be a resolver that is away."""
    return None


def dns(
    records: Mapping[tuple[str, str], tuple[str, ...]],
) -> Callable[[str, str], tuple[str, ...]]:
    """Return a resolver that knows these records."""
    return lambda name, kind: records.get((name, kind), ())
