"""What a stage is told, by its file, by flags, and by the stack that is there."""

import stat
from pathlib import Path

import pytest

from infra.account import stage as stages
from infra.account.dns import records as records_of
from infra.account.facts import Facts, Identity
from infra.account.plan import UNKNOWN_YET, plan, workers
from infra.account.records import records
from infra.account.stack import Known, given
from infra.account.stage import NO_MODEL, Stage, UnknownStageError, complete, parameters
from infra.preflight import findings
from tests.architecture.code import ROOT

FILE = """
[prod]
region = "eu-west-1"
mail_domain = "in.shop.example"
api_concurrency = 50

[dev]
mail_domain = "in-dev.shop.example"
"""
STAGE = Stage(name="prod", region="eu-west-1", mail_domain="in.shop.example")
OWN = "https://abc.execute-api.example/api"


def test_flags_go_over_the_file(tmp_path: Path) -> None:
    path = tmp_path / "deploy.toml"
    path.write_text(FILE, encoding="utf-8")

    stage = stages.read(path, "prod", {"region": "eu-central-1"})

    assert (stage.region, stage.mail_domain, stage.reserved) == (
        "eu-central-1", "in.shop.example", 52,
    )  # fmt: skip
    assert stages.read(path, "dev", {}).stack_name == "deskhand-dev"
    assert stages.read(tmp_path / "none.toml", "prod", {}) == Stage(name="prod")


def test_the_example_can_be_used_as_it_stands() -> None:
    for name in ("prod", "dev"):
        assert stages.read(ROOT / "deploy.example.toml", name, {}).mail_domain


def test_everything_that_is_wrong_is_named_at_once(tmp_path: Path) -> None:
    path = tmp_path / "deploy.toml"
    path.write_text(
        '[prod]\nmail_domian = "x"\nmail_domain = "Shop"\nbase_url = "https://a.example/"\n'
        'sign_up = "yes"\nworker_concurrency = "many"\n',
        encoding="utf-8",
    )

    with pytest.raises(UnknownStageError) as wrong:
        stages.read(path, "prod", {})
    for word in ("mail_domian", "'Shop'", "base_url", "sign_up", "worker_concurrency"):
        assert word in str(wrong.value)


@pytest.mark.parametrize("name", ["", "Prod", "../prod", "a" * 40])
def test_a_stages_name_becomes_a_stacks(name: str) -> None:
    with pytest.raises(UnknownStageError, match="a stage is named like prod"):
        stages.stage_of(name, {})


@pytest.mark.parametrize("text", ["prod = 1\n", "[prod\n"])
def test_a_file_that_cannot_be_read_says_so(tmp_path: Path, text: str) -> None:
    path = tmp_path / "deploy.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(UnknownStageError, match=r"deploy\.toml"):
        stages.read(path, "prod", {})


def test_what_was_answered_is_kept_for_nobody_else_to_read(tmp_path: Path) -> None:
    path = tmp_path / "deploy.toml"

    stages.keep(path, "prod", {"region": "eu-west-1"})
    stages.keep(path, "dev", {"region": "eu-west-2"})
    stages.keep(path, "prod", {"alarm_address": 'a"b@shop.example'})

    assert stages.read(path, "prod", {}).alarm_address == 'a"b@shop.example'
    assert stages.read(path, "prod", {}).region == "eu-west-1"
    assert stages.read(path, "dev", {}).region == "eu-west-2"
    assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0


def test_what_a_stage_leaves_out_its_stack_says() -> None:
    before = {
        "MailDomain": "in.old.example",
        "SigningSecret": "/old",
        "AlarmAddress": "a@b.example",
    }
    bare = stages.stage_of("prod", {"alarm_address": ""})

    whole = complete(bare, before)

    assert (whole.mail_domain, whole.signing_secret) == ("in.old.example", "/old")
    assert parameters(whole)["AlarmAddress"] == ""
    assert complete(bare, {}).signing_secret == "/deskhand/prod/signing"


@pytest.mark.parametrize(
    ("said", "before", "arns"),
    [
        ({}, NO_MODEL, ""),
        ({}, "arn:aws:bedrock:::model/m", "arn:aws:bedrock:::model/m"),
        ({"bedrock_model_arns": "arn:a"}, NO_MODEL, "arn:a"),
    ],
)
def test_what_the_template_says_for_none_is_none(
    said: dict[str, str], before: str, arns: str
) -> None:
    whole = complete(
        stages.stage_of("prod", {"bedrock_model": "m", **said}), {"BedrockModelArns": before}
    )
    lacks = [each.what for each in findings(whole, Facts(python=(3, 11), region="eu-west-1"))]

    assert whole.bedrock_model_arns == arns
    assert any("ARNs are missing" in each for each in lacks) == (not arns)


def test_the_template_says_that_for_none() -> None:
    template = (ROOT / "infra" / "resources.yaml").read_text(encoding="utf-8")

    assert f"    Default: {NO_MODEL}\n" in template


