"""CloudFront in front: what is made for it, what it lacks, and the address that comes of it."""

from dataclasses import replace
from typing import Any

import pytest

from infra.account import facts
from infra.account import stage as stages
from infra.account.facts import FRONTS_REGION, Facts
from infra.account.plan import UNKNOWN_YET, plan
from infra.account.stack import Known
from infra.account.stage import Stage, UnknownStageError, complete
from infra.package import written
from infra.preflight import findings
from tests.infra import account as played
from tests.infra.account import REGION, Answers, Played, answers, nobody_answers
from tests.infra.small import STAGE, Make, deployed, here
from tests.infra.test_preflight import COMPLETE

UNCACHED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
ALL_BUT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
"""AWS's own policies, which have these ids in every account."""
GATEWAYS = "https://abc.execute-api.example/api"
FRONTS = "d111.cloudfront.example"
HELP = "help.shop.example"
OURS = f"arn:aws:acm:{FRONTS_REGION}:210000000000:certificate/ours"
BEHIND = replace(STAGE, signing_secret="/keys", cloudfront="on")
BEHIND_HELP = replace(BEHIND, custom_domain=HELP)


@pytest.fixture(scope="module")
def resources() -> Any:
    """Return our part of the template."""
    return written()["Resources"]


@pytest.fixture(scope="module")
def distribution(resources: Any) -> Any:
    """Return what CloudFront is told."""
    return resources["Front"]["Properties"]["DistributionConfig"]


def test_nothing_of_it_is_made_unless_somebody_asks(resources: Any) -> None:
    made = [name for name, each in resources.items() if each.get("Condition") == "HasCloudFront"]

    assert sorted(made) == ["Front", "FrontFiles", "FrontFunction", "FrontSecret"]
    assert written()["Parameters"]["CloudFront"]["Default"] == "off"


def test_only_the_files_of_pages_are_kept_and_as_long_as_the_api_says(
    resources: Any, distribution: Any
) -> None:
    [files] = distribution["CacheBehaviors"]
    kept = resources["FrontFiles"]["Properties"]["CachePolicyConfig"]
    others = distribution["DefaultCacheBehavior"]

    assert (files["PathPattern"], files["CachePolicyId"]) == ("/static/*", {"Ref": "FrontFiles"})
    assert (kept["MinTTL"], kept["DefaultTTL"]) == (0, 0)
    assert others["CachePolicyId"] == UNCACHED
    assert len(others["AllowedMethods"]) == 7
    assert {each["ErrorCachingMinTTL"] for each in distribution["CustomErrorResponses"]} == {0}


def test_the_gateway_gets_its_own_host_and_the_callers_beside_it(distribution: Any) -> None:
    [origin] = distribution["Origins"]
    host = origin["DomainName"]["Fn::Sub"]

    assert host.startswith("${RestAPI}.execute-api.")
    assert origin["OriginPath"] == {"Fn::Sub": "/${RestAPI.Stage}"}
    assert distribution["DefaultCacheBehavior"]["OriginRequestPolicyId"] == ALL_BUT_HOST


def test_functions_and_cloudfront_have_one_secret_that_nobody_typed(
    resources: Any, distribution: Any
) -> None:
    given = written()["Globals"]["Function"]["Environment"]["Variables"]["DESKHAND_FRONT_SECRET"]
    secret = {"Fn::Sub": "{{resolve:secretsmanager:${FrontSecret}}}"}

    assert given == {"Fn::If": ["HasCloudFront", secret, ""]}
    assert distribution["Origins"][0]["OriginCustomHeaders"][0]["HeaderValue"] == secret
    assert "GenerateSecretString" in resources["FrontSecret"]["Properties"]


def known(**before: str) -> Known:
    """Return a stack that stands behind CloudFront."""
    outputs = {"EndpointURL": f"{GATEWAYS}/", "CloudFrontDomain": FRONTS}
    return Known(id="x", status="UPDATE_COMPLETE", parameters=before, outputs=outputs)


@pytest.mark.parametrize(
    ("said", "before", "url"),
    [
        ({}, None, UNKNOWN_YET),
        ({}, known(BaseUrl=UNKNOWN_YET), f"https://{FRONTS}"),
        ({}, known(BaseUrl=GATEWAYS), f"https://{FRONTS}"),
        ({}, replace(known(BaseUrl=GATEWAYS), outputs={"EndpointURL": GATEWAYS}), GATEWAYS),
        ({}, known(BaseUrl="https://by.hand.example"), "https://by.hand.example"),
        ({"cloudfront": "off"}, known(BaseUrl=f"https://{FRONTS}"), GATEWAYS),
        ({"custom_domain": HELP}, known(BaseUrl=f"https://{FRONTS}"), f"https://{HELP}"),
        ({}, known(BaseUrl="https://b.example", CustomDomain="b.example"), f"https://{FRONTS}"),
    ],
)
def test_where_people_reach_it(said: dict[str, str], before: Known | None, url: str) -> None:
    stage = stages.stage_of("prod", {"cloudfront": "on", **said})

    assert plan(stage, replace(COMPLETE, stack=before))["BaseUrl"] == url


