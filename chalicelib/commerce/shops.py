"""The connection to an account's shop in the table, and connections that somebody began."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta

from pynamodb.attributes import (
    BinaryAttribute,
    BooleanAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)

from chalicelib.commerce.model import Keys, Pending, Shop
from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound
from chalicelib.table import commerce_keys
from chalicelib.table.across_accounts import LookupRow, across_accounts_shop_row
from chalicelib.table.read import find
from chalicelib.table.recent import Recent
from chalicelib.table.row import MomentAttribute, Row, VersionedRow
from chalicelib.table.write import Put, put_next, translated

REMEMBERED = timedelta(seconds=30)


class ShopRow(VersionedRow, discriminator="shop"):
    """Which shop it is, and its sealed keys."""

    domain = UnicodeAttribute()
    sealed = BinaryAttribute(legacy_encoding=False)
    is_open = BooleanAttribute()
    scopes = UnicodeSetAttribute(null=True)
    has_own_app = BooleanAttribute()
    connected_at = MomentAttribute()
    fault = UnicodeAttribute(null=True)


class PendingShopRow(Row, discriminator="pending_shop"):
    """A connection that was begun; `expires_at` is the table's TTL attribute, epoch seconds."""

    browser = UnicodeAttribute()
    domain = UnicodeAttribute()
    agent_id = UnicodeAttribute()
    sealed = BinaryAttribute(legacy_encoding=False)
    until = MomentAttribute()
    expires_at = NumberAttribute()


_shops: Recent[tuple[Shop | None]] = Recent(REMEMBERED)


def recent(desk: Desk) -> Shop | None:
    """Return the connection, if there is one, at most some seconds old."""
    return _shops.get(desk.account_id, "", desk.now(), lambda: (find_now(desk),))[0]


def find_now(desk: Desk) -> Shop | None:
    """Return the connection as it is, if there is one."""
    row = find(ShopRow, commerce_keys.shop(desk.account_id), consistent=True)
    return _shop(row) if row else None


def load(desk: Desk) -> Shop:
    """Return the connection as it is, or raise NotFound."""
    found = find_now(desk)
    if found is None:
        raise NotFound("No shop is connected.")
    return found


def put(desk: Desk, after: Shop) -> Put:
    """Return the write of a connection that nobody changed since it was read."""
    return put_next(desk, row_of(desk, after))


def claim(desk: Desk, domain: str) -> Put:
    """Return the write that gives a shop to this account, unless it is another one's."""
    row = across_accounts_shop_row(domain, desk.account_id)
    is_own = LookupRow.account_id == desk.account_id
    return Put(row=row, condition=Row.pk.does_not_exist() | is_own)


def leaving(desk: Desk, shop: Shop) -> Sequence[Row]:
    """Return the rows to delete with a connection."""
    return [row_of(desk, shop), across_accounts_shop_row(shop.domain, desk.account_id)]


def row_of(desk: Desk, shop: Shop) -> ShopRow:
    """Return the connection's row."""
    return ShopRow(
        *commerce_keys.shop(desk.account_id),
        domain=shop.domain,
        sealed=shop.sealed,
        is_open=shop.is_open,
        scopes=set(shop.scopes) or None,
        has_own_app=shop.has_own_app,
        connected_at=shop.connected_at,
        fault=shop.fault or None,
        version=shop.version,
    )


def forget(account_id: str) -> None:
    """Read afresh from now on."""
    _shops.forget(account_id)


def sealed(desk: Desk, domain: str, own: Keys) -> bytes:
    """Return the keys as they may rest in the table."""
    return desk.vault.seal(_context(desk, domain), json.dumps(asdict(own)).encode())


def opened(desk: Desk, kept: Shop | Pending) -> Keys:
    """Return the keys for use, and never for show; raises Unavailable while KMS is away."""
    return Keys(**json.loads(desk.vault.open(_context(desk, kept.domain), kept.sealed)))


def begin(desk: Desk, pending: Pending) -> None:
    """Remember a connection that somebody begins."""
    row = PendingShopRow(
        *commerce_keys.pending_shop(desk.account_id, pending.digest),
        browser=pending.browser,
        domain=pending.domain,
        agent_id=pending.agent_id,
        sealed=pending.sealed,
        until=pending.until,
        expires_at=int(pending.until.timestamp()),
    )
    with translated():
        row.save()


def pending(desk: Desk, digest: str) -> Pending | None:
    """Return what was begun under a state; None where it is over, too."""
    row = find(PendingShopRow, commerce_keys.pending_shop(desk.account_id, digest), consistent=True)
    if row is None or row.until <= desk.now():
        return None
    return Pending(
        digest=digest,
        browser=row.browser,
        domain=row.domain,
        agent_id=row.agent_id,
        sealed=row.sealed,
        until=row.until,
    )


def use_up(desk: Desk, digest: str) -> None:
    """Let a state be good no more; raises ConditionFailed for whoever comes second."""
    row = PendingShopRow(*commerce_keys.pending_shop(desk.account_id, digest))
    with translated():
        row.delete(condition=Row.pk.exists())


def _context(desk: Desk, domain: str) -> dict[str, str]:
    return {"account": desk.account_id, "shop": domain}


def _shop(row: ShopRow) -> Shop:
    return Shop(
        domain=row.domain,
        sealed=row.sealed,
        is_open=row.is_open,
        scopes=frozenset(row.scopes or ()),
        has_own_app=row.has_own_app,
        connected_at=row.connected_at,
        fault=row.fault or "",
        version=int(row.version),
    )
