"""What the commands answer to whoever typed them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import boto3
import pytest
from botocore.exceptions import ClientError

from infra import deploy, destroy, plan, preflight
from infra.account.cloud import why
from infra.checks import Unfit
from infra.recovery import rebuild, restore
from tests.infra.account import REGION
from tests.infra.small import Make

NOBODY = ["--file", "none.toml", "--region", REGION]


def test_a_deploy_ends_well_or_says_why(
    tools: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = [*NOBODY, "--mail-domain", "in.shop.example", "--yes"]

    assert deploy.main(line, tools()) == 0
    assert "The console  https://" in capsys.readouterr().out
    assert deploy.main(NOBODY[:2], tools()) == 0  # the stack and the region are known
    assert deploy.main([*NOBODY, "--dry-run"], tools()) == 0
    assert deploy.main([*NOBODY, "--stage", "dev"], tools()) == 1
    assert "There is no mail domain" in capsys.readouterr().out


@pytest.mark.parametrize("main", [deploy.main, destroy.main, preflight.main])
def test_settings_that_are_none_end_a_command(
    main: object, capsys: pytest.CaptureFixture[str]
) -> None:
    assert callable(main)
    assert main([*NOBODY, "--sign-up", "maybe"]) == 1
    assert "sign_up is open or closed" in capsys.readouterr().err


def test_what_cannot_be_packaged_is_said_and_changes_no_stack(
    tools: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    def build(out: Path, stage: str) -> Path:
        raise Unfit("nh3 0.3.8 is missing.")

    line = [*NOBODY, "--mail-domain", "in.shop.example", "--yes"]

    assert deploy.main(line, replace(tools(), build=build)) == 1
    assert capsys.readouterr().err == "nh3 0.3.8 is missing.\n"
    assert boto3.client("cloudformation", region_name=REGION).describe_stacks()["Stacks"] == []


def test_destroying_nothing_is_no_success(account: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert destroy.main(NOBODY) == 1
    assert f"There is no stack deskhand-prod in {REGION}." in capsys.readouterr().out


COMMANDS = [
    pytest.param(restore.main, ["then"], id="restore"),
    pytest.param(rebuild.main, ["acc_1"], id="rebuild"),
    pytest.param(plan.main, ["--account", "acc_1", "--plan", "helpdesk"], id="plan"),
    pytest.param(destroy.main, ["--yes"], id="destroy"),
]
"""Those that ask AWS straight away; a deploy looks at everything first."""


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """Let nobody have told AWS's tools anything on this machine."""
    names = ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "SESSION_TOKEN", "PROFILE", "REGION")
    for name in (*names, "DEFAULT_REGION", "DEFAULT_PROFILE"):
        monkeypatch.delenv(f"AWS_{name}", raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    return monkeypatch


@pytest.mark.parametrize(("main", "words"), COMMANDS)
@pytest.mark.parametrize(
    ("region", "said"),
    [
        (REGION, "AWS does not know who asks: Unable to locate credentials; set AWS_ACCESS_KEY_ID"),
        ("", 'There is no region: set it in deploy.toml, [prod] region = "eu-west-1".'),
    ],
)
def test_a_machine_that_knows_no_aws_gets_a_sentence(
    bare: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], main: Callable[[list[str]], int],
    words: list[str], region: str, said: str,
) -> None:  # fmt: skip
    if region:
        bare.setenv("AWS_DEFAULT_REGION", region)

    assert main([*words, "--file", "none.toml"]) == 1
    told = capsys.readouterr().err
    assert told.startswith(said)
    assert told.count("\n") == 1


def test_a_key_that_aws_does_not_know_is_no_riddle() -> None:
    error = ClientError({"Error": {"Code": "ExpiredToken", "Message": "Old."}}, "GetCallerIdentity")

    assert why(error).endswith("; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE.")
