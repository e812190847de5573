"""What a preflight looks at: each fact by one thin call, none of them changing anything."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from infra.account import stack as stacks
from infra.account.cloud import Cloud, code, is_denied
from infra.account.dns import Look
from infra.account.kept import kept
from infra.account.prepare import bucket_name
from infra.account.stage import Stage, complete, reserved

Error = (BotoCoreError, ClientError)
SHORTEST_KEY = 32
FRONTS_REGION = "us-east-1"
"""The only one whose certificates CloudFront takes."""
ZONE = "dkim.amazonses.com"
"""Where SES's records lead if it does not say."""
_KINDS = ["RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1", "EC_secp384r1"]
"""Of certificates; unasked, ACM lists RSA alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What SES knows of a domain."""

    is_verified: bool
    tokens: tuple[str, ...] = ()
    """Of Easy DKIM; a CNAME record each."""
    zone: str = ZONE
    """Where those records lead: not the same in every region."""


@dataclass(slots=True, kw_only=True)
class Facts:
    """What is known of the account; None is what could not be found out."""

    python: tuple[int, int]
    region: str = ""
    account_id: str = ""
    refusal: str = ""
    """Why AWS knows nobody by these credentials."""
    stack: stacks.Known | None = None
    left_over: tuple[str, ...] = ()
    """What a stack still has of its data that was taken away only in part."""
    receives_mail: bool | None = None
    bucket: str | None = None
    """One of absent, ours, foreign; S3 does not tell the last from one that is kept from us."""
    keys: str | None = None
    """One of absent, unusable, good."""
    identity: Identity | None = None
    is_out_of_sandbox: bool | None = None
    mail_hosts: tuple[str, ...] | None = None
    active_rules: str | None = None
    """The name of the active receipt rule set; empty for none."""
    has_rules_of_others: bool | None = None
    """Whether the rule set that the stage names is there."""
    certificate: str | None = None
    """Its ARN if it is issued, empty for none."""
    cloudfront_certificate: str | None = None
    """The same, of the one for CloudFront."""
    has_domain_elsewhere: bool = False
    """Whether API Gateway or CloudFront has the custom domain, and not from our stack."""
    concurrency: int | None = None
    unreserved: int | None = None
    """How many executions nobody else has set aside."""
    denied: list[str] = field(default_factory=list)
    """What these credentials may not look at."""
    failures: list[str] = field(default_factory=list)
    """What AWS would not tell for other reasons: a service that an account has not opened."""


def gather(cloud_of: Callable[[Stage], Cloud], stage: Stage, look: Look) -> tuple[Stage, Facts]:
    """Return the stage, completed by its stack, and everything that can be found out about it.

    What cannot be looked at stays unknown, and hides nothing else.
    """
    facts = Facts(python=sys.version_info[:2])
    try:
        cloud = cloud_of(stage)
        facts.region = cloud.region
        facts.account_id = cloud.account_id if cloud.region else ""
    except Error as error:
        facts.refusal = str(error)
    if facts.region:
        found = look(f"inbound-smtp.{facts.region}.amazonaws.com", "A")
        facts.receives_mail = None if found is None else bool(found)
    if facts.account_id:
        with _noted(facts):
            facts.stack = stacks.describe(cloud, stage.stack_name)
        stage = complete(stage, facts.stack.parameters if facts.stack else {})
        for part in (_left_over, _uploads, _keys, _mail, _rules, _domain, _concurrency):
            with _noted(facts):
                part(facts, cloud, stage)
    if stage.mail_domain:
        facts.mail_hosts = look(stage.mail_domain, "MX")
    return stage, facts


@contextmanager
def _noted(facts: Facts) -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        if is_denied(error):
            facts.denied.append(error.operation_name)
        else:
            facts.failures.append(str(error))
    except BotoCoreError as error:
        facts.failures.append(str(error))


def _left_over(facts: Facts, cloud: Cloud, stage: Stage) -> None:
    del stage  # its stack was looked for before
    if facts.stack and facts.stack.status == stacks.HALF_GONE:
        found = kept(stacks.resources(cloud, facts.stack.id))
        facts.left_over = tuple(str(each) for each in found)


def _uploads(facts: Facts, cloud: Cloud, stage: Stage) -> None:
    try:
        cloud.client("s3").head_bucket(
            Bucket=bucket_name(cloud, stage), ExpectedBucketOwner=facts.account_id
        )
        facts.bucket = "ours"
    except ClientError as error:
        if code(error) not in ("404", "NoSuchBucket") and not is_denied(error):
            raise
        facts.bucket = "foreign" if is_denied(error) else "absent"


def _keys(facts: Facts, cloud: Cloud, stage: Stage) -> None:
    client = cloud.client("ssm")
    try:
        found = client.get_parameter(Name=stage.signing_secret, WithDecryption=True)["Parameter"]
    except client.exceptions.ParameterNotFound:
        facts.keys = "absent"
        return
    is_good = found["Type"] == "SecureString" and are_keys(found["Value"])
    facts.keys = "good" if is_good else "unusable"


