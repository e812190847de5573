"""Blocks, and what it costs to look whether a sender is blocked."""

from bench.registry import Action, operation
from bench.shop import ANNA, Shop, shop
from bench.stage import Stage
from chalicelib.accounts import storage as accounts
from chalicelib.customers.blocks import rules, storage
from chalicelib.customers.blocks.model import Block, BlockKind, Target
from chalicelib.customers.blocks.storage import BlockListRow
from chalicelib.table import customer_keys

BLOCKS = "/v1/blocks"
EVE = {"kind": "email", "value": "eve@customer.example"}


def _looking(open_shop: Shop) -> Action:
    accounts.account(open_shop.desk())
    return lambda: storage.find(open_shop.desk(), BlockKind.email, ANNA)


def _blocked(open_shop: Shop, count: int) -> Shop:
    """Block one address by the product, and list the rest as it would."""
    open_shop.api().call("POST", BLOCKS, EVE)
    targets = (Target(kind=BlockKind.email, value=f"{n}@x.example") for n in range(1, count))
    digests = (*storage.list_now(open_shop.desk()).digests, *map(rules.digest, targets))
    pk, sk = customer_keys.block_list(open_shop.account_id)
    BlockListRow(pk=pk, sk=sk, digests=b"".join(digests), version=2).save()
    return open_shop


@operation("a sender is looked up, nobody blocked", requests=0, read=0, write=0)
def look(stage: Stage) -> Action:
    """Ask the account, which every process knows."""
    return _looking(shop(stage))


@operation("a sender is looked up among 240 blocks", requests=1, read=0.5, write=0)
def look_among_some(stage: Stage) -> Action:
    """Read the list, which is remembered for some seconds."""
    return _looking(_blocked(shop(stage), 240))


@operation("a sender is looked up among 10,000 blocks", requests=1, read=20, write=0)
def look_among_many(stage: Stage) -> Action:
    """Read the longest list there can be."""
    return _looking(_blocked(shop(stage), rules.MAX_BLOCKS))


@operation("a blocked sender's message is counted", requests=1, read=0, write=1)
def count(stage: Stage) -> Action:
    """Count on the block's own row."""
    open_shop = _blocked(shop(stage), 1)
    [block] = storage.load_all(open_shop.desk(), storage.list_now(open_shop.desk()).digests)
    assert isinstance(block, Block)
    return lambda: storage.count_drop(open_shop.desk(), block)


@operation("an address is blocked", requests=5, read=4, write=10)
def block(stage: Stage) -> Action:
    """Write the block and the list."""
    body = {"kind": "email", "value": ANNA}
    return _blocked(shop(stage), 1).api().warm("POST", BLOCKS, body)


@operation("an address is unblocked", requests=4, read=4, write=10)
def unblock(stage: Stage) -> Action:
    """Take the block away, the last one."""
    open_shop = _blocked(shop(stage), 1)
    [block] = open_shop.api().json("GET", BLOCKS)["data"]
    return open_shop.api().warm("DELETE", f"{BLOCKS}/{{block_id}}", block_id=block["id"])


@operation("a page of blocks", requests=2, read=51, write=0)
def page(stage: Stage) -> Action:
    """List the newest 50 of 60: the list, and a row each."""
    open_shop = shop(stage)
    for number in range(60):
        body = {"kind": "email", "value": f"{number}@customer.example"}
        open_shop.api().call("POST", BLOCKS, body)
    return open_shop.api().warm("GET", BLOCKS)
