"""The few reads that start without an account; each finds one, and the rest goes on inside it."""

from pynamodb.attributes import UnicodeAttribute

from chalicelib.table import keys
from chalicelib.table.keys import Key
from chalicelib.table.read import find
from chalicelib.table.row import Row
from chalicelib.table.write import translated


class LookupRow(Row, discriminator="lookup"):
    """Says which account something belongs to."""

    account_id = UnicodeAttribute()
    subject_id = UnicodeAttribute(null=True)


def lookup(key: Key, account_id: str, subject_id: str | None = None) -> LookupRow:
    """Return the row that makes something of an account's findable."""
    return LookupRow(pk=key[0], sk=key[1], account_id=account_id, subject_id=subject_id)


def across_accounts_by_slug(slug: str) -> str | None:
    """Return the account whose inbound address starts so."""
    with translated():
        row = find(LookupRow, keys.slug(slug))
    return row.account_id if row else None


def across_accounts_agents(email: str) -> tuple[tuple[str, str], ...]:
    """Return (account id, agent id) of everybody with this mail address."""
    pk, _ = keys.person(email)
    return tuple((row.account_id, row.subject_id or "") for row in _lookups(pk))


def across_accounts_claims(domain: str) -> dict[str, str]:
    """Return the proved support addresses of a domain and whose they are."""
    pk, _ = keys.claim(domain)
    return {row.sk: row.account_id for row in _lookups(pk)}


def _lookups(pk: str) -> list[LookupRow]:
    with translated():
        rows = list(Row.query(pk, consistent_read=True))
    return [row for row in rows if isinstance(row, LookupRow)]
