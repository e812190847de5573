"""Setting up mail: a support address is verified by a test mail that comes back."""

from collections.abc import Callable

import pytest

from chalicelib.accounts import forwarding, rules, senders, storage
from chalicelib.accounts.model import ForwardingState
from chalicelib.core.errors import Conflict, Invalid, NotFound, RateLimited
from chalicelib.table.across_accounts import across_accounts_claims
from tests.accounts.conftest import Mailed
from tests.accounts.shop import Shop, an_address
from tests.kit.http_world import World


def state(shop: Shop, address: str, world: World) -> ForwardingState:
    support = forwarding.find(storage.account_now(shop.desk()), address)
    return rules.forwarding_state(support, world.now)


def own_address(shop: Shop) -> str:
    return f"help@{shop.account.slug}.example"


def prove(shop: Shop, address: str, mailed: Mailed) -> str:
    """Add an address and let its test mail come back; return the mail's subject."""
    forwarding.add(shop.desk(), address)
    forwarding.send_test(shop.desk(), address)
    subject = mailed(address)[-1]["Subject"]
    assert forwarding.confirm(shop.desk(), subject)
    return subject


@pytest.mark.acceptance(15, 69)
def test_a_test_mail_that_comes_back_verifies_the_address(
    shop: Shop, mailed: Mailed, world: World
) -> None:
    address = own_address(shop)
    forwarding.add(shop.desk(), address.upper())
    assert state(shop, address, world) is ForwardingState.pending

    prove(shop, f"2{address}", mailed)
    forwarding.send_test(shop.desk(), address)
    [mail] = mailed(address)
    is_test = forwarding.confirm(shop.desk(), "Fwd: Hello", mail.get_content())

    assert is_test
    assert state(shop, address, world) is ForwardingState.verified


def test_a_test_mail_that_stays_out_has_failed_but_may_come_late(
    shop: Shop, mailed: Mailed, world: World
) -> None:
    address = own_address(shop)
    forwarding.add(shop.desk(), address)
    forwarding.send_test(shop.desk(), address)

    world.pass_time(minutes=31)
    assert state(shop, address, world) is ForwardingState.failed
    forwarding.confirm(shop.desk(), mailed(address)[0]["Subject"])

    assert state(shop, address, world) is ForwardingState.verified


def test_a_test_mail_is_good_for_a_day(shop: Shop, mailed: Mailed, world: World) -> None:
    address = own_address(shop)
    forwarding.add(shop.desk(), address)
    forwarding.send_test(shop.desk(), address)

    world.pass_time(days=1, seconds=1)

    assert not forwarding.confirm(shop.desk(), mailed(address)[0]["Subject"])


def test_a_mail_that_comes_back_twice_changes_nothing(shop: Shop, mailed: Mailed) -> None:
    subject = prove(shop, own_address(shop), mailed)
    before = storage.account_now(shop.desk())

    assert forwarding.confirm(shop.desk(), subject)

    assert storage.account_now(shop.desk()) == before


@pytest.mark.parametrize("text", ["", "dhf_", "dhf_ffffffff_" + "0" * 40, "Re: order #1042"])
def test_customers_mails_are_no_test_mails(shop: Shop, text: str) -> None:
    forwarding.add(shop.desk(), own_address(shop))

    assert not forwarding.confirm(shop.desk(), text, text)


def test_a_test_mail_of_another_account_proves_nothing(
    shop: Shop, other_shop: Shop, mailed: Mailed, world: World
) -> None:
    address = own_address(shop)
    for each in (shop, other_shop):
        forwarding.add(each.desk(), address)
    forwarding.send_test(shop.desk(), address)

    assert not forwarding.confirm(other_shop.desk(), mailed(address)[0]["Subject"])
    assert state(other_shop, address, world) is ForwardingState.pending


def test_an_address_that_another_account_proved_stays_theirs(
    shop: Shop, other_shop: Shop, mailed: Mailed, world: World
) -> None:
    address = own_address(shop)
    prove(shop, address, mailed)
    prove(other_shop, address, mailed)

    assert state(other_shop, address, world) is not ForwardingState.verified
    assert across_accounts_claims(address.partition("@")[2]) == {address: shop.account.id}


def test_a_removed_address_is_free_again(shop: Shop, other_shop: Shop, mailed: Mailed) -> None:
    address = own_address(shop)
    prove(shop, address, mailed)

    forwarding.remove(shop.desk(), address)
    prove(other_shop, address, mailed)

    assert storage.account_now(shop.desk()).support_addresses == ()
    assert across_accounts_claims(address.partition("@")[2]) == {address: other_shop.account.id}


@pytest.mark.parametrize("text", ["", "help", "x@in.desk.example", "a@b.example, c@d.example"])
def test_an_address_is_the_shops_own(shop: Shop, text: str) -> None:
    with pytest.raises(Invalid):
        forwarding.add(shop.desk(), text)


def test_an_address_is_there_once_and_of_this_account(shop: Shop, other_shop: Shop) -> None:
    address = an_address(shop.desk())
    forwarding.add(shop.desk(), address)

    with pytest.raises(Conflict):
        forwarding.add(shop.desk(), address)
    with pytest.raises(NotFound):
        forwarding.send_test(other_shop.desk(), address)
    with pytest.raises(NotFound):
        forwarding.remove(other_shop.desk(), address)


def test_there_are_only_so_many_addresses(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MAX_SUPPORT_ADDRESSES", 1)
    forwarding.add(shop.desk(), own_address(shop))

    with pytest.raises(Conflict):
        forwarding.add(shop.desk(), an_address(shop.desk()))


def test_test_mails_are_no_way_to_flood_a_mailbox(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forwarding, "TESTS_A_DAY", 1)
    address = own_address(shop)
    forwarding.add(shop.desk(), address)
    forwarding.send_test(shop.desk(), address)

    with pytest.raises(RateLimited):
        forwarding.send_test(shop.desk(), address)


def test_replies_come_from_the_verified_address_else_from_ours(
    shop: Shop, mailed: Mailed, set_up: Callable[[str], None]
) -> None:
    inbound = f"{shop.account.slug}@in.desk.example"
    assert senders.of_replies(shop.desk()) == (inbound, "Acme Shoes")

    set_up(own_address(shop))
    assert senders.of_replies(shop.desk()) == (inbound, "Acme Shoes")
    prove(shop, own_address(shop), mailed)
    assert senders.of_replies(shop.desk()) == (own_address(shop), "Acme Shoes")


def test_replies_never_come_from_an_address_that_is_only_forwarded(
    shop: Shop, mailed: Mailed
) -> None:
    prove(shop, own_address(shop), mailed)

    inbound = f"{shop.account.slug}@in.desk.example"
    assert senders.of_replies(shop.desk()) == (inbound, "Acme Shoes")
