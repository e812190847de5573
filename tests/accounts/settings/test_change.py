"""Reading and changing the settings of an account."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.accounts import amend, senders, storage
from chalicelib.accounts.model import Plan
from chalicelib.accounts.settings import change
from chalicelib.core.errors import Invalid, PlanRequired
from tests.accounts.conftest import Mailed, SetUp
from tests.accounts.shop import Shop, event_names, keyed
from tests.accounts.test_forwarding import own_address, prove
from tests.kit.http_world import World


def refused(shop: Shop, patch: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as error:
        change.patch(shop.desk(), patch)
    return [(fault.pointer, fault.code) for fault in error.value.faults]


@pytest.mark.acceptance(68)
def test_a_change_leaves_the_rest_as_it_is(shop: Shop) -> None:
    before = change.shown(shop.desk())

    after = change.patch(shop.desk(), {"auto_close": {"enabled": True}})

    assert after == {**before, "auto_close": {**before["auto_close"], "enabled": True}}
    assert change.shown(shop.desk()) == after
    assert storage.account(shop.desk()).settings.auto_close.enabled
    assert event_names(shop.desk())[-1] == "settings_changed"


@pytest.mark.parametrize("feature", ["auto_close", "round_robin"])
def test_what_the_plan_lacks_is_kept_and_only_switched_off(shop: Shop, feature: str) -> None:
    change.patch(shop.desk(), {feature: {"enabled": True}})
    amend.amend(shop.desk(), "plan_changed", lambda account: replace(account, plan=Plan.inbox))

    kept = change.patch(shop.desk(), {"drain_backlog": False})
    change.patch(shop.desk(), {feature: {"enabled": False}})
    with pytest.raises(PlanRequired) as error:
        change.patch(shop.desk(), {feature: {"enabled": True}})

    assert kept[feature]["enabled"] is True
    assert error.value.extra == {"feature": feature}


def test_null_goes_back_to_the_default(shop: Shop) -> None:
    change.patch(shop.desk(), {"auto_close": {"after_hours": 5, "by_channel": {"sms": 9}}})

    after = change.patch(shop.desk(), {"auto_close": {"after_hours": None, "by_channel": None}})

    assert (after["auto_close"]["after_hours"], after["auto_close"]["by_channel"]) == (48, {})


BAD = [
    ({"gravity": 1}, ("/gravity", "unknown_field")),
    ({"gravity": None}, ("/gravity", "unknown_field")),
    ({"auto_close": {"moon": None}}, ("/auto_close/moon", "unknown_field")),
    ({"auto_close": {"moon": 1}}, ("/auto_close/moon", "unknown_field")),
    ({"auto_close": {"after_hours": 0}}, ("/auto_close/after_hours", "invalid")),
    ({"unread_badge": {"enabled": "yes"}}, ("/unread_badge/enabled", "invalid")),
    ({"unread_badge": True}, ("/unread_badge", "invalid")),
    ({"office_hours": {"days": {"mond": []}}}, ("/office_hours/days", "invalid")),
    ({"office_hours": {"time_zone": "Mars"}}, ("/office_hours/time_zone", "unknown_zone")),
    ({"email": {"addresses": []}}, ("/email/addresses", "read_only")),
    ({"email": {"inbound_address": "x@y.example"}}, ("/email/inbound_address", "read_only")),
]


@pytest.mark.parametrize(("patch", "fault"), BAD)
def test_what_is_wrong_changes_nothing(
    shop: Shop, patch: dict[str, Any], fault: tuple[str, str]
) -> None:
    before = change.shown(shop.desk())

    assert refused(shop, {"round_robin": {"enabled": True}, **patch}) == [fault]

    assert change.shown(shop.desk()) == before


def test_an_equal_change_is_no_event(shop: Shop) -> None:
    before = event_names(shop.desk())

    change.patch(shop.desk(), {"auto_close": {"enabled": False}})

    assert event_names(shop.desk()) == before


def test_the_same_request_again_undoes_no_later_change(shop: Shop) -> None:
    desk = shop.asked_by(shop.owner)
    change.patch(keyed(desk), {"auto_close": {"after_hours": 5}})
    change.patch(shop.desk(), {"auto_close": {"after_hours": 6}})

    again = change.patch(keyed(desk), {"auto_close": {"after_hours": 5}})

    assert again["auto_close"]["after_hours"] == 6


@pytest.mark.acceptance(37)
def test_the_badge_has_a_switch(shop: Shop) -> None:
    change.patch(shop.desk(), {"unread_badge": {"enabled": False}})

    assert storage.account(shop.desk()).settings.unread_badge.enabled is False


@pytest.mark.acceptance(79)
def test_the_email_tab_shows_the_inbound_address_and_advice(shop: Shop) -> None:
    email = change.shown(shop.desk())["email"]

    assert email["inbound_address"] == f"{shop.account.slug}@in.desk.example"
    assert "own domain" in email["advice"]


@pytest.mark.acceptance(77)
def test_follow_ups_come_from_the_address_in_the_settings(
    shop: Shop, set_up: SetUp, world: World, mailed: Mailed
) -> None:
    address = own_address(shop)

    change.patch(shop.desk(), {"web_chat": {"follow_up_email": {"from_address": address}}})
    assert senders.of_follow_ups(shop.desk()) == senders.of_replies(shop.desk())
    set_up(address)
    prove(shop, address, mailed)
    world.pass_time(minutes=5)

    assert senders.of_follow_ups(shop.desk()) == (address, "Acme Shoes")


@pytest.mark.parametrize("whose", ["theirs", "nobody", "mine", "mine too", "any"])
def test_what_nobody_proved_is_used_by_whoever_it_was_given_to(
    shop: Shop, other_shop: Shop, set_up: SetUp, whose: str
) -> None:
    given = {"theirs": other_shop.account.id, "nobody": "", "mine": shop.account.id}
    given["mine too"] = f"{other_shop.account.id} {shop.account.id}"
    set_up("fern.example", given.get(whose, whose))
    patch = {"web_chat": {"follow_up_email": {"from_address": "ceo@fern.example"}}}
    change.patch(shop.desk(), patch)

    is_used = senders.of_follow_ups(shop.desk())[0] == "ceo@fern.example"
    assert is_used is (whose in ("mine", "mine too", "any"))


def test_follow_ups_never_come_from_another_accounts_address(
    shop: Shop, other_shop: Shop, mailed: Mailed
) -> None:
    address = own_address(other_shop)
    prove(other_shop, address, mailed)
    theirs = f"{other_shop.account.slug}@in.desk.example"

    for foreign in (address, address.replace("help", "ceo"), theirs, "x@mail.in.desk.example"):
        patch = {"web_chat": {"follow_up_email": {"from_address": foreign}}}
        assert refused(shop, patch) == [("/web_chat/follow_up_email/from_address", "not_yours")]


def test_an_address_that_another_account_proves_later_is_used_no_more(
    shop: Shop, other_shop: Shop, mailed: Mailed
) -> None:
    address = own_address(other_shop)
    change.patch(shop.desk(), {"web_chat": {"follow_up_email": {"from_address": address}}})

    prove(other_shop, address, mailed)

    assert senders.of_follow_ups(shop.desk()) == senders.of_replies(shop.desk())
