"""Each function may do what it does, and nothing else."""

from collections.abc import Iterator

import pytest

from tests.architecture.grants import covers, granted, of_the_platform
from tests.architecture.working import Day, day

pytestmark = pytest.mark.xdist_group("product")

FUNCTIONS = (
    "api_handler", "receive_mail", "deliver", "settle", "run_jobs", "fold_stream", "sweep",
)  # fmt: skip
OPEN = {
    "*": "X-Ray knows no resources",
    "FilesBucket/*": "a key is made for each file that comes",
    "MailBucket/raw/*": "SES names each mail that it stores",
    "identity/*": "shops' own domains are known to SES after the deploy only",
}
"""The resources that are not named to the end, and why they cannot be."""


@pytest.fixture(scope="module")
def worked() -> Iterator[Day]:
    """Let a day pass."""
    with day() as passed:
        yield passed


@pytest.mark.parametrize("function", FUNCTIONS)
def test_what_a_function_does_is_granted(worked: Day, function: str) -> None:
    grants = granted(function)
    needs = worked.used[function] | set(of_the_platform(function))

    assert worked.used[function]
    assert sorted(n for n in needs if not any(covers(grant, n) for grant in grants)) == []


@pytest.mark.parametrize("function", FUNCTIONS)
def test_what_is_granted_is_used(worked: Day, function: str) -> None:
    needs = worked.used[function] | set(of_the_platform(function))

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
