"""Blocks over HTTP (guard `guards.agent`)."""

from collections.abc import Sequence
from typing import Annotated, Any

from msgspec import Meta

from chalicelib.accounts import storage as accounts
from chalicelib.core.desk import Desk
from chalicelib.customers.blocks import edit, rules, storage
from chalicelib.customers.blocks.model import Block, BlockKind
from chalicelib.web import cursors
from chalicelib.web.answers import Answer, no_content
from chalicelib.web.bodies import Body
from chalicelib.web.queries import ListQuery
from chalicelib.web.routes import Routes

routes = Routes()
_LIST = "blocks"
_MAX_ADDRESS = 300


class NewBlock(Body, frozen=True):
    """Whom to block: one address, or all of a domain and the domains under it."""

    kind: BlockKind
    value: Annotated[str, Meta(min_length=1, max_length=_MAX_ADDRESS)]


class BlockQuery(ListQuery, frozen=True):
    """Which blocks."""

    address: Annotated[
        str, Meta(max_length=_MAX_ADDRESS, description="Only blocks that stop this address.")
    ] = ""


@routes.get("/v1/blocks", needs="tickets:read", query=BlockQuery)
def list_blocks(desk: Desk, query: BlockQuery) -> dict[str, Any]:
    """List the blocks, newest first; with `address`, only those that stop this address."""
    if query.address:
        return {"data": _of_address(desk, query.address), "has_more": False, "next_cursor": None}
    part = cursors.part(desk, query, of=_LIST)
    digests = storage.list_now(desk).digests
    end = part.position.get("before", len(digests))
    # Counted from the oldest: who unblocks somebody meanwhile makes a page repeat, never skip.
    start = max(0, min(end, len(digests)) - part.limit)
    page = storage.load_all(desk, digests[start:end][::-1])
    older = {"before": start} if start else None
    return {"data": _shown(desk, page), **part.onward(desk, older)}


@routes.post("/v1/blocks", needs="tickets:write", body=NewBlock, status=201)
def block(desk: Desk, body: NewBlock) -> Answer:
    """Block; 200 where that was done before."""
    blocked, is_new = edit.block(desk, body.kind, body.value)
    return Answer(_shown(desk, [blocked])[0], 201 if is_new else 200)


@routes.on("DELETE", "/v1/blocks/{block_id}", needs="tickets:write", status=204)
def unblock(desk: Desk, block_id: str) -> Answer:
    """Unblock: messages arrive again, and can be answered."""
    edit.unblock(desk, block_id)
    return no_content()


def _of_address(desk: Desk, address: str) -> list[dict[str, Any]]:
    known = frozenset(storage.list_now(desk).digests)
    digests = [rules.digest(target) for target in rules.anything(address)]
    return _shown(desk, storage.load_all(desk, [d for d in dict.fromkeys(digests) if d in known]))


def _shown(desk: Desk, blocks: Sequence[Block]) -> list[dict[str, Any]]:
    names = accounts.agent_names(desk) if blocks else {}
    return [_one(block, names) for block in blocks]


def _one(block: Block, names: dict[str, str]) -> dict[str, Any]:
    by = block.created_by
    return {
        "id": rules.block_id(rules.digest(block.target)),
        "kind": block.target.kind,
        "value": block.target.value,
        "dropped": block.dropped,
        "last_dropped_at": block.last_dropped_at,
        "created_by": {"id": by, "name": names.get(by, "")},
        "created_at": block.created_at,
    }