def test_hidden_values_are_left_as_they_are() -> None:
    before = known(ShopifyClientSecret="****", SignUp="open")
    whole = complete(STAGE, before.parameters)

    told = given(["ShopifyClientSecret", "SignUp", "New"], parameters(whole), before)

    assert told == [
        {"ParameterKey": "ShopifyClientSecret", "UsePreviousValue": True},
        {"ParameterKey": "SignUp", "ParameterValue": "open"},
    ]


def known(**before: str) -> Known:
    """Return a stack that stands, with these parameters."""
    outputs = {"EndpointURL": f"{OWN}/"}
    return Known(id="x", status="UPDATE_COMPLETE", parameters=before, outputs=outputs)


@pytest.mark.parametrize(
    ("said", "before", "url"),
    [
        ({}, None, UNKNOWN_YET),
        ({}, Known(id="x", status="ROLLBACK_COMPLETE"), UNKNOWN_YET),
        ({}, known(BaseUrl=UNKNOWN_YET), OWN),
        ({}, known(BaseUrl=OWN), OWN),
        ({}, known(BaseUrl="https://by.hand.example"), "https://by.hand.example"),
        ({"base_url": "https://a.example"}, known(BaseUrl=OWN), "https://a.example"),
        ({"custom_domain": "help.shop.example"}, known(BaseUrl=OWN), "https://help.shop.example"),
        ({"custom_domain": "help.shop.example"}, None, "https://help.shop.example"),
        ({}, known(BaseUrl="https://b.example", CustomDomain="b.example"), OWN),
    ],
)
def test_where_people_reach_it(said: dict[str, str], before: Known | None, url: str) -> None:
    facts = Facts(python=(3, 11), stack=before, certificate="arn:aws:acm:x")
    chosen = plan(stages.stage_of("prod", said), facts)

    assert chosen["BaseUrl"] == url
    assert chosen.get("CertificateArn") == ("arn:aws:acm:x" if "custom_domain" in said else None)


@pytest.mark.parametrize(
    ("identity", "before", "whose"),
    [
        (None, None, "new"),
        (Identity(is_verified=True), None, "existing"),
        (Identity(is_verified=True), known(MailDomain="in.shop.example"), "existing"),
        (
            Identity(is_verified=True),
            known(MailDomain="in.shop.example", MailIdentity="new"),
            "new",
        ),
        (
            Identity(is_verified=True),
            known(MailDomain="in.old.example", MailIdentity="new"),
            "existing",
        ),
        (Identity(is_verified=False), Known(id="x", status="ROLLBACK_COMPLETE"), "existing"),
    ],
)
def test_an_identity_that_is_there_is_not_made_and_ours_stays_ours(
    identity: Identity | None, before: Known | None, whose: str
) -> None:
    facts = Facts(python=(3, 11), stack=before, identity=identity)

    assert plan(STAGE, facts)["MailIdentity"] == whose


@pytest.mark.parametrize(("limit", "most"), [(10, 2), (50, 5), (200, 20), (1000, 20), (0, 2)])
def test_workers_take_a_part_of_what_the_account_has(limit: int, most: int) -> None:
    assert workers(limit) == most


@pytest.mark.parametrize(
    ("said", "limit", "most"),
    [
        ({}, 1000, "20"),
        ({}, 10, "2"),
        ({"worker_concurrency": "7"}, 1000, "7"),
        ({"worker_concurrency": ""}, 1000, "20"),
        ({}, None, None),
    ],
)
def test_a_standing_stacks_workers_follow_the_accounts_limit(
    said: dict[str, str], limit: int | None, most: str | None
) -> None:
    before = known(WorkerConcurrency="5", BaseUrl=OWN)
    facts = Facts(python=(3, 11), stack=before, concurrency=limit)
    whole = complete(stages.stage_of("prod", said), before.parameters)

    assert plan(whole, facts).get("WorkerConcurrency") == most


def test_what_is_published_proves_the_domain_and_leads_to_the_api() -> None:
    mine = stages.stage_of(
        "prod", {"mail_domain": "in.shop.example", "custom_domain": "help.shop.example"}
    )
    known_to_ses = Identity(is_verified=False, tokens=("t1",))
    lines = [
        f"{each.name} {each.kind} {each.value}"
        for each in records(mine, "eu-west-1", identity=known_to_ses, target="d-1.api.example")
    ]

    assert lines[0] == "in.shop.example MX 10 inbound-smtp.eu-west-1.amazonaws.com."
    assert "t1._domainkey.in.shop.example CNAME t1.dkim.amazonses.com." in lines
    assert "help.shop.example CNAME d-1.api.example." in lines
    assert any("v=spf1" in line for line in lines)
    assert any("v=DMARC1" in line for line in lines)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b'{"Status": 0, "Answer": [{"type": 15, "data": "10 a."}]}', ("10 a.",)),
        (
            b'{"Status": 0, "Answer": [{"type": 5, "data": "b"}, {"type": 15, "data": "c"}]}',
            ("c",),
        ),
        (b'{"Status": 3}', ()),
        (b'{"Status": 2}', None),
        (b"[]", None),
        (b"<html>", None),
        (b'{"Status": 0, "Answer": [{}]}', None),
    ],
)
def test_an_answer_of_dns_is_read_or_is_none(body: bytes, found: tuple[str, ...] | None) -> None:
    assert records_of(body, "MX") == found
