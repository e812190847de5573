"""API keys: shown once, never more than their owner may."""

import pytest

from chalicelib.accounts import api_keys, people
from chalicelib.accounts.model import Role
from chalicelib.core.errors import Conflict, Forbidden, Invalid, NotFound, Unauthenticated
from tests.accounts.shop import Shop, keyed


def test_a_key_is_listed_without_its_token(shop: Shop) -> None:
    desk = shop.asked_by(shop.owner)
    new = api_keys.create(desk, name="Bridge", scopes=["tickets:read"])

    [key] = api_keys.keys_of(desk)

    assert (key.name, key.owner_id, key.scopes) == ("Bridge", shop.owner.id, {"tickets:read"})
    assert new.token
    assert new.token not in repr((new, key))


def test_a_revoked_key_ends_at_once(shop: Shop) -> None:
    desk = shop.asked_by(shop.owner)
    new = api_keys.create(desk, name="Bridge", scopes=["tickets:read"])
    shop.let_in(new.token or "")

    api_keys.revoke(desk, new.credential.id)

    with pytest.raises(Unauthenticated):
        shop.let_in(new.token or "")
    with pytest.raises(NotFound):
        api_keys.revoke(desk, new.credential.id)


def test_keys_of_those_who_left_are_gone_from_the_list(shop: Shop) -> None:
    ana = shop.hire()
    shop.key(ana)
    people.deactivate(shop.desk(), ana.id)
    people.reactivate(shop.desk(), ana.id)

    assert api_keys.keys_of(shop.desk()) == ()


@pytest.mark.parametrize(
    ("scopes", "pointer"), [([], "/scopes"), (["tickets:read", "tickets:*"], "/scopes/1")]
)
def test_scopes_are_among_the_permissions(shop: Shop, scopes: list[str], pointer: str) -> None:
    with pytest.raises(Invalid) as refused:
        api_keys.create(shop.asked_by(shop.owner), name="Bridge", scopes=scopes)

    assert [fault.pointer for fault in refused.value.faults] == [pointer]


def test_nobody_makes_a_key_that_may_more_than_its_owner_or_its_maker(shop: Shop) -> None:
    ana, admin = shop.hire(), shop.hire(Role.admin)
    desk = shop.asked_by(admin)

    with pytest.raises(Forbidden):
        api_keys.create(desk, name="x", scopes=["people:write"], agent_id=ana.id)
    with pytest.raises(Forbidden):
        api_keys.create(desk, name="x", scopes=["account:write"], agent_id=shop.owner.id)
    narrow = shop.let_in(shop.key(admin, "keys:write"))
    with pytest.raises(Forbidden):
        api_keys.create(narrow, name="x", scopes=["tickets:read"])


def test_nobody_who_left_gets_a_key(shop: Shop) -> None:
    ana = shop.hire()
    people.deactivate(shop.desk(), ana.id)

    with pytest.raises(Conflict):
        shop.key(ana)


def test_there_are_only_so_many_keys(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_keys, "MAX_KEYS", 1)
    shop.key(shop.owner)

    with pytest.raises(Conflict):
        shop.key(shop.owner)


def test_the_same_request_again_shows_the_key_but_no_token(shop: Shop) -> None:
    desk = shop.asked_by(shop.owner)
    first = api_keys.create(keyed(desk), name="Bridge", scopes=["tickets:read"])

    again = api_keys.create(keyed(desk), name="Bridge", scopes=["tickets:read"])

    assert (again.credential, again.token) == (first.credential, None)
    assert len(api_keys.keys_of(desk)) == 1


def test_keys_of_another_account_are_not_there(shop: Shop, other_shop: Shop) -> None:
    other_shop.key(other_shop.owner)
    [theirs] = api_keys.keys_of(other_shop.desk())

    with pytest.raises(NotFound):
        api_keys.revoke(shop.asked_by(shop.owner), theirs.id)
