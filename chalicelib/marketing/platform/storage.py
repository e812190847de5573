"""The connection in the table, and what the platform said of customers a short while ago."""

import json
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import cast

from pynamodb.attributes import (
    BinaryAttribute,
    BooleanAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)

from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound
from chalicelib.marketing.platform.model import Keys, Platform, Provider
from chalicelib.table import customer_keys, keys
from chalicelib.table.read import find
from chalicelib.table.recent import Recent
from chalicelib.table.row import MomentAttribute, Row, VersionedRow
from chalicelib.table.write import Put, put_next, translated

REMEMBERED = timedelta(seconds=30)


class PlatformRow(VersionedRow, discriminator="customer_platform"):
    """Which platform it is, and its sealed keys."""

    provider = UnicodeAttribute()
    sealed = BinaryAttribute(legacy_encoding=False)
    has_webhook_secret = BooleanAttribute()
    connected_at = MomentAttribute()
    fault = UnicodeAttribute(null=True)


class PlatformSegmentsRow(Row, discriminator="platform_segments"):
    """The segments of one customer, as of a moment."""

    names = UnicodeSetAttribute(null=True)
    read_at = MomentAttribute()


_platforms: Recent[tuple[Platform | None]] = Recent(REMEMBERED)


def recent(desk: Desk) -> Platform | None:
    """Return the connection, if there is one, at most some seconds old."""
    return _platforms.get(desk.account_id, "", desk.now(), lambda: (find_now(desk),))[0]


def find_now(desk: Desk) -> Platform | None:
    """Return the connection as it is, if there is one."""
    row = find(PlatformRow, keys.customer_platform(desk.account_id), consistent=True)
    return _platform(row) if row else None


def load(desk: Desk) -> Platform:
    """Return the connection as it is, or raise NotFound."""
    found = find_now(desk)
    if found is None:
        raise NotFound("No customer platform is connected.")
    return found


def put(desk: Desk, after: Platform) -> Put:
    """Return the write of a connection that nobody changed since it was read."""
    return put_next(desk, row_of(desk, after))


def row_of(desk: Desk, platform: Platform) -> PlatformRow:
    """Return the connection's row."""
    pk, sk = keys.customer_platform(desk.account_id)
    return PlatformRow(
        pk=pk,
        sk=sk,
        provider=platform.provider,
        sealed=platform.sealed,
        has_webhook_secret=platform.has_webhook_secret,
        connected_at=platform.connected_at,
        fault=platform.fault or None,
        version=platform.version,
    )


def forget(account_id: str) -> None:
    """Read afresh from now on."""
    _platforms.forget(account_id)


def sealed(desk: Desk, provider: Provider, own: Keys) -> bytes:
    """Return the keys as they may rest in the table."""
    return desk.vault.seal(_context(desk, provider), json.dumps(asdict(own)).encode())


def opened(desk: Desk, platform: Platform) -> Keys:
    """Return the keys for use, and never for show; raises Unavailable while KMS is away."""
    return Keys(**json.loads(desk.vault.open(_context(desk, platform.provider), platform.sealed)))


def segments(desk: Desk, customer_id: str) -> tuple[frozenset[str], datetime] | None:
    """Return the segments that the platform named last, and when; None where it never did."""
    key = customer_keys.platform_segments(desk.account_id, customer_id)
    row = find(PlatformSegmentsRow, key)
    return (frozenset(row.names or ()), row.read_at) if row else None


def keep_segments(desk: Desk, customer_id: str, names: frozenset[str], now: datetime) -> None:
    """Remember what the platform said."""
    key = customer_keys.platform_segments(desk.account_id, customer_id)
    with translated():
        PlatformSegmentsRow(*key, names=set(names) or None, read_at=now).save()


def _context(desk: Desk, provider: Provider) -> dict[str, str]:
    return {"account": desk.account_id, "platform": provider}


def _platform(row: PlatformRow) -> Platform:
    return Platform(
        provider=cast("Provider", row.provider),
        sealed=row.sealed,
        has_webhook_secret=row.has_webhook_secret,
        connected_at=row.connected_at,
        fault=row.fault or "",
        version=int(row.version),
    )
