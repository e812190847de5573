"""Who is quicker: the sweep and a person at the same thing, a request twice, a death in between."""

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.status import mend
from dev.aws.gate import Call
from tests.faults.shop import Shop
from tests.kit.crash import dying
from tests.status.conftest import Breaks
from tests.status.things import at, sleeper, stuck, swept


def overtaken(monkeypatch: pytest.MonkeyPatch, by: Callable[[], object]) -> None:
    """Let something happen once between what is read and what is written."""
    well, left = mend.transact, [by]

    def transact(*given: Any, **named: Any) -> None:
        while left:
            left.pop()()
        well(*given, **named)

    monkeypatch.setattr(mend, "transact", transact)


def a_stuck_ticket(shop: Shop, breaks: Breaks) -> dict[str, Any]:
    sleeper(shop)
    breaks(ValueError())
    swept(shop, minutes=61)
    return stuck(shop)[0]


def test_a_sweep_that_succeeds_in_the_same_moment_is_right(
    shop: Shop, breaks: Breaks, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = a_stuck_ticket(shop, breaks)
    breaks(None)
    overtaken(monkeypatch, lambda: swept(shop, minutes=11))

    assert shop.ask("POST", at("retry", found), by="owner").status == 404
    assert stuck(shop) == []
    assert shop.done("GET", shop.at)["status"] == "open"


def test_a_sweep_that_fails_in_the_same_moment_is_followed_by_the_try(
    shop: Shop, breaks: Breaks, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = a_stuck_ticket(shop, breaks)
    overtaken(monkeypatch, lambda: swept(shop, minutes=11))

    answer = shop.ask("POST", at("retry", found), by="owner")

    assert (answer.status, answer.json["tries"]) == (202, 2)
    breaks(None)
    swept(shop, minutes=0)
    assert stuck(shop) == []


@pytest.mark.parametrize("moment", ["before", "after"])
def test_who_dies_while_asking_may_ask_again(shop: Shop, breaks: Breaks, moment: str) -> None:
    found = a_stuck_ticket(shop, breaks)

    def is_write(call: Call) -> bool:
        return call.name == "dynamodb.TransactWriteItems"

    with dying(moment, 1, is_write):
        shop.ask("POST", at("retry", found), by="owner", idempotency_key="same")
    answer = shop.ask("POST", at("retry", found), by="owner", idempotency_key="same")

    assert (answer.status, answer.is_replay) == (202, moment == "after")
    breaks(None)
    swept(shop, minutes=0)
    assert stuck(shop) == []
