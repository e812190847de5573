"""Blocks in the table: a row each, one row that lists them all, and a flag on the account.

Every message that comes asks whether its sender is blocked, and so does every ticket that is
opened. An answer by mail may cost three requests and one read unit in all, of which two and a half
a unit are used; a ticket opens with one request. To look at the address, its domain and the domain
above would cost a unit and a half each time. To read all rows would cost 300 units at the limit of
10,000 blocks, and a second of CPU. So:

Where nobody is blocked, the account says so, which every process knows anyway: no request. Else
the list costs one request that is remembered for five seconds: half a unit up to 250 blocks, 20
units at the limit. Who is on it is looked up in their own row, so an unblocked person is heard at
once; and that row counts what was dropped without touching the list.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.accounts import storage as accounts
from chalicelib.channels.model import Kind
from chalicelib.channels.registry import capabilities
from chalicelib.core import ids
from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound
from chalicelib.customers.blocks import rules
from chalicelib.customers.blocks.model import Block, BlockKind, BlockList, Target
from chalicelib.table import customer_keys, keys
from chalicelib.table.read import find as find_row
from chalicelib.table.recent import Recent
from chalicelib.table.row import MomentAttribute, Row, VersionedRow
from chalicelib.table.write import ConditionFailed, Put, put_next, translated, update

REMEMBERED = timedelta(seconds=5)
"""How long another process may still take messages of whom somebody just blocked."""


class BlockRow(Row, discriminator="block"):
    """A block; `dropped` is counted by updates of its own."""

    kind = UnicodeAttribute()
    value = UnicodeAttribute()
    created_by = UnicodeAttribute()
    created_at = MomentAttribute()
    dropped = NumberAttribute()
    last_dropped_at = MomentAttribute(null=True)


class BlockListRow(VersionedRow, discriminator="block_list"):
    """The digests of all blocked targets, oldest first, one behind the other."""

    digests = BinaryAttribute(legacy_encoding=False)


_lists: Recent[frozenset[bytes]] = Recent(REMEMBERED)


def find(desk: Desk, kind: BlockKind, address: str) -> Block | None:
    """Return what blocks an address: a block of itself, of its domain, or of a domain above."""
    return _first(desk, rules.covering(kind, address))


def find_for(desk: Desk, channel: Kind, address: str) -> Block | None:
    """Return what blocks whoever writes by a channel; of a chat, the visitor's mail address."""
    return _first(desk, rules.of_person(capabilities(channel).known_by, address))


def count_drop(desk: Desk, block: Block) -> None:
    """Count a message that was dropped; nothing where the block is gone meanwhile."""
    counted = [BlockRow.dropped.add(1), BlockRow.last_dropped_at.set(desk.now())]
    with suppress(ConditionFailed):
        update(_key(desk, block.target), counted, condition=Row.pk.exists())


def list_now(desk: Desk) -> BlockList:
    """Return the list of all blocks as it is."""
    return _list(desk, is_consistent=True)


def load(desk: Desk, block_id: str) -> Block:
    """Return one block as it is, or raise NotFound."""
    row = None
    if ids.is_id("blk", block_id):
        row = find_row(BlockRow, customer_keys.block(desk.account_id, block_id), consistent=True)
    if row is None:
        raise NotFound("There is no such block.")
    return _block(row)


def load_all(desk: Desk, digests: Sequence[bytes]) -> tuple[Block, ...]:
    """Return these blocks in this order, at most a hundred; what is gone is left out."""
    wanted = [customer_keys.block(desk.account_id, rules.block_id(digest)) for digest in digests]
    with translated():
        rows = list(Row.batch_get(wanted, consistent_read=True)) if wanted else []
    found = {row.sk: _block(row) for row in rows if isinstance(row, BlockRow)}
    return tuple(found[sk] for _, sk in wanted if sk in found)


def save(
    desk: Desk, known: BlockList, *, added: Block | None = None, removed: Block | None = None,
    puts: Sequence[Put] = (),
) -> None:  # fmt: skip
    """Write or take away a block with further rows, if the list is as it was known.

    Raises ConditionFailed otherwise. `known` was read before all else, so the list guards the
    account's flag too.
    """
    gone = {rules.digest(removed.target)} if removed else set[bytes]()
    fresh = (rules.digest(added.target),) if added else ()
    digests = (*(digest for digest in known.digests if digest not in gone), *fresh)
    own = [_put_list(desk, known, digests), *_put_flag(desk, has_blocks=bool(digests))]
    if added:
        own.append(Put(row=_row(desk, added)))
    deletes = [_row(desk, removed)] if removed else []
    try:
        accounts.commit(desk, [*own, *puts], deletes=deletes)
    finally:
        _lists.forget(desk.account_id)


def _first(desk: Desk, targets: Iterable[Target]) -> Block | None:
    if not accounts.account(desk).has_blocks:
        return None
    blocked = _lists.get(desk.account_id, "", desk.now(), lambda: _digests(desk))
    for target in targets:
        if rules.digest(target) in blocked:
            row = find_row(BlockRow, _key(desk, target), consistent=True)
            if row is not None:
                return _block(row)
    return None


def _digests(desk: Desk) -> frozenset[bytes]:
    return frozenset(_list(desk, is_consistent=False).digests)


def _list(desk: Desk, *, is_consistent: bool) -> BlockList:
    row = find_row(
        BlockListRow, customer_keys.block_list(desk.account_id), consistent=is_consistent
    )
    if row is None:
        return BlockList()
    size = rules.DIGEST_BYTES
    starts = range(0, len(row.digests), size)
    digests = tuple(row.digests[start : start + size] for start in starts)
    return BlockList(digests=digests, version=int(row.version))


def _put_list(desk: Desk, known: BlockList, digests: Iterable[bytes]) -> Put:
    pk, sk = customer_keys.block_list(desk.account_id)
    row = BlockListRow(pk=pk, sk=sk, digests=b"".join(digests), version=known.version + 1)
    return put_next(desk, row)


def _put_flag(desk: Desk, *, has_blocks: bool) -> list[Put]:
    account = accounts.account_now(desk)
    if account.has_blocks == has_blocks:
        return []
    after = replace(account, has_blocks=has_blocks, version=account.version + 1)
    return [accounts.put_account(desk, after)]


def _key(desk: Desk, target: Target) -> keys.Key:
    return customer_keys.block(desk.account_id, rules.block_id(rules.digest(target)))


def _row(desk: Desk, block: Block) -> BlockRow:
    pk, sk = _key(desk, block.target)
    return BlockRow(
        pk=pk,
        sk=sk,
        kind=block.target.kind.value,
        value=block.target.value,
        created_by=block.created_by,
        created_at=block.created_at,
        dropped=block.dropped,
        last_dropped_at=block.last_dropped_at,
    )


def _block(row: BlockRow) -> Block:
    return Block(
        target=Target(kind=BlockKind(row.kind), value=row.value),
        created_by=row.created_by,
        created_at=row.created_at,
        dropped=int(row.dropped),
        last_dropped_at=row.last_dropped_at,
    )
