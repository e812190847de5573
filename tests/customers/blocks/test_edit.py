"""Blocks in the table: found by all they reach, at little cost, and ended without a trace."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from chalicelib.accounts import storage as accounts
from chalicelib.channels.model import Kind
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict, Invalid, NotFound
from chalicelib.customers.blocks import edit, rules, storage
from chalicelib.customers.blocks.model import Block, BlockKind
from chalicelib.table import customer_keys
from chalicelib.table.row import Row
from dev.aws.gate import Call, gate
from tests.accounts.shop import Shop, event_names, keyed
from tests.kit.http_world import World

EMAIL, DOMAIN = BlockKind.email, BlockKind.domain
ANN = "ann@home.example"


def blocked(shop: Shop, kind: BlockKind = EMAIL, value: str = ANN) -> Block:
    """Block, as the product itself."""
    return edit.block(shop.desk(), kind, value)[0]


def id_of(block: Block) -> str:
    return rules.block_id(rules.digest(block.target))


def reads(act: Callable[[], object]) -> list[str]:
    """Return the calls that an act makes."""
    with gate.recorded() as calls:
        act()
    return [call.name for call in calls]


def rival(act: Callable[[], object]) -> Callable[[Call], None]:
    """Return what acts just before the first transaction."""
    rivals = [act]

    def meanwhile(call: Call) -> None:
        if call.name == "dynamodb.TransactWriteItems" and rivals:
            rivals.pop()()

    return meanwhile


@pytest.mark.parametrize(
    ("kind", "value", "channel", "address"),
    [
        (EMAIL, ANN, Kind.email, "Ann@Home.Example"),
        (EMAIL, ANN, Kind.webchat, ANN),
        (DOMAIN, "home.example", Kind.email, "bob@mail.home.example"),
        (BlockKind.phone, "+44 20 7946 0000", Kind.sms, "+442079460000"),
        (BlockKind.phone, "+442079460000", Kind.whatsapp, "+442079460000"),
        (BlockKind.handle, "@Ann", Kind.instagram, "ann"),
    ],
)
def test_who_is_blocked_is_found_by_their_channel(
    shop: Shop, kind: BlockKind, value: str, channel: Kind, address: str
) -> None:
    block = blocked(shop, kind, value)

    assert storage.find_for(shop.desk(), channel, address) == block


@pytest.mark.parametrize(
    "address", ["", "bob@home.example", "ann@sub.home.example", "ann@ome.example", "nonsense"]
)
def test_others_are_not(shop: Shop, address: str) -> None:
    blocked(shop)

    assert storage.find(shop.desk(), EMAIL, address) is None


def test_a_block_is_one_accounts_own(shop: Shop, other_shop: Shop) -> None:
    blocked(shop)

    assert storage.find(other_shop.desk(), EMAIL, ANN) is None


def test_unblocking_lets_somebody_in_again(shop: Shop) -> None:
    block = blocked(shop)
    other = blocked(shop, DOMAIN, "rude.example")

    edit.unblock(shop.desk(), id_of(block))

    assert storage.find(shop.desk(), EMAIL, ANN) is None
    assert storage.find(shop.desk(), EMAIL, "a@rude.example") == other
    with pytest.raises(NotFound):
        edit.unblock(shop.desk(), id_of(block))


def test_looking_costs_nothing_where_nobody_is_blocked(shop: Shop) -> None:
    desk = shop.desk()
    accounts.account(desk)

    assert reads(lambda: storage.find(desk, EMAIL, ANN)) == []
    edit.unblock(shop.desk(), id_of(blocked(shop)))
    accounts.account(desk)
    assert reads(lambda: storage.find(desk, EMAIL, ANN)) == []


def test_looking_costs_one_read_in_five_seconds(shop: Shop, world: World) -> None:
    blocked(shop)
    desk = shop.desk()
    accounts.account(desk)

    assert reads(lambda: storage.find(desk, EMAIL, "bob@mail.example")) == ["dynamodb.GetItem"]
    assert reads(lambda: storage.find(desk, EMAIL, "eve@mail.example")) == []
    world.now += timedelta(seconds=5)
    accounts.account(desk)
    assert reads(lambda: storage.find(desk, EMAIL, "bob@mail.example")) == ["dynamodb.GetItem"]


def test_who_was_unblocked_elsewhere_is_heard_at_once(shop: Shop) -> None:
    block = blocked(shop)
    assert storage.find(shop.desk(), EMAIL, ANN)

    Row(*customer_keys.block(shop.account.id, id_of(block))).delete()  # as another process would

    assert storage.find(shop.desk(), EMAIL, ANN) is None


def test_what_was_dropped_is_counted(shop: Shop) -> None:
    block = blocked(shop)
    desk = shop.desk()

    assert reads(lambda: storage.count_drop(desk, block)) == ["dynamodb.UpdateItem"]
    storage.count_drop(desk, block)

    found = storage.load(desk, id_of(block))
    assert (found.dropped, found.last_dropped_at) == (2, desk.now())


def test_a_drop_after_unblocking_brings_nothing_back(shop: Shop) -> None:
    block = blocked(shop)
    edit.unblock(shop.desk(), id_of(block))

    storage.count_drop(shop.desk(), block)

    with pytest.raises(NotFound):
        storage.load(shop.desk(), id_of(block))


def test_blocking_twice_is_once(shop: Shop) -> None:
    first = blocked(shop)

    again, is_new = edit.block(shop.desk(), EMAIL, "ANN@home.example")

    assert (again, is_new) == (first, False)
    assert len(storage.list_now(shop.desk()).digests) == 1


def test_a_request_that_comes_again_is_done_once(shop: Shop) -> None:
    desk = shop.asked_by(shop.owner)
    block, _ = edit.block(keyed(desk), EMAIL, ANN)
    edit.block(keyed(desk), EMAIL, ANN)
    end = keyed(desk, "k2")

    edit.unblock(end, id_of(block))
    edit.unblock(end, id_of(block))

    said = [name for name in event_names(desk) if "block" in name]
    assert (block.created_by, said) == (shop.owner.id, ["blocked", "unblocked"])


def test_two_blocks_at_once_both_hold(shop: Shop) -> None:
    with gate.hooked(before=rival(lambda: blocked(shop, DOMAIN, "rude.example"))):
        blocked(shop)

    assert storage.find(shop.desk(), EMAIL, ANN)
    assert storage.find(shop.desk(), EMAIL, "a@rude.example")


def test_a_block_while_the_last_one_ends_holds(shop: Shop) -> None:
    last = blocked(shop)

    with gate.hooked(before=rival(lambda: edit.unblock(shop.desk(), id_of(last)))):
        blocked(shop, DOMAIN, "rude.example")

    assert storage.find(shop.desk(), EMAIL, "a@rude.example")
    assert storage.find(shop.desk(), EMAIL, ANN) is None


def test_the_end_of_the_last_block_while_another_begins_leaves_that(shop: Shop) -> None:
    last = blocked(shop)

    with gate.hooked(before=rival(lambda: blocked(shop, DOMAIN, "rude.example"))):
        edit.unblock(shop.desk(), id_of(last))

    assert accounts.account_now(shop.desk()).has_blocks
    assert storage.find(shop.desk(), EMAIL, "a@rude.example")


def test_there_are_only_so_many_blocks(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MAX_BLOCKS", 1)
    blocked(shop)

    with pytest.raises(Conflict) as refused:
        blocked(shop, DOMAIN, "rude.example")
    assert refused.value.code == "too_many_blocks"
    assert blocked(shop)


def test_the_accounts_own_addresses_are_not_blocked(shop: Shop) -> None:
    desk: Desk = shop.desk()

    with pytest.raises(Invalid):
        edit.block(desk, DOMAIN, desk.place.mail_domain)