def are_keys(text: str) -> bool:
    """Tell whether a parameter holds what functions read: a JSON list of hex keys."""
    try:
        keys = json.loads(text)
        return bool(keys) and all(len(bytes.fromhex(key)) >= SHORTEST_KEY for key in keys)
    except (ValueError, TypeError):
        return False


def _mail(facts: Facts, cloud: Cloud, stage: Stage) -> None:
    if stage.mail_domain:
        facts.identity = identity(cloud, stage.mail_domain)
    client = cloud.client("sesv2")
    facts.is_out_of_sandbox = client.get_account()["ProductionAccessEnabled"]


def identity(cloud: Cloud, domain: str) -> Identity | None:
    """Return what SES knows of a domain."""
    client = cloud.client("sesv2")
    try:
        answer = client.get_email_identity(EmailIdentity=domain)
    except client.exceptions.NotFoundException:
        return None
    dkim: dict[str, Any] = answer.get("DkimAttributes", {})
    is_own = dkim.get("SigningAttributesOrigin", "AWS_SES") == "AWS_SES"
    return Identity(
        is_verified=answer.get("VerifiedForSendingStatus", False),
        tokens=tuple(dkim.get("Tokens", ())) if is_own else (),
        zone=dkim.get("SigningHostedZone") or ZONE,
    )


def _rules(facts: Facts, cloud: Cloud, stage: Stage) -> None:
    if facts.receives_mail is False:
        return
    facts.active_rules = active_rules(cloud)
    if stage.receipt_rule_set:
        sets = cloud.client("ses").list_receipt_rule_sets()["RuleSets"]
        names = {each["Name"] for each in sets}
        facts.has_rules_of_others = stage.receipt_rule_set in names


def active_rules(cloud: Cloud) -> str:
    """Return the name of the active receipt rule set; empty for none."""
    answer = cloud.client("ses").describe_active_receipt_rule_set()
    return answer.get("Metadata", {}).get("Name", "")


def _domain(facts: Facts, cloud: Cloud, stage: Stage) -> None:
    if not stage.custom_domain:
        return
    if stage.has_cloudfront:
        _front(facts, cloud, stage)
        return
    facts.certificate = stage.certificate_arn or _certificate(cloud, stage.custom_domain)
    client = cloud.client("apigateway")
    before = facts.stack.parameters if facts.stack else {}
    if before.get("CustomDomain") == stage.custom_domain and before.get("CertificateArn"):
        return
    try:
        client.get_domain_name(domainName=stage.custom_domain)
        facts.has_domain_elsewhere = True
    except client.exceptions.NotFoundException:
        facts.has_domain_elsewhere = False


def _front(facts: Facts, cloud: Cloud, stage: Stage) -> None:
    found = stage.cloudfront_certificate_arn
    there = cloud.in_region(FRONTS_REGION)
    facts.cloudfront_certificate = found or _certificate(there, stage.custom_domain)
    before = facts.stack.parameters if facts.stack else {}
    if before.get("CustomDomain") == stage.custom_domain and before.get("CloudFront") == "on":
        return
    pages = cloud.client("cloudfront").get_paginator("list_distributions").paginate()
    facts.has_domain_elsewhere = any(
        stage.custom_domain in each.get("Aliases", {}).get("Items", ())
        for page in pages
        for each in page["DistributionList"].get("Items", ())
    )


def _certificate(cloud: Cloud, domain: str) -> str:
    """Return the ARN of an issued certificate for this domain, or an empty one."""
    client = cloud.client("acm")
    pages = client.get_paginator("list_certificates")
    for page in pages.paginate(CertificateStatuses=["ISSUED"], Includes={"keyTypes": _KINDS}):
        for each in page["CertificateSummaryList"]:
            names = {each["DomainName"], *each.get("SubjectAlternativeNameSummaries", ())}
            if any(covers(name, domain) for name in names):
                return each["CertificateArn"]
    return ""


def covers(name: str, domain: str) -> bool:
    """Tell whether a certificate's name is for this domain; a star stands for one label."""
    return name.count(".") == domain.count(".") and fnmatchcase(domain, name)


def _concurrency(facts: Facts, cloud: Cloud, stage: Stage) -> None:
    del stage  # limits of the account's, and what the stack took of them
    limits = cloud.client("lambda").get_account_settings()["AccountLimit"]
    own = facts.stack.parameters.get("ApiConcurrency", "") if facts.stack else ""
    has_own = facts.stack is not None and facts.stack.is_standing
    facts.concurrency = limits["ConcurrentExecutions"]
    facts.unreserved = limits["UnreservedConcurrentExecutions"] + (reserved(own) if has_own else 0)
