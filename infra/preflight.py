"""Finds everything that a deploy lacks, at once: `make preflight`."""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from infra.account import dns, records
from infra.account.cloud import KEYS, Cloud
from infra.account.facts import FRONTS_REGION, Facts, gather
from infra.account.records import brings_mail, inbound
from infra.account.stack import HALF_GONE
from infra.account.stage import Stage
from infra.account.start import ends_in_words, parser, start

OLDEST, NEWEST = (3, 11), (3, 14)
"""The versions of Python that Lambda runs and Chalice knows."""
SPARE = 100
"""Executions that Lambda wants left to everybody."""
ENOUGH = 200
"""What an account should have: a new one may have ten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that is missing, and what mends it."""

    what: str
    mend: str
    blocks: bool = True
    """Whether a deploy would be in vain; otherwise it is needed before everything works."""
    offer: str = ""
    """What `make deploy` can do about it by itself."""


Rule = Callable[[Stage, Facts], Iterator[Finding]]


def findings(stage: Stage, facts: Facts) -> list[Finding]:
    """Return all that is missing, what blocks first."""
    found = [each for rule in _RULES for each in rule(stage, facts)]
    return sorted(found, key=lambda each: not each.blocks)


def report(found: list[Finding]) -> Iterator[str]:
    """Yield the lines that tell a person."""
    for blocks, title in ((True, "Needed before the deploy:"), (False, "Needed before all works:")):
        some = [each for each in found if each.blocks == blocks]
        if some:
            yield title
        for each in some:
            yield f"  - {each.what}"
            yield f"      {each.mend}"


def _python(stage: Stage, facts: Facts) -> Iterator[Finding]:
    if not OLDEST <= facts.python <= NEWEST:
        yield Finding(
            what=f"Lambda does not run Python {'.'.join(map(str, facts.python))}.",
            mend="rm -r .venv && make setup PYTHON=python3.13",
        )


def _stage(stage: Stage, facts: Facts) -> Iterator[Finding]:
    if not stage.mail_domain:
        yield Finding(
            what="There is no mail domain: a name used for nothing else, as in.example.com.",
            mend=f'deploy.toml: [{stage.name}] mail_domain = "in.example.com"',
        )
    if not facts.region:
        yield Finding(
            what="There is no region.",
            mend=f'deploy.toml: [{stage.name}] region = "eu-west-1"',
        )
    if stage.bedrock_model and not stage.bedrock_model_arns:
        yield Finding(
            what="The language model's ARNs are missing: functions may ask nothing else.",
            mend=f"deploy.toml: [{stage.name}] bedrock_model_arns, separated by commas; "
            f"aws bedrock get-foundation-model --model-identifier {stage.bedrock_model}",
        )


def _credentials(stage: Stage, facts: Facts) -> Iterator[Finding]:
    if facts.refusal:
        yield Finding(
            what=f"AWS does not know who asks: {facts.refusal}",
            mend=f"{KEYS}; the rest is looked at once it does",
        )
    for operation in facts.denied:
        yield Finding(
            what=f"These credentials may not do {operation}.",
            mend="IAM > Users > Permissions: a deploy makes roles, so it takes an administrator's",
        )
    for failure in facts.failures:
        yield Finding(what=f"AWS could not be asked: {failure}", mend="see what it says; try again")


def _region(stage: Stage, facts: Facts) -> Iterator[Finding]:
    if facts.receives_mail is False:
        yield Finding(
            what=f"SES receives no mail in {facts.region}.",
            mend=f'deploy.toml: [{stage.name}] region = one of "Email receiving endpoints" at '
            "https://docs.aws.amazon.com/general/latest/gr/ses.html",
        )


def _standing(stage: Stage, facts: Facts) -> Iterator[Finding]:
    if facts.stack and facts.stack.status == HALF_GONE:
        left = "; ".join(facts.left_over) or "nothing that holds data"
        yield Finding(
            what=f"{stage.stack_name} was taken away only in part. It still has: {left}.",
            mend=f"make destroy STAGE={stage.name} finishes that, and keeps these; a deploy after "
            "it makes new ones",
        )


def _uploads(stage: Stage, facts: Facts) -> Iterator[Finding]:
    if facts.bucket == "foreign":
        yield Finding(
            what="The bucket for uploads belongs to somebody else, or these credentials may not "
            "look at it.",
            mend=f'deploy.toml: [{stage.name}] bucket = "another-name"; or, if it is yours, '
            "IAM > Users > Permissions: s3:ListBucket",
        )
    if facts.bucket == "absent":
        yield Finding(
            what="There is no bucket for uploads.",
            mend="make deploy makes it",
            blocks=False,
            offer="bucket",
        )


def _keys(stage: Stage, facts: Facts) -> Iterator[Finding]:
    if facts.keys == "absent":
        yield Finding(
            what=f"There are no signing keys in the parameter {stage.signing_secret}.",
            mend="make deploy offers to make them (YES=1 takes every offer)",
            offer="keys",
        )
    if facts.keys == "unusable":
        yield Finding(
            what=f"{stage.signing_secret} is no SecureString with a JSON list of hex keys of 32 "
            "bytes or more.",
            mend="Systems Manager > Parameter Store: correct it; docs/operations.md says how",
        )


