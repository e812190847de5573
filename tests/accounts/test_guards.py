"""Guards: who is let in, at what cost, and how soon somebody is shut out."""

import pytest

from chalicelib.accounts import guards, people, tokens
from chalicelib.accounts.model import Role
from chalicelib.accounts.rows import CredentialRow
from chalicelib.core.errors import Forbidden, Unauthenticated
from chalicelib.table import keys
from chalicelib.web.mount import Guard
from dev.aws.gate import gate
from tests.accounts.shop import DeskOf, Shop, asking, stranger
from tests.kit.http_world import World

FOUR = (Role.owner, Role.admin, Role.manager, Role.support)


def test_a_session_lets_its_agent_in(shop: Shop) -> None:
    ana = shop.hire()

    desk = shop.asked_by(ana)

    assert desk.account_id == shop.account.id
    assert (desk.caller.kind, desk.caller.id, desk.caller.name) == ("agent", ana.id, "Ana")
    assert "tickets:write" in desk.caller.permissions


def test_an_api_key_lets_in_as_far_as_its_scopes_reach(shop: Shop) -> None:
    ana = shop.hire()

    desk = shop.let_in(shop.key(ana, "tickets:read"))

    assert (desk.caller.kind, desk.caller.id) == ("api_key", ana.id)
    assert desk.caller.permissions == {"tickets:read"}


def test_a_key_loses_what_its_owner_loses(shop: Shop) -> None:
    manager = shop.hire(Role.manager)
    key = shop.key(manager)
    people.edit(shop.desk(), manager.id, role=Role.support)

    assert "settings:write" not in shop.let_in(key).caller.permissions


@pytest.mark.acceptance(4)
@pytest.mark.parametrize("role", [role for role in Role if role not in FOUR])
def test_other_roles_are_forbidden(shop: Shop, role: Role) -> None:
    with pytest.raises(Forbidden, match="role"):
        shop.asked_by(shop.hire(role))


def test_checking_a_session_is_one_request_and_then_none(shop: Shop) -> None:
    token = shop.session(shop.hire())

    with gate.recorded() as first:
        shop.let_in(token)
    with gate.recorded() as second:
        shop.let_in(token)

    assert [call.name for call in first] == ["dynamodb.BatchGetItem"]
    assert second == []


@pytest.mark.parametrize("text", ["", "null", "dhs_x", "Bearer", "a" * 5_000])
def test_what_was_never_a_token_costs_no_request(desk_of: DeskOf, text: str) -> None:
    with gate.recorded() as calls, pytest.raises(Unauthenticated):
        guards.agent(stranger(desk_of), asking(text))

    assert calls == []


def test_a_sign_in_link_is_no_session(shop: Shop) -> None:
    with pytest.raises(Unauthenticated):
        shop.let_in(shop.link(shop.hire()))


@pytest.mark.parametrize("guard", [guards.agent, guards.public])
def test_a_token_in_the_address_is_refused(shop: Shop, guard: Guard) -> None:
    token = shop.session(shop.hire())

    with pytest.raises(Unauthenticated, match="address"):
        guard(stranger(shop.desk_of), asking(token, page="1", anything=token))


def test_a_deactivated_agent_is_out_at_once_and_for_good(shop: Shop) -> None:
    ana = shop.hire()
    tokens = [shop.session(ana), shop.key(ana)]
    for token in tokens:
        shop.let_in(token)
    people.deactivate(shop.desk(), ana.id)

    for token in tokens:
        with pytest.raises(Unauthenticated):
            shop.let_in(token)
    people.reactivate(shop.desk(), ana.id)
    for token in tokens:
        with pytest.raises(Unauthenticated):
            shop.let_in(token)


def test_a_session_ends_at_its_time(shop: Shop, world: World) -> None:
    token = shop.session(shop.hire())
    shop.let_in(token)
    world.pass_time(days=14)

    with pytest.raises(Unauthenticated):
        shop.let_in(token)


def test_what_ends_in_another_process_ends_here_within_seconds(shop: Shop, world: World) -> None:
    ana = shop.hire()
    token = shop.session(ana)
    shop.let_in(token)
    parsed = tokens.parse(token)
    assert parsed is not None
    CredentialRow(*keys.credential(shop.account.id, "s", ana.id, parsed.digest)).delete()

    shop.let_in(token)
    world.pass_time(seconds=5)
    with pytest.raises(Unauthenticated):
        shop.let_in(token)


def test_a_token_of_one_account_opens_no_other(shop: Shop, other_shop: Shop) -> None:
    token = shop.session(shop.hire())
    there = token.replace(shop.account.id[4:], other_shop.account.id[4:])

    with pytest.raises(Unauthenticated):
        shop.let_in(there)
