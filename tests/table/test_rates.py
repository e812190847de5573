"""Counting how often somebody does something."""

from datetime import timedelta

import pytest

from chalicelib.core.desk import Desk
from chalicelib.core.errors import RateLimited
from chalicelib.table import rates
from tests.kit.http_world import World

MINUTE = timedelta(minutes=1)


def test_above_the_limit_it_is_said_when_to_come_again(desk: Desk, world: World) -> None:
    world.pass_time(seconds=20)
    rates.limit(desk, "tries", "ana", most=1, per=MINUTE)

    with pytest.raises(RateLimited) as refused:
        rates.limit(desk, "tries", "ana", most=1, per=MINUTE)
    assert refused.value.retry_after == 40
    world.pass_time(seconds=40)
    rates.limit(desk, "tries", "ana", most=1, per=MINUTE)


def test_subjects_names_and_accounts_are_counted_apart(desk: Desk) -> None:
    for subject, name in (("ana", "tries"), ("bob", "tries"), ("ana", "tests")):
        rates.limit(desk, name, subject, most=1, per=MINUTE)
    rates.limit(desk.for_account("acc_other" + desk.account_id), "tries", "ana", most=1, per=MINUTE)


def test_strangers_are_counted_before_an_account_is_known(desk: Desk) -> None:
    stranger = desk.for_account("")
    rates.limit(stranger, desk.account_id, "192.0.2.1", most=1, per=MINUTE)

    with pytest.raises(RateLimited):
        rates.limit(stranger, desk.account_id, "192.0.2.1", most=1, per=MINUTE)