def test_a_certificate_of_the_region_is_kept_until_people_have_moved() -> None:
    before = {"CustomDomain": HELP, "CertificateArn": "arn:aws:acm:eu-central-1:1:certificate/a"}
    moved = complete(BEHIND_HELP, before)
    chosen = plan(moved, replace(COMPLETE, cloudfront_certificate=OURS))

    assert chosen["CertificateArn"] == before["CertificateArn"]
    assert chosen["CloudFrontCertificateArn"] == OURS
    let_go = stages.stage_of("prod", {"custom_domain": HELP, "certificate_arn": ""})
    assert complete(let_go, before).certificate_arn == ""


def test_certificates_of_one_domain_are_nothing_to_another() -> None:
    before = {
        "CustomDomain": "old.shop.example",
        "CertificateArn": "arn:old",
        "CloudFrontCertificateArn": "arn:old",
    }
    whole = complete(BEHIND_HELP, before)

    assert (whole.certificate_arn, whole.cloudfront_certificate_arn) == ("", "")
    chosen = plan(whole, replace(COMPLETE, cloudfront_certificate=OURS))
    assert (chosen["CertificateArn"], chosen["CloudFrontCertificateArn"]) == ("", OURS)
    assert complete(replace(BEHIND_HELP, custom_domain=""), before).certificate_arn == "arn:old"


@pytest.mark.parametrize(
    ("fact", "words", "mend"),
    [
        ({"cloudfront_certificate": ""}, f"in {FRONTS_REGION}, the one", f"region {FRONTS_REGION}"),
        (
            {"cloudfront_certificate": OURS, "has_domain_elsewhere": True},
            f"Another distribution of CloudFront has {HELP}",
            "alternate domain name",
        ),
    ],
)
def test_what_a_domain_behind_it_needs_must_be_there(
    fact: dict[str, Any], words: str, mend: str
) -> None:
    [found] = findings(BEHIND_HELP, replace(COMPLETE, certificate="", **fact))

    assert words in found.what
    assert mend in found.mend
    assert found.blocks


@pytest.mark.parametrize("stage", [BEHIND, BEHIND_HELP])
def test_a_certificate_of_the_region_is_not_asked_for(stage: Stage) -> None:
    known_here = replace(COMPLETE, certificate="", cloudfront_certificate=OURS)

    assert findings(stage, known_here) == []


def gathered(given: Answers, stage: Stage = BEHIND_HELP) -> Facts:
    """Return what is known of an account that gives these answers."""
    said = {**answers(), **given}
    return facts.gather(lambda each: Played(each, said), stage, nobody_answers)[1]


def certificates(cloud: Played) -> dict[str, Any]:
    """Answer with the one that is in this region."""
    there = {FRONTS_REGION: OURS, REGION: "arn:aws:acm:elsewhere"}[cloud.region]
    issued = {"CertificateArn": there, "DomainName": "*.shop.example"}
    return {"CertificateSummaryList": [issued]}


def test_its_certificate_is_looked_for_where_cloudfront_looks(account: str) -> None:
    found = gathered({"acm.ListCertificates": certificates})

    assert (found.cloudfront_certificate, found.certificate) == (OURS, None)
    assert not found.has_domain_elsewhere
    assert gathered({}).cloudfront_certificate == ""


@pytest.mark.parametrize(("before", "elsewhere"), [("off", True), ("on", False)])
def test_a_name_that_another_distribution_has_cannot_be_ours(
    account: str, before: str, *, elsewhere: bool
) -> None:
    theirs = {"Id": "E1", "Aliases": {"Quantity": 1, "Items": [HELP]}}
    listed = {"DistributionList": {"IsTruncated": False, "Items": [{"Id": "E0"}, theirs]}}
    parameters = [
        {"ParameterKey": "CustomDomain", "ParameterValue": HELP},
        {"ParameterKey": "CloudFront", "ParameterValue": before},
    ]
    ours = {"StackId": "x", "StackStatus": "UPDATE_COMPLETE", "Parameters": parameters}
    found = gathered(
        {
            "acm.ListCertificates": certificates,
            "cloudfront.ListDistributions": listed,
            "cloudformation.DescribeStacks": {"Stacks": [ours]},
        }
    )

    assert found.has_domain_elsewhere == elsewhere


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"cloudfront": "yes"}, "cloudfront is on or off"),
        ({"cloudfront_certificate_arn": "arn:aws:acm:eu-west-1:1:x"}, "is one of us-east-1"),
    ],
)
def test_settings_that_cannot_be_are_refused(said: dict[str, str], words: str) -> None:
    with pytest.raises(UnknownStageError, match=words):
        stages.stage_of("prod", said)


def test_the_first_deploy_learns_its_name(tools: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(played.OUTPUTS, "CloudFrontDomain", FRONTS)
    mine = tools()
    said = deployed(mine, replace(STAGE, cloudfront="on"))

    assert here(mine).parameters["BaseUrl"] == f"https://{FRONTS}"
    assert f"The console  https://{FRONTS}/console" in said
