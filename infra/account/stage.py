"""What an installation is: a stage's table in `deploy.toml`, with flags over it."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

FILE = Path("deploy.toml")
NAME = re.compile(r"[a-z][a-z0-9-]{0,30}")
_SWEEP = 2
HOST = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")


class UnknownStageError(Exception):
    """What the file or the flags say cannot be used; names all of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One installation; what is empty keeps what the stack has, or the template's default."""

    name: str
    region: str = ""
    profile: str = ""
    """Of the AWS configuration; empty for the environment's."""
    stack: str = ""
    bucket: str = ""
    """Takes what is uploaded; empty for one that is made."""
    mail_domain: str = ""
    base_url: str = ""
    custom_domain: str = ""
    certificate_arn: str = ""
    """Empty to look for one by the domain's name."""
    cloudfront: str = ""
    """`on` puts CloudFront in front, `off` takes it away."""
    cloudfront_certificate_arn: str = ""
    """Of the same domain, in us-east-1."""
    signing_secret: str = ""
    receipt_rule_set: str = ""
    """An active rule set of others that our rule is added to."""
    sign_up: str = ""
    trial_days: str = ""
    resolvers: str = ""
    alarm_address: str = ""
    bedrock_model: str = ""
    bedrock_model_arns: str = ""
    shopify_client_id: str = ""
    shopify_client_secret: str = field(default="", repr=False)
    api_concurrency: str = ""
    worker_concurrency: str = ""
    cleared: frozenset[str] = frozenset()
    """The settings that are said to be empty, whatever the stack has."""

    @property
    def stack_name(self) -> str:
        """Return the stack's name."""
        return self.stack or f"deskhand-{self.name}"

    @property
    def has_cloudfront(self) -> bool:
        """Tell whether CloudFront stands in front."""
        return self.cloudfront == "on"

    @property
    def reserved(self) -> int:
        """Return how many executions are set aside, for requests and for the sweep."""
        return reserved(self.api_concurrency)


def reserved(api_concurrency: str) -> int:
    """Return how many executions a stack sets aside by this setting: its functions' own, summed."""
    requests = int(api_concurrency or 0)
    return requests + _SWEEP if requests else 0


SETTINGS = tuple(each.name for each in fields(Stage) if each.name not in ("name", "cleared"))
_PARAMETERS = {
    "mail_domain": "MailDomain",
    "base_url": "BaseUrl",
    "custom_domain": "CustomDomain",
    "certificate_arn": "CertificateArn",
    "cloudfront": "CloudFront",
    "cloudfront_certificate_arn": "CloudFrontCertificateArn",
    "signing_secret": "SigningSecret",
    "receipt_rule_set": "ReceiptRuleSet",
    "sign_up": "SignUp",
    "trial_days": "TrialDays",
    "resolvers": "Resolvers",
    "alarm_address": "AlarmAddress",
    "bedrock_model": "BedrockModel",
    "bedrock_model_arns": "BedrockModelArns",
    "shopify_client_id": "ShopifyClientId",
    "shopify_client_secret": "ShopifyClientSecret",
    "api_concurrency": "ApiConcurrency",
    "worker_concurrency": "WorkerConcurrency",
}


_NEEDED = frozenset(
    {"mail_domain", "base_url", "signing_secret", "sign_up", "trial_days", "cloudfront"}
    | {"api_concurrency", "worker_concurrency", "bedrock_model_arns"}
)
"""What the template does not take empty."""
_OWN = frozenset({"base_url", "worker_concurrency", "shopify_client_secret"})
"""What the stack's parameters do not tell: two are found anew by each deploy, one is hidden."""
_OF_THE_DOMAIN = frozenset({"certificate_arn", "cloudfront_certificate_arn"})
"""What a stack says of its custom domain is nothing to another one."""


NO_MODEL = "arn:aws:bedrock:::foundation-model/none"
"""What the template says for no ARNs, since a policy cannot name nothing."""


def parameters(stage: Stage) -> dict[str, str]:
    """Return what the stage says of the template's parameters."""
    said = {name: getattr(stage, name) for name in _PARAMETERS}
    kept = {name for name, value in said.items() if value} | (stage.cleared - _NEEDED)
    return {_PARAMETERS[name]: said[name] for name in said if name in kept}


def complete(stage: Stage, before: Mapping[str, str]) -> Stage:
    """Return the stage with what it leaves open and its stack's parameters say."""
    open_ = {name for name in _PARAMETERS if not getattr(stage, name)} - stage.cleared - _OWN
    known = {name: value for name, value in before.items() if value != NO_MODEL}
    if stage.custom_domain and stage.custom_domain != before.get("CustomDomain"):
        open_ -= _OF_THE_DOMAIN
    kept = {name: known.get(_PARAMETERS[name], "") for name in open_}
    secret = stage.signing_secret or kept.get("signing_secret") or f"/deskhand/{stage.name}/signing"
    return replace(stage, **{**kept, "signing_secret": secret})


def stage_of(name: str, said: Mapping[str, Any]) -> Stage:
    """Return a stage; raises UnknownStageError naming everything that is wrong."""
    values = {key: str(value) for key, value in said.items()}
    wrong = list(_faults(name, values))
    if wrong:
        raise UnknownStageError("; ".join(wrong))
    cleared = frozenset(key for key, value in values.items() if not value)
    return Stage(name=name, cleared=cleared, **values)


_NAMES = ("mail_domain", "custom_domain")
_NUMBERS = ("trial_days", "api_concurrency", "worker_concurrency")
_SHAPES = {
    "base_url": (r"https://.*[^/]", "begins with https:// and ends without a slash"),
    "cloudfront": ("on|off", "is on or off"),
    "cloudfront_certificate_arn": ("arn:aws:acm:us-east-1:.+", "is one of us-east-1"),
    "sign_up": ("open|closed", "is open or closed"),
    **dict.fromkeys(_NUMBERS, (r"\d+", "is a number")),
}


def _faults(name: str, values: Mapping[str, str]) -> list[str]:
    wrong = [] if NAME.fullmatch(name) else [f"a stage is named like prod, not {name!r}"]
    wrong += [f"no setting is called {key}" for key in sorted({*values} - {*SETTINGS})]
    for key in _NAMES:
        if values.get(key) and not HOST.fullmatch(values[key]):
            wrong.append(f"{key} is a name such as help.example.com, not {values[key]!r}")
    for key, (shape, words) in _SHAPES.items():
        if values.get(key) and not re.fullmatch(shape, values[key], re.ASCII):
            wrong.append(f"{key} {words}")
    return wrong


def read(path: Path, name: str, flags: Mapping[str, str]) -> Stage:
    """Return the stage as the file and then the flags say; a file need not be there."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    except tomllib.TOMLDecodeError as error:
        raise UnknownStageError(f"{path} cannot be read: {error}") from error
    table = tables.get(name, {})
    if not isinstance(table, dict):
        raise UnknownStageError(f"{path} needs a table [{name}]")
    return stage_of(name, {**table, **flags})


def keep(path: Path, name: str, answers: Mapping[str, str]) -> None:
    """Write what was answered into the stage's table, so that it is asked for once."""
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    lines = "".join(f"{key} = {json.dumps(value)}\n" for key, value in answers.items())
    header = re.search(rf"^\[{re.escape(name)}\][^\n]*(\n|$)", before, re.MULTILINE)
    if header:
        text = before[: header.end()].rstrip("\n") + "\n" + lines + before[header.end() :]
    else:
        text = f"{before}\n[{name}]\n{lines}" if before else f"[{name}]\n{lines}"
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")
