"""Connections to other helpdesks in the table."""

import json
from datetime import timedelta

from pynamodb.attributes import BinaryAttribute, BooleanAttribute, UnicodeAttribute

from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound
from chalicelib.customer_agent.helpdesks.model import Connection, Helpdesk, Keys
from chalicelib.table import helpdesk_keys
from chalicelib.table.read import find
from chalicelib.table.recent import Recent
from chalicelib.table.row import MomentAttribute, VersionedRow
from chalicelib.table.write import Put, put_next

REMEMBERED = timedelta(seconds=30)


class HelpdeskRow(VersionedRow, discriminator="helpdesk"):
    """Where it is, whose token it is, and the sealed keys."""

    place = UnicodeAttribute()
    email = UnicodeAttribute()
    sealed = BinaryAttribute(legacy_encoding=False)
    has_hook = BooleanAttribute()
    checked_at = MomentAttribute()
    problem = UnicodeAttribute(null=True)


_connections: Recent[tuple[Connection | None]] = Recent(REMEMBERED)


def recent(desk: Desk, helpdesk: Helpdesk) -> Connection | None:
    """Return the connection, if there is one, at most some seconds old."""
    name = helpdesk.value
    return _connections.get(desk.account_id, name, desk.now(), lambda: (find_now(desk, helpdesk),))[
        0
    ]


def find_now(desk: Desk, helpdesk: Helpdesk) -> Connection | None:
    """Return the connection as it is, if there is one."""
    key = helpdesk_keys.helpdesk(desk.account_id, helpdesk.value)
    row = find(HelpdeskRow, key, consistent=True)
    return _connection(row) if row else None


def load(desk: Desk, helpdesk: Helpdesk) -> Connection:
    """Return the connection as it is, or raise NotFound."""
    found = find_now(desk, helpdesk)
    if found is None:
        raise NotFound(f"{helpdesk.value.capitalize()} is not connected.")
    return found


def put(desk: Desk, after: Connection) -> Put:
    """Return the write of a connection that nobody changed since it was read."""
    return put_next(desk, row_of(desk, after))


def row_of(desk: Desk, known: Connection) -> HelpdeskRow:
    """Return the connection's row."""
    return HelpdeskRow(
        *helpdesk_keys.helpdesk(desk.account_id, known.helpdesk.value),
        place=known.place,
        email=known.email,
        sealed=known.sealed,
        has_hook=known.has_hook,
        checked_at=known.checked_at,
        problem=known.problem or None,
        version=known.version,
    )


def forget(account_id: str) -> None:
    """Read afresh from now on."""
    _connections.forget(account_id)


def sealed(desk: Desk, helpdesk: Helpdesk, own: Keys) -> bytes:
    """Return the keys as they may rest in the table."""
    plain = json.dumps({"token": own.token, "hook": own.hook})
    return desk.vault.seal(_context(desk, helpdesk), plain.encode())


def opened(desk: Desk, known: Connection) -> Keys:
    """Return the keys for use, and never for show; raises Unavailable while KMS is away."""
    plain = desk.vault.open(_context(desk, known.helpdesk), known.sealed)
    return Keys(**json.loads(plain))


def _context(desk: Desk, helpdesk: Helpdesk) -> dict[str, str]:
    return {"account": desk.account_id, "helpdesk": helpdesk.value}


def _connection(row: HelpdeskRow) -> Connection:
    return Connection(
        helpdesk=Helpdesk(row.sk),
        place=row.place,
        email=row.email,
        sealed=row.sealed,
        has_hook=row.has_hook,
        checked_at=row.checked_at,
        problem=row.problem or "",
        version=int(row.version),
    )
