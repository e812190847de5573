"""The connection to Recharge in the table."""

from datetime import timedelta

from pynamodb.attributes import (
    BinaryAttribute,
    BooleanAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)

from chalicelib.commerce.model import Connection
from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound
from chalicelib.table import commerce_keys
from chalicelib.table.read import find
from chalicelib.table.recent import Recent
from chalicelib.table.row import MomentAttribute, VersionedRow
from chalicelib.table.write import Put, put_next

REMEMBERED = timedelta(seconds=30)


class SubscriptionPlatformRow(VersionedRow, discriminator="subscription_platform"):
    """The sealed token, and what it is good for."""

    sealed = BinaryAttribute(legacy_encoding=False)
    is_open = BooleanAttribute()
    scopes = UnicodeSetAttribute(null=True)
    connected_at = MomentAttribute()
    fault = UnicodeAttribute(null=True)


_connections: Recent[tuple[Connection | None]] = Recent(REMEMBERED)


def recent(desk: Desk) -> Connection | None:
    """Return the connection, if there is one, at most some seconds old."""
    return _connections.get(desk.account_id, "", desk.now(), lambda: (find_now(desk),))[0]


def find_now(desk: Desk) -> Connection | None:
    """Return the connection as it is, if there is one."""
    key = commerce_keys.subscription_platform(desk.account_id)
    row = find(SubscriptionPlatformRow, key, consistent=True)
    return _connection(row) if row else None


def load(desk: Desk) -> Connection:
    """Return the connection as it is, or raise NotFound."""
    found = find_now(desk)
    if found is None:
        raise NotFound("No subscription platform is connected.")
    return found


def put(desk: Desk, after: Connection) -> Put:
    """Return the write of a connection that nobody changed since it was read."""
    return put_next(desk, row_of(desk, after))


def row_of(desk: Desk, known: Connection) -> SubscriptionPlatformRow:
    """Return the connection's row."""
    return SubscriptionPlatformRow(
        *commerce_keys.subscription_platform(desk.account_id),
        sealed=known.sealed,
        is_open=known.is_open,
        scopes=set(known.scopes) or None,
        connected_at=known.connected_at,
        fault=known.fault or None,
        version=known.version,
    )


def forget(account_id: str) -> None:
    """Read afresh from now on."""
    _connections.forget(account_id)


def sealed(desk: Desk, token: str) -> bytes:
    """Return the token as it may rest in the table."""
    return desk.vault.seal(_context(desk), token.encode())


def opened(desk: Desk, known: Connection) -> str:
    """Return the token for use, and never for show; raises Unavailable while KMS is away."""
    return desk.vault.open(_context(desk), known.sealed).decode()


def _context(desk: Desk) -> dict[str, str]:
    return {"account": desk.account_id, "platform": "recharge"}


def _connection(row: SubscriptionPlatformRow) -> Connection:
    return Connection(
        sealed=row.sealed,
        is_open=row.is_open,
        scopes=frozenset(row.scopes or ()),
        connected_at=row.connected_at,
        fault=row.fault or "",
        version=int(row.version),
    )
