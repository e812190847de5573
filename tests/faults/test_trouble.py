"""F-2 lost answers, F-3 throttling, F-4 conflicts, on every call of every command."""

import pytest

from tests.faults.catalogue import EVERYDAY, every
from tests.faults.commands import Command
from tests.faults.shop import Shop
from tests.faults.trouble import lose_each_answer, trouble_each_call

OFTEN = 9
"""More often than anybody tries again by themselves."""


@pytest.mark.thorough
@every(EVERYDAY)
def test_who_loses_an_answer_is_told_the_truth(shop: Shop, command: Command) -> None:
    command.prepare(shop)

    lose_each_answer(shop, command, lambda _: None)


@every()
def test_so_is_who_is_overtaken_and_sends_no_key(shop: Shop, command: Command) -> None:
    command.prepare(shop)
    shop.is_keyless = True

    lose_each_answer(shop, command, others_write)


def others_write(shop: Shop) -> None:
    if shop.ticket_id:
        shop.done("POST", f"{shop.at}/notes", {"text": shop.words()}, by="bob")
    shop.done("PATCH", "/v1/me", {"name": "Alice Brandt"}, by="alice")
    shop.done("PATCH", "/v1/settings", {"web_chat": {"reply_in_hours": "Soon."}}, by="owner")


@pytest.mark.thorough
@every(EVERYDAY)
def test_throttling_is_waited_out_or_told(shop: Shop, command: Command) -> None:
    command.prepare(shop)

    trouble_each_call(shop, command, "throttle", lambda number: 1 + number % 4)


@every()
def test_endless_throttling_leaves_nothing_half_done(shop: Shop, command: Command) -> None:
    command.prepare(shop)

    trouble_each_call(shop, command, "throttle", lambda _: OFTEN)


@pytest.mark.thorough
@every(EVERYDAY)
def test_conflicts_are_waited_out_or_told(shop: Shop, command: Command) -> None:
    command.prepare(shop)

    trouble_each_call(
        shop, command, "conflict", lambda number: (2, OFTEN)[number % 2], call="dynamodb.Trans*"
    )
