"""Signing in by a link in a mail, and out again."""

import re

import pytest

from chalicelib.accounts import people, presence, sessions, storage
from chalicelib.accounts.model import Role
from chalicelib.core.errors import Forbidden, Gone, NotFound, RateLimited, Unauthenticated
from dev.aws.gate import gate
from tests.accounts.conftest import Jobs, Mailed
from tests.accounts.shop import DeskOf, Shop, an_address, event_names, stranger
from tests.kit.http_world import World


def test_a_link_in_a_mail_signs_its_reader_in(
    shop: Shop, jobs: Jobs, mailed: Mailed, desk_of: DeskOf
) -> None:
    ana = shop.hire()
    jobs()
    sessions.request_link(stranger(desk_of), ana.email.upper())
    [job] = jobs()
    sessions.send_links(desk_of(""), job["email"])
    [mail] = mailed(ana.email)
    [token] = re.findall(r"https://desk\.example/console#sign-in=(\S+)", mail.get_content())

    signed_in = sessions.confirm(stranger(desk_of), token)

    assert signed_in.agent == ana
    assert shop.let_in(signed_in.token).caller.id == ana.id


def test_one_mail_has_a_link_for_each_account(
    shop: Shop, other_shop: Shop, mailed: Mailed, desk_of: DeskOf
) -> None:
    ana = shop.hire()
    people.invite(other_shop.desk(), email=ana.email, name="Ana", role=Role.admin)

    sessions.send_links(desk_of(""), ana.email)

    [mail] = mailed(ana.email)
    text = mail.get_content()
    assert text.count("#sign-in=dhl_") == 2
    assert "Acme Shoes" in text
    assert "Rival Shoes" in text


def test_known_and_unknown_addresses_cost_the_same(shop: Shop, jobs: Jobs, desk_of: DeskOf) -> None:
    known, unknown = shop.hire().email, an_address(shop.desk())

    with gate.recorded() as for_known:
        sessions.request_link(stranger(desk_of), known)
    with gate.recorded() as for_unknown:
        sessions.request_link(stranger(desk_of), unknown)

    assert [call.name for call in for_known] == [call.name for call in for_unknown]


def test_strangers_and_those_who_left_get_no_mail(
    shop: Shop, mailed: Mailed, desk_of: DeskOf
) -> None:
    gone, unknown = shop.hire(), an_address(shop.desk())
    people.deactivate(shop.desk(), gone.id)

    for address in (gone.email, unknown):
        sessions.send_links(desk_of(""), address)

        assert mailed(address) == []


def test_links_are_asked_for_only_so_often(shop: Shop, jobs: Jobs, world: World) -> None:
    desk, address = stranger(shop.desk_of), an_address(shop.desk())
    for _ in range(5):
        sessions.request_link(desk, address)

    with pytest.raises(RateLimited) as refused:
        sessions.request_link(desk, address)
    world.pass_time(seconds=refused.value.retry_after)
    sessions.request_link(desk, address)


def test_a_link_works_once(shop: Shop, desk_of: DeskOf) -> None:
    link = shop.link(shop.hire())
    sessions.confirm(stranger(desk_of), link)

    with pytest.raises(Gone):
        sessions.confirm(stranger(desk_of), link)


def test_a_link_works_for_ten_minutes(shop: Shop, desk_of: DeskOf, world: World) -> None:
    first, second = shop.link(shop.hire()), shop.link(shop.hire())

    world.pass_time(minutes=9, seconds=59)
    sessions.confirm(stranger(desk_of), first)
    world.pass_time(seconds=1)
    with pytest.raises(Gone):
        sessions.confirm(stranger(desk_of), second)


def test_a_link_of_somebody_who_left_is_void(shop: Shop, desk_of: DeskOf) -> None:
    ana = shop.hire()
    link = shop.link(ana)
    people.deactivate(shop.desk(), ana.id)
    people.reactivate(shop.desk(), ana.id)

    with pytest.raises(Gone):
        sessions.confirm(stranger(desk_of), link)


@pytest.mark.parametrize("kind", ["session", "key"])
def test_other_tokens_are_no_links(shop: Shop, desk_of: DeskOf, kind: str) -> None:
    ana = shop.hire()
    token = shop.session(ana) if kind == "session" else shop.key(ana)

    for text in (token, token.replace("dhs", "dhl").replace("dhk", "dhl"), "", "x" * 9_999):
        with pytest.raises(Gone):
            sessions.confirm(stranger(desk_of), text)


@pytest.mark.acceptance(101)
def test_logging_out_ends_the_session_and_turns_offline(shop: Shop) -> None:
    token = shop.session(shop.hire())
    desk = shop.let_in(token)
    presence.switch(desk, is_online=True)

    sessions.log_out(desk)

    with pytest.raises(Unauthenticated):
        shop.let_in(token)
    assert not storage.agent(desk, desk.caller.id).is_switched_on
    assert event_names(desk)[-2:] == ("went_offline", "signed_out")


def test_logging_out_ends_no_other_session(shop: Shop) -> None:
    ana = shop.hire()
    here, there = shop.session(ana), shop.session(ana)

    sessions.log_out(shop.let_in(here))

    assert shop.let_in(there).caller.id == ana.id


def test_one_sees_and_ends_ones_own_sessions_only(shop: Shop) -> None:
    ana, bob = shop.hire(), shop.hire()
    here, there = shop.let_in(shop.session(ana)), shop.session(ana)
    theirs = sessions.sessions_of(shop.asked_by(bob))[0]
    own = sessions.sessions_of(here)

    sessions.revoke(here, own[1].id)

    assert len(own) == 2
    with pytest.raises(Unauthenticated):
        shop.let_in(there)
    with pytest.raises(NotFound):
        sessions.revoke(here, theirs.id)


def test_ending_the_session_by_which_one_is_online_turns_offline(shop: Shop) -> None:
    ana = shop.hire()
    here, there = shop.asked_by(ana), shop.asked_by(ana)
    presence.switch(there, is_online=True)
    [session] = [s for s in sessions.sessions_of(here) if s.digest == there.caller.session]

    sessions.revoke(here, session.id)

    assert not storage.agent(here, ana.id).is_switched_on


def test_an_api_key_has_no_sessions(shop: Shop) -> None:
    desk = shop.let_in(shop.key(shop.hire()))

    with pytest.raises(Forbidden):
        sessions.log_out(desk)
    with pytest.raises(Forbidden):
        sessions.sessions_of(desk)
