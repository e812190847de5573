"""Changing an account: decided again after a lost race, and never in silence."""

from dataclasses import replace

import pytest

from chalicelib.accounts import amend, storage
from chalicelib.accounts.model import Account, Plan
from chalicelib.core.errors import Conflict
from tests.accounts.shop import Shop


def named(name: str) -> amend.Decide:
    return lambda account: replace(account, name=name)


def test_a_lost_race_is_decided_again(shop: Shop) -> None:
    raced: list[str] = []

    def decide(account: Account) -> Account:
        if not raced:
            raced.append("once")
            amend.amend(shop.desk(), "renamed", named("Quicker"))
        return replace(account, plan=Plan.inbox)

    after = amend.amend(shop.desk(), "plan_changed", decide)

    assert (after.name, after.plan, after.version) == ("Quicker", Plan.inbox, 3)


def test_who_loses_every_race_is_told(shop: Shop) -> None:
    names = iter("abcdefgh")

    def decide(account: Account) -> Account:
        amend.amend(shop.desk(), "renamed", named(next(names)))
        return replace(account, plan=Plan.inbox)

    with pytest.raises(Conflict):
        amend.amend(shop.desk(), "plan_changed", decide)
    assert storage.account_now(shop.desk()).plan is Plan.helpdesk
