"""The command that whoever runs an installation puts an account on a plan with."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.accounts import storage
from chalicelib.accounts.model import Plan
from infra import plan
from tests.accounts.shop import Shop, event_names
from tests.conftest import ENVIRONMENT, REGION


class Account:
    """An AWS account that knows one stack, and the variables of its functions."""

    region = REGION

    def client(self, service: str) -> "Account":
        assert service in ("cloudformation", "lambda")
        return self

    def describe_stack_resource(self, **asked: str) -> dict[str, Any]:
        assert asked == {"StackName": "deskhand-prod", "LogicalResourceId": "APIHandler"}
        return {"StackResourceDetail": {"PhysicalResourceId": "deskhand-prod-APIHandler-1"}}

    def get_function_configuration(self, **asked: str) -> dict[str, Any]:
        assert asked == {"FunctionName": "deskhand-prod-APIHandler-1"}
        variables = {name: text for name, text in ENVIRONMENT.items() if name != "AWS_REGION"}
        return {"Environment": {"Variables": variables}}


@pytest.fixture(autouse=True)
def ports(ports: wiring.Ports) -> Iterator[None]:
    """Put back what the command installs."""
    yield
    wiring.install(ports)


def run(shop: Shop, *words: str) -> None:
    plan.main(["--account", shop.account.id, *words], cloud_of=lambda _: Account())


@pytest.mark.acceptance(6)
def test_an_account_gets_a_plan_by_the_products_own_door(
    shop: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    until = (datetime.now(UTC) + timedelta(days=30)).date()

    run(shop, "--plan", "helpdesk", "--until", until.isoformat())
    storage.forget(shop.account.id)
    account = storage.account_now(shop.desk())
    assert account.term.ends_at == datetime.combine(
        until + timedelta(days=1), datetime.min.time(), UTC
    )
    assert f"is on helpdesk until {until + timedelta(days=1)} 00:00 UTC" in capsys.readouterr().out
    run(shop, "--plan", "inbox")
    assert storage.account_now(shop.desk()).plan is Plan.inbox
    assert event_names(shop.desk())[-2:] == ("plan_changed", "plan_changed")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--plan", "helpdesk", "--until", "2020-01-01"), "The end must be still to come."),
        (("--plan", "inbox", "--until", "2099-01-01"), "it has no end"),
    ],
)
def test_what_is_impossible_is_said_and_changes_nothing(
    shop: Shop, words: tuple[str, ...], said: str
) -> None:
    with pytest.raises(SystemExit, match=said):
        run(shop, *words)
    assert storage.account_now(shop.desk()).plan is Plan.helpdesk


def test_an_account_that_nobody_has_is_named_so(shop: Shop) -> None:
    words = ["--account", "acc_nobody", "--plan", "inbox"]

    with pytest.raises(SystemExit, match="There is no such account"):
        plan.main(words, cloud_of=lambda _: Account())
