"""Blocking and unblocking: load, decide, commit."""

from typing import Any

from chalicelib.accounts import storage as accounts
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict
from chalicelib.customers.blocks import rules, storage
from chalicelib.customers.blocks.model import Block, BlockKind
from chalicelib.table import operations

_BUSY = "The blocks were changed by others at the same time; try again."


def block(desk: Desk, kind: BlockKind, value: str) -> tuple[Block, bool]:
    """Block an address or a domain; return its block, and whether it was made by this."""
    target = rules.target(kind, value)
    account = accounts.account(desk)
    ours = [support.address for support in account.support_addresses]
    rules.refuse_needed(target, ours, desk.place.mail_domain)
    digest = rules.digest(target)
    block_id = rules.block_id(digest)

    def act() -> dict[str, Any]:
        known = storage.list_now(desk)
        if digest in known.digests:
            return {"is_new": False}
        if len(known.digests) >= rules.MAX_BLOCKS:
            detail = f"There are {rules.MAX_BLOCKS} blocks already; block domains instead."
            raise Conflict(detail, code="too_many_blocks")
        added = Block(target=target, created_by=desk.caller.id, created_at=desk.now())
        said = accounts.put_event(desk, "blocked", block_id, target.value)
        done = {"is_new": True}
        storage.save(desk, known, added=added, puts=[said, *operations.mark(desk, done)])
        return done

    done = operations.decided(desk, act, lost=_BUSY)
    return storage.load(desk, block_id), done["is_new"]


def unblock(desk: Desk, block_id: str) -> None:
    """End a block: messages of whom it stopped arrive again, and can be answered."""

    def act() -> dict[str, Any]:
        known, gone = storage.list_now(desk), storage.load(desk, block_id)
        said = accounts.put_event(desk, "unblocked", block_id, gone.target.value)
        storage.save(desk, known, removed=gone, puts=[said, *operations.mark(desk, {})])
        return {}

    operations.decided(desk, act, lost=_BUSY)
