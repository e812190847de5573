"""The few reads that start without an account; each finds one, and the rest goes on inside it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from pynamodb.attributes import UnicodeAttribute

from chalicelib.core.addresses import domain_of
from chalicelib.table.read import find
from chalicelib.table.row import Row
from chalicelib.table.write import translated

_ONLY = "-"


_DUE_PAGE = 100


class LookupRow(Row, discriminator="lookup"):
    """Says which account something belongs to."""

    account_id = UnicodeAttribute()
    subject_id = UnicodeAttribute(null=True)


def across_accounts_by_slug(slug: str) -> str | None:
    """Return the account whose inbound address starts so."""
    with translated():
        row = find(LookupRow, (_slugs(slug), _ONLY))
    return row.account_id if row else None


def across_accounts_slug_row(slug: str, account_id: str) -> LookupRow:
    """Return the row that gives an account its inbound address."""
    return LookupRow(pk=_slugs(slug), sk=_ONLY, account_id=account_id)


def across_accounts_agents(email: str) -> tuple[tuple[str, str], ...]:
    """Return (account id, agent id) of everybody with this mail address."""
    rows = _lookups(_people(email))
    return tuple((row.account_id, row.subject_id or "") for row in rows)


def across_accounts_agent_row(email: str, account_id: str, agent_id: str) -> LookupRow:
    """Return the row by which an agent signs in; an address is in an account only once."""
    return LookupRow(pk=_people(email), sk=account_id, account_id=account_id, subject_id=agent_id)


def across_accounts_claims(domain: str) -> dict[str, str]:
    """Return the proved support addresses of a domain and whose they are."""
    return {row.sk: row.account_id for row in _lookups(_claims(domain))}


def across_accounts_claim_row(address: str, account_id: str) -> LookupRow:
    """Return the row that says whose a proved support address is."""
    return LookupRow(pk=_claims(domain_of(address)), sk=address, account_id=account_id)


def _slugs(slug: str) -> str:
    return f"X#SLUG#{slug}"


def _people(email: str) -> str:
    return f"X#PERSON#{email}"


def _claims(domain: str) -> str:
    return f"X#CLAIM#{domain}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRow:
    """Where something is due; the row itself says what."""

    pk: str
    sk: str


def across_accounts_due(shard: int, now: datetime) -> Iterator[DueRow]:
    """Return all rows of a shard whose moment has come, oldest first, page by page."""
    for row in Row.by_due.query(f"D#{shard}", Row.due_at <= now, page_size=_DUE_PAGE):
        yield DueRow(pk=row.pk, sk=row.sk)


def _lookups(pk: str) -> list[LookupRow]:
    with translated():
        rows = list(Row.query(pk, consistent_read=True))
    return [row for row in rows if isinstance(row, LookupRow)]
