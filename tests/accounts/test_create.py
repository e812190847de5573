"""Making an account: all or nothing, an address of its own, once per key."""

from datetime import timedelta

import pytest

from chalicelib.accounts import create, storage
from chalicelib.accounts.model import Role
from chalicelib.core.desk import SYSTEM
from chalicelib.core.errors import Invalid, RateLimited
from chalicelib.table import rates
from chalicelib.table.across_accounts import across_accounts_by_slug
from tests.accounts.shop import DeskOf, Shop, an_address, event_names, keyed, open_shop, stranger


def test_an_account_has_an_owner_and_an_inbound_address(shop: Shop) -> None:
    account = storage.account(shop.desk())

    assert shop.owner.role is Role.owner
    assert account.inbound_address("in.desk.example").endswith("@in.desk.example")
    assert across_accounts_by_slug(account.slug) == account.id
    assert event_names(shop.desk()) == ("account_created",)


def test_equal_names_get_different_addresses(desk_of: DeskOf) -> None:
    shops = [open_shop(desk_of, "Twin Shoes") for _ in range(3)]

    slugs = {shop.account.slug for shop in shops}

    assert len(slugs) == 3
    assert all(slug.startswith("twin-shoes") for slug in slugs)


@pytest.mark.parametrize("name", ["Postmaster", "東京", "X"])
def test_an_unusable_name_gets_a_made_up_address(desk_of: DeskOf, name: str) -> None:
    slug = open_shop(desk_of, name).account.slug

    assert len(slug) > 6
    assert slug.isascii()


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"email": "no address"}, "/email"),
        ({"name": "\u202eevil"}, "/name"),
        ({"owner_name": " "}, "/name"),
        ({"time_zone": "Europe/Atlantis"}, "/time_zone"),
    ],
)
def test_what_is_not_valid_makes_no_account(
    desk_of: DeskOf, changes: dict[str, str], pointer: str
) -> None:
    good = {"name": "Shop", "email": "a@b.example", "owner_name": "Olga"}

    with pytest.raises(Invalid) as refused:
        create.create(desk_of(""), **(good | changes))

    assert [fault.pointer for fault in refused.value.faults] == [pointer]


def test_the_same_request_again_makes_no_second_account(desk_of: DeskOf) -> None:
    desk = stranger(desk_of)
    wanted = {"name": "Once", "email": an_address(desk), "owner_name": "Olga"}

    first = create.create(keyed(desk, "once"), **wanted)
    again = create.create(keyed(desk, "once"), **wanted)

    assert again == first
    own = desk.for_account(first.account.id, SYSTEM)
    assert event_names(own) == ("account_created",)


def test_a_source_signs_up_only_so_many_shops(desk_of: DeskOf) -> None:
    desk = stranger(desk_of)
    for _ in range(20):
        rates.limit(desk, "sign_ups", desk.source_ip, most=20, per=timedelta(days=1))

    with pytest.raises(RateLimited):
        create.sign_up(desk, email=an_address(desk), name="Spam", owner_name="Olga")
