"""What is missing is named, all of it at once, with what mends it."""

from dataclasses import replace
from typing import Any

import pytest

from infra.account.facts import Facts, Identity, are_keys, covers
from infra.account.stack import Known
from infra.account.stage import Stage
from infra.preflight import findings, report
from tests.infra.account import DOMAIN, REGION

INBOUND = f"inbound-smtp.{REGION}.amazonaws.com"
STAGE = Stage(name="prod", region=REGION, mail_domain=DOMAIN, signing_secret="/keys")
HELP = replace(STAGE, custom_domain="help.shop.example")
COMPLETE = Facts(
    python=(3, 11),
    region=REGION,
    account_id="210000000000",
    receives_mail=True,
    bucket="ours",
    keys="good",
    identity=Identity(is_verified=True),
    is_out_of_sandbox=True,
    mail_hosts=(f"10 {INBOUND}.",),
    active_rules="",
    concurrency=1000,
    unreserved=1000,
)


def whats(stage: Stage, known: Facts) -> list[str]:
    """Return what is told."""
    return [each.what for each in findings(stage, known)]


def test_nothing_is_missing_where_all_is_there() -> None:
    assert findings(STAGE, COMPLETE) == []
    assert findings(HELP, replace(COMPLETE, certificate="arn:aws:acm:x")) == []


@pytest.mark.parametrize(
    ("fact", "words", "mend"),
    [
        ({"python": (3, 10)}, "does not run Python 3.10", "make setup"),
        ({"python": (3, 15)}, "does not run Python 3.15", "make setup"),
        ({"refusal": "no key"}, "AWS does not know who asks: no key", "AWS_PROFILE"),
        ({"denied": ["GetAccount"]}, "may not do GetAccount", "IAM"),
        ({"region": ""}, "no region", "deploy.toml"),
        ({"receives_mail": False}, f"receives no mail in {REGION}", "Email receiving"),
        ({"bucket": "foreign"}, "belongs to somebody else", "bucket ="),
        ({"bucket": "foreign"}, "may not look at it", "IAM"),
        ({"keys": "absent"}, "no signing keys in the parameter /keys", "make deploy"),
        ({"keys": "unusable"}, "/keys is no SecureString", "Parameter Store"),
    ],
)
def test_what_a_deploy_cannot_do_without_stops_it(
    fact: dict[str, Any], words: str, mend: str
) -> None:
    [found] = findings(STAGE, replace(COMPLETE, **fact))

    assert words in found.what
    assert mend in found.mend
    assert found.blocks


@pytest.mark.parametrize(
    ("fact", "words", "mend"),
    [
        ({"bucket": "absent"}, "no bucket", "make deploy makes it"),
        ({"identity": None}, f"does not know {DOMAIN}", "make deploy adds it"),
        ({"identity": Identity(is_verified=False)}, "has not seen", "make preflight"),
        ({"is_out_of_sandbox": False}, "sandbox", "production access"),
        ({"mail_hosts": ()}, "is missing", f"MX  10 {INBOUND}"),
        ({"mail_hosts": ("1 mx.other.example.",)}, "leads elsewhere (1 mx", f"10 {INBOUND}"),
        ({"mail_hosts": (f"5 {INBOUND}", "9 b.example")}, "leads elsewhere", f"10 {INBOUND}"),
        ({"active_rules": "theirs"}, "theirs is the active", 'receipt_rule_set = "theirs"'),
        ({"concurrency": 10}, "runs 10 functions", "Service Quotas"),
    ],
)
def test_what_can_follow_stops_nothing(fact: dict[str, Any], words: str, mend: str) -> None:
    [found] = findings(STAGE, replace(COMPLETE, **fact))

    assert words in found.what
    assert mend in found.mend
    assert not found.blocks


@pytest.mark.parametrize(
    ("stage", "fact", "words"),
    [
        (replace(STAGE, mail_domain=""), {}, "no mail domain"),
        (replace(STAGE, bedrock_model="m"), {}, "ARNs are missing"),
        (HELP, {"certificate": ""}, "no issued certificate for help.shop.example"),
        (HELP, {"certificate": "arn", "has_domain_elsewhere": True}, "for something else"),
        (replace(STAGE, api_concurrency="899"), {}, "sets 901 executions aside; of 1000"),
        (replace(STAGE, api_concurrency="50"), {"unreserved": 151}, "52 executions aside; of 151"),
        (replace(STAGE, receipt_rule_set="gone"), {"has_rules_of_others": False}, "set gone"),
    ],
)
def test_what_a_stage_asks_for_must_be_there(
    stage: Stage, fact: dict[str, Any], words: str
) -> None:
    [found] = findings(stage, replace(COMPLETE, **fact))

    assert words in found.what
    assert found.mend
    assert found.blocks


@pytest.mark.parametrize(
    ("stage", "fact"),
    [
        (STAGE, {"active_rules": "ours"}),
        (replace(STAGE, receipt_rule_set="theirs"), {"active_rules": "theirs"}),
        (STAGE, {"mail_hosts": None}),
        (STAGE, {"receives_mail": None}),
        (STAGE, {"identity": None, "denied": ["GetEmailIdentity"]}),
        (replace(STAGE, api_concurrency="898"), {}),
        (replace(STAGE, api_concurrency="50"), {"unreserved": 152}),
        (STAGE, {"unreserved": 100}),
        (STAGE, {"mail_hosts": (f"10 {INBOUND.upper()}.",)}),
    ],
)
def test_what_is_well_or_unknown_is_not_called_missing(stage: Stage, fact: dict[str, Any]) -> None:
    ours = Known(id="x", status="CREATE_COMPLETE", outputs={"MailRuleSet": "ours"})
    found = findings(stage, replace(COMPLETE, stack=ours, **fact))

    assert [each for each in found if not each.what.startswith("These credentials")] == []


def test_what_stops_comes_first_and_each_has_its_remedy_below() -> None:
    known = replace(COMPLETE, is_out_of_sandbox=False, keys="absent")
    lines = list(report(findings(STAGE, known)))

    assert lines[0] == "Needed before the deploy:"
    assert "signing keys" in lines[1]
    assert lines[3] == "Needed before all works:"
    assert lines[5].strip().startswith("SES >")


@pytest.mark.parametrize(
    ("text", "good"),
    [
        (f'["{"ab" * 32}"]', True),
        (f'["{"ab" * 32}", "{"cd" * 40}"]', True),
        (f'["{"ab" * 31}"]', False),
        ("[]", False),
        ('["not hex"]', False),
        ("[1]", False),
        ("ab" * 32, False),
        ("", False),
    ],
)
def test_signing_keys_are_what_functions_read(text: str, *, good: bool) -> None:
    assert are_keys(text) == good


@pytest.mark.parametrize(
    ("name", "domain", "covered"),
    [
        ("help.shop.example", "help.shop.example", True),
        ("*.shop.example", "help.shop.example", True),
        ("*.shop.example", "a.help.shop.example", False),
        ("*.shop.example", "shop.example", False),
        ("other.example", "help.shop.example", False),
    ],
)
def test_a_star_of_a_certificate_is_one_label(name: str, domain: str, *, covered: bool) -> None:
    assert covers(name, domain) == covered
