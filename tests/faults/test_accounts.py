"""F-1, F-2, F-6: commands on accounts die at every call, lose replies, and come twice at once."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from chalicelib.accounts import api_keys, people, presence, sessions, storage
from chalicelib.accounts.model import Role
from chalicelib.accounts.settings import change
from chalicelib.core.desk import Desk
from chalicelib.core.errors import DeskhandError, Gone, Unauthenticated
from tests.accounts.shop import DeskOf, Shop, an_address, event_names, keyed, open_shop, stranger
from tests.kit.crash import crash_everywhere, fault_everywhere

pytestmark = pytest.mark.thorough

AT_ONCE = 6


@dataclass
class Case:
    """A request of the owner's, that comes again with the same key when it died."""

    shop: Shop
    desk: Desk
    act: Callable[[Desk], object]

    def request(self) -> object:
        """Ask, each time as a new process would: with the same key."""
        return self.act(keyed(self.desk))


def invite(shop: Shop, desk: Desk) -> Callable[[Desk], object]:
    address = an_address(desk)
    return lambda own: people.invite(own, email=address, name="Ana", role=Role.support)


def create_key(shop: Shop, desk: Desk) -> Callable[[Desk], object]:
    return lambda own: api_keys.create(own, name="Bridge", scopes=["tickets:read"])


def deactivate(shop: Shop, desk: Desk) -> Callable[[Desk], object]:
    ana = shop.hire()
    return lambda own: people.deactivate(own, ana.id)


def hand_over(shop: Shop, desk: Desk) -> Callable[[Desk], object]:
    ana = shop.hire()
    return lambda own: people.hand_over(own, ana.id)


def patch_settings(shop: Shop, desk: Desk) -> Callable[[Desk], object]:
    return lambda own: change.patch(own, {"auto_close": {"enabled": True}})


def go_online(shop: Shop, desk: Desk) -> Callable[[Desk], object]:
    return lambda own: presence.switch(own, is_online=True)


COMMANDS = [
    (invite, "agent_invited"),
    (create_key, "api_key_created"),
    (deactivate, "agent_deactivated"),
    (hand_over, "account_handed_over"),
    (patch_settings, "settings_changed"),
    (go_online, "went_online"),
]
Made = Callable[[Shop, Desk], Callable[[Desk], object]]


def fresh(desk_of: DeskOf, make: Made) -> Case:
    shop = open_shop(desk_of)
    desk = shop.asked_by(shop.owner)
    return Case(shop, desk, make(shop, desk))


def happened(case: Case, event: str) -> int:
    return event_names(case.shop.desk()).count(event)


def check(case: Case, event: str) -> None:
    assert happened(case, event) == 1
    team = storage.agents(case.shop.desk())
    assert [agent.role for agent in team].count(Role.owner) == 1
    assert len({agent.email for agent in team}) == len(team)


@pytest.mark.parametrize(("make", "event"), COMMANDS)
def test_a_command_that_died_anywhere_is_done_once(desk_of: DeskOf, make: Made, event: str) -> None:
    crashes = crash_everywhere(
        lambda: fresh(desk_of, make),
        run=Case.request,
        recover=Case.request,
        check=lambda case: check(case, event),
    )

    assert len(crashes) > 1


@pytest.mark.parametrize("kind", ["lost_reply", "throttle"])
@pytest.mark.parametrize(("make", "event"), COMMANDS)
def test_a_lost_reply_or_a_busy_table_is_told_truly(
    desk_of: DeskOf, make: Made, event: str, kind: str
) -> None:
    fault_everywhere(
        lambda: fresh(desk_of, make),
        run=Case.request,
        check=lambda case: check(case, event),
        kind=kind,
    )


@pytest.mark.engine
@pytest.mark.parametrize(("make", "event"), COMMANDS)
def test_one_key_many_times_at_once_is_done_once(desk_of: DeskOf, make: Made, event: str) -> None:
    case = fresh(desk_of, make)

    answers = at_once([case.request] * AT_ONCE)

    assert any(not isinstance(answer, DeskhandError) for answer in answers)
    check(case, event)


@pytest.mark.engine
def test_a_link_used_many_times_at_once_lets_in_one(desk_of: DeskOf) -> None:
    shop = open_shop(desk_of)
    link = shop.link(shop.owner)
    desks = [stranger(desk_of) for _ in range(AT_ONCE)]

    answers = at_once([lambda desk=desk: sessions.confirm(desk, link) for desk in desks])

    assert [type(answer) for answer in answers].count(Gone) == AT_ONCE - 1


@pytest.mark.engine
def test_shops_of_one_name_made_at_once_get_addresses_of_their_own(desk_of: DeskOf) -> None:
    name = f"Rush {desk_of('').new_id('x')[-8:]}"

    shops = at_once([lambda: open_shop(desk_of, name)] * AT_ONCE)

    assert len({shop.account.slug for shop in shops}) == AT_ONCE


@pytest.mark.engine
def test_changes_of_different_settings_at_once_are_all_kept(desk_of: DeskOf) -> None:
    shop = open_shop(desk_of)
    patches: list[dict[str, Any]] = [
        {"auto_close": {"enabled": True}},
        {"round_robin": {"enabled": True}},
        {"unread_badge": {"enabled": False}},
    ]

    desks = [shop.desk() for _ in patches]
    at_once([lambda d=d, p=p: change.patch(d, p) for d, p in zip(desks, patches, strict=True)])

    settings = storage.account_now(shop.desk()).settings
    assert settings.auto_close.enabled
    assert settings.round_robin.enabled
    assert not settings.unread_badge.enabled


def test_logging_out_that_died_anywhere_ends_both_or_none(desk_of: DeskOf) -> None:
    def start() -> tuple[Shop, str]:
        shop = open_shop(desk_of)
        token = shop.session(shop.owner)
        presence.switch(shop.let_in(token), is_online=True)
        return shop, token

    def log_out(world: tuple[Shop, str]) -> None:
        try:
            sessions.log_out(world[0].let_in(world[1]))
        except Unauthenticated:
            return  # it had won

    def out(world: tuple[Shop, str]) -> None:
        shop, token = world
        assert not storage.agent(shop.desk(), shop.owner.id).is_switched_on
        with pytest.raises(Unauthenticated):
            shop.let_in(token)

    crash_everywhere(start, log_out, log_out, out)


def at_once(requests: list[Callable[[], Any]]) -> list[Any]:
    answers: list[Any] = []
    gate = threading.Barrier(len(requests))

    def run(request: Callable[[], Any]) -> None:
        gate.wait()
        try:
            answers.append(request())
        except DeskhandError as error:
            answers.append(error)

    threads = [threading.Thread(target=run, args=(request,)) for request in requests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