def _mail(stage: Stage, facts: Facts) -> Iterator[Finding]:
    is_known = facts.identity is not None or _denied(facts, "Identity")
    if facts.account_id and stage.mail_domain and not is_known:
        yield Finding(
            what=f"SES does not know {stage.mail_domain}.",
            mend="make deploy adds it, and ends with the DNS records that prove it",
            blocks=False,
            offer="identity",
        )
    if facts.identity and not facts.identity.is_verified:
        yield Finding(
            what=f"SES has not seen the DNS records of {stage.mail_domain} yet: nothing is sent.",
            mend=f"publish what `make preflight STAGE={stage.name}` lists; SES looks for 72 hours",
            blocks=False,
        )
    if facts.is_out_of_sandbox is False:
        yield Finding(
            what="SES is in its sandbox: it sends to verified addresses only.",
            mend="SES > Account dashboard > Request production access",
            blocks=False,
        )
    hosts = facts.mail_hosts
    if facts.region and hosts is not None and not brings_mail(hosts, facts.region):
        yield _mail_exchanger(stage, facts)


def _mail_exchanger(stage: Stage, facts: Facts) -> Finding:
    hosts = ", ".join(facts.mail_hosts or ())
    leads = f"leads elsewhere ({hosts})" if hosts else "is missing"
    return Finding(
        what=f"The MX record of {stage.mail_domain} {leads}: no mail comes in.",
        mend=f"DNS: {stage.mail_domain}.  MX  10 {inbound(facts.region)}.",
        blocks=False,
    )


def _denied(facts: Facts, word: str) -> bool:
    return any(word in operation for operation in facts.denied)


def _rules(stage: Stage, facts: Facts) -> Iterator[Finding]:
    own = facts.stack.outputs.get("MailRuleSet") if facts.stack else None
    if stage.receipt_rule_set and facts.has_rules_of_others is False:
        yield Finding(
            what=f"There is no receipt rule set {stage.receipt_rule_set}.",
            mend=f"deploy.toml: [{stage.name}] receipt_rule_set; "
            "aws ses list-receipt-rule-sets names those that there are",
        )
    elif facts.active_rules and facts.active_rules not in (own, stage.receipt_rule_set):
        yield Finding(
            what=f"Not ours, but {facts.active_rules} is the active receipt rule set.",
            mend=f'deploy.toml: [{stage.name}] receipt_rule_set = "{facts.active_rules}" '
            "adds our rule to it; until then no mail comes in",
            blocks=False,
        )


def _domain(stage: Stage, facts: Facts) -> Iterator[Finding]:
    has_front = stage.has_cloudfront
    region = FRONTS_REGION if has_front else facts.region
    certificate = facts.cloudfront_certificate if has_front else facts.certificate
    if stage.custom_domain and certificate == "":
        only = ", the one region whose certificates CloudFront takes" if has_front else ""
        yield Finding(
            what=f"There is no issued certificate for {stage.custom_domain} in {region}{only}.",
            mend=f"aws acm request-certificate --region {region} --validation-method DNS "
            f"--domain-name {stage.custom_domain}, then publish the CNAME record that it asks for",
        )
    if facts.has_domain_elsewhere and has_front:
        yield Finding(
            what=f"Another distribution of CloudFront has {stage.custom_domain}.",
            mend="CloudFront > Distributions: take the alternate domain name out of that one",
        )
    elif facts.has_domain_elsewhere:
        yield Finding(
            what=f"API Gateway has {stage.custom_domain} already, for something else.",
            mend=f"API Gateway > Custom domain names: delete it; or leave custom_domain out, set "
            f'base_url = "https://{stage.custom_domain}" and map it to our API by hand',
        )


def _concurrency(stage: Stage, facts: Facts) -> Iterator[Finding]:
    if facts.concurrency is None or facts.unreserved is None:
        return
    aside = stage.reserved
    quota = "Service Quotas > AWS Lambda > Concurrent executions: ask for 1,000"
    if aside and facts.unreserved - aside < SPARE:
        yield Finding(
            what=f"api_concurrency sets {aside} executions aside; of {facts.unreserved} that no "
            f"other function has, Lambda wants {SPARE} left.",
            mend=f"{quota}; or leave api_concurrency out",
        )
    elif facts.concurrency < ENOUGH:
        yield Finding(
            what=f"This account runs {facts.concurrency} functions at once: people wait at times.",
            mend=quota,
            blocks=False,
        )


_RULES: tuple[Rule, ...] = (
    _python, _stage, _credentials, _region, _standing, _uploads, _keys, _mail, _rules, _domain,
    _concurrency,
)  # fmt: skip


def look(
    stage: Stage, cloud_of: Callable[[Stage], Cloud] = Cloud, resolver: dns.Look = dns.look
) -> tuple[list[str], bool]:
    """Return what a person is told, and whether a deploy may go on."""
    stage, facts = gather(cloud_of, stage, resolver)
    found = findings(stage, facts)
    lines = [*report(found)] or ["Nothing is missing."]
    if facts.region and stage.mail_domain:
        target = facts.stack.outputs.get("CustomDomainTarget", "") if facts.stack else ""
        needed = records.records(stage, facts.region, identity=facts.identity, target=target)
        lines += ["DNS records:", *(f"  {record}" for record in needed)]
    return lines, not any(each.blocks and not each.offer for each in found)


@ends_in_words()
def main(argv: Sequence[str] | None = None) -> int:
    """Read the command line; return 0 if a deploy may go on."""
    begun = start(parser(__doc__ or ""), argv)
    lines, may_go_on = look(begun.stage)
    for line in lines:
        begun.terminal.say(line)
    return 0 if may_go_on else 1


if __name__ == "__main__":
    sys.exit(main())
