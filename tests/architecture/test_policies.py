"""Each function may do what it does, and nothing else."""

import json
import subprocess
import sys

import pytest

from tests.architecture.code import ROOT
from tests.architecture.grants import Grant, covers, granted, of_the_platform

# One worker takes all, so that there is one day.
pytestmark = [pytest.mark.thorough, pytest.mark.xdist_group("policies")]

FUNCTIONS = (
    "api_handler", "receive_mail", "receive_inbound", "deliver", "settle", "run_jobs",
    "fold_stream", "sweep",
)  # fmt: skip
OPEN = {
    "*": "X-Ray knows no resources",
    "FilesBucket/*": "a key is made for each file that comes",
    "FilesBucket/exports/*": "each export is a file of its own, and put together of some",
    "FilesBucket/search/*": "each file of the index is made anew, and deleted when it is merged",
    "MailBucket/raw/*": "SES names each mail that it stores",
    "identity/*": "shops' own domains are known to SES after the deploy only",
}
"""The resources that are not named to the end, and why they cannot be."""


Used = dict[str, set[Grant]]


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Used:
    """Let a day pass; return what each function needed, for itself and for Lambda."""
    answer = tmp_path_factory.mktemp("day") / "used.json"
    command = [sys.executable, "-m", "tests.architecture.working", str(answer)]
    day = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert day.returncode == 0, day.stderr
    own = json.loads(answer.read_text(encoding="utf-8"))
    return {name: {*map(tuple, own.get(name, ())), *of_the_platform(name)} for name in FUNCTIONS}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_what_a_function_does_is_granted(used: Used, function: str) -> None:
    grants = granted(function)

    assert used[function] > set(of_the_platform(function))
    assert sorted(n for n in used[function] if not any(covers(g, n) for g in grants)) == []


@pytest.mark.parametrize("function", FUNCTIONS)
def test_what_is_granted_is_used(used: Used, function: str) -> None:
    needs = used[function]

    assert sorted(g for g in granted(function) if not any(covers(g, n) for n in needs)) == []


def test_what_is_left_open_has_a_reason() -> None:
    grants = {grant for function in FUNCTIONS for grant in granted(function)}

    assert {resource for _, resource in grants if "*" in resource} == set(OPEN)
    assert [action for action, _ in grants if "*" in action] == []


def test_only_x_ray_is_asked_about_everything() -> None:
    grants = {grant for function in FUNCTIONS for grant in granted(function)}

    assert {action.partition(":")[0] for action, resource in grants if resource == "*"} == {"xray"}


def test_the_sweep_hands_over_and_sends_nothing() -> None:
    actions = {action for action, _ in granted("sweep")}

    assert "sqs:SendMessage" in actions
    assert not any(action.startswith("ses:") for action in actions)
