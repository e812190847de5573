"""An account for each test, and the product packaged and built once."""

import itertools
import json
import shutil
from pathlib import Path

import boto3
import pytest

from chalicelib.settings import Settings
from infra import deploy, host
from infra.package import package
from tests.architecture.code import ROOT
from tests.conftest import ENVIRONMENT
from tests.infra.account import OUTPUTS, REGION, Answers, Played, answers
from tests.infra.functions import Functions
from tests.infra.small import DNS, SMALL, Make

_NUMBERS = itertools.count(210_000_000_000)


@pytest.fixture
def account(aws: Settings, monkeypatch: pytest.MonkeyPatch) -> str:
    """Let calls go to an AWS account that nobody has used yet; return its number."""
    number = str(next(_NUMBERS))
    monkeypatch.setenv("MOTO_ACCOUNT_ID", number)
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    return number


@pytest.fixture(scope="session")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Package a copy without requirements: those would have to be downloaded."""
    project = tmp_path_factory.mktemp("project")
    ignored = shutil.ignore_patterns("__pycache__", "deployments", "deployed")
    shutil.copy(ROOT / "app.py", project)
    shutil.copytree(ROOT / "chalicelib", project / "chalicelib", ignore=ignored)
    shutil.copytree(ROOT / ".chalice", project / ".chalice", ignore=ignored)
    (project / "requirements.txt").touch()
    return package(project / "out", stage="prod", project=project)


@pytest.fixture
def tools(account: str, tmp_path: Path) -> Make:
    """Return what makes tools for an account that gives these answers.

    Of SES's receipt rules moto makes none, so they are there before.
    """
    boto3.client("ses", region_name=REGION).create_receipt_rule_set(
        RuleSetName=OUTPUTS["MailRuleSet"]
    )

    def make(given: Answers | None = None, template: Path | None = None) -> deploy.Tools:
        said = answers() if given is None else given

        def build(out: Path, stage: str) -> Path:
            (out / "deployment.zip").write_bytes(b"code")
            (out / "sam.json").write_text(json.dumps(SMALL), encoding="utf-8")
            if template:
                shutil.copy(template, out / "sam.json")
            return out / "sam.json"

        return deploy.Tools(
            cloud_of=lambda stage: Played(stage, said),
            look=DNS,
            build=build,
            sleep=lambda seconds: None,
            out=tmp_path,
        )

    return make


@pytest.fixture(scope="session")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that a function would find."""
    return host.build(tmp_path_factory.mktemp("task"))


@pytest.fixture(scope="session")
def functions(tree: Path) -> Functions:
    """Return functions that reach nothing."""
    keys = dict.fromkeys(("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"), "testing")
    return Functions(tree, {**ENVIRONMENT, **keys, "AWS_EC2_METADATA_DISABLED": "true"})
