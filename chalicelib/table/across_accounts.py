"""The few reads that start without an account; each finds one, and the rest goes on inside it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.core.addresses import domain_of
from chalicelib.table.read import find
from chalicelib.table.row import MomentAttribute, Row
from chalicelib.table.write import ConditionFailed, translated

_ONLY = "-"
_EXTERNAL_ID = re.compile(r"\+?[A-Za-z0-9_.:-]{1,200}")


_DUE_PAGE = 100


class LookupRow(Row, discriminator="lookup"):
    """Says which account something belongs to."""

    account_id = UnicodeAttribute()
    subject_id = UnicodeAttribute(null=True)


class LinkRow(Row, discriminator="link"):
    """Where a short link leads, and how often it was followed; never by whom."""

    account_id = UnicodeAttribute()
    message_id = UnicodeAttribute()
    url = UnicodeAttribute()
    clicks = NumberAttribute(null=True)
    first_at = MomentAttribute(null=True)
    last_at = MomentAttribute(null=True)
    orders = NumberAttribute(null=True)
    revenue = JSONAttribute(null=True)


class LinkDomainRow(Row, discriminator="link_domain"):
    """Whose a domain is that short links stand under, and from when it may be another's."""

    account_id = UnicodeAttribute()
    free_at = MomentAttribute(null=True)


def across_accounts_link_row(host: str, code: str) -> LinkRow:
    """Return the place of a short link; each host has codes of its own."""
    return LinkRow(pk=f"X#LINK#{host}#{code}", sk=_ONLY)


def across_accounts_link(host: str, code: str, *, followed_at: datetime | None) -> LinkRow | None:
    """Return where a short link leads, in one request that counts who follows it at a moment."""
    row = across_accounts_link_row(host, code)
    if followed_at is None:
        return find(LinkRow, (row.pk, row.sk))
    actions: list[Any] = [
        LinkRow.clicks.add(1),
        LinkRow.first_at.set(LinkRow.first_at | followed_at),
        LinkRow.last_at.set(followed_at),
    ]
    try:
        with translated():
            row.update(actions=actions, condition=Row.pk.exists())
    except ConditionFailed:
        return None
    return row


def across_accounts_link_domain(domain: str) -> LinkDomainRow | None:
    """Return whose a domain of short links is."""
    row = across_accounts_link_domain_row(domain, "")
    return find(LinkDomainRow, (row.pk, row.sk), consistent=True)


def across_accounts_link_domain_row(
    domain: str, account_id: str, free_at: datetime | None = None
) -> LinkDomainRow:
    """Return the row that says whose a domain of short links is: one account's, or nobody's."""
    pk = f"X#LINK_DOMAIN#{domain}"
    return LinkDomainRow(pk=pk, sk=_ONLY, account_id=account_id, free_at=free_at)


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


def across_accounts_inbox(provider: str, external_id: str) -> tuple[str, str] | None:
    """Return (account id, inbox id) of what a provider calls so; a stranger may have written it."""
    if not _EXTERNAL_ID.fullmatch(external_id):
        return None
    with translated():
        row = find(LookupRow, (_inboxes(provider, external_id), _ONLY))
    return (row.account_id, row.subject_id or "") if row else None


def across_accounts_inbox_row(
    provider: str, external_id: str, account_id: str, inbox_id: str
) -> LookupRow:
    """Return the row that gives an account what a provider calls so; only one can have it."""
    pk = _inboxes(provider, external_id)
    return LookupRow(pk=pk, sk=_ONLY, account_id=account_id, subject_id=inbox_id)


def across_accounts_shop(domain: str) -> str | None:
    """Return the account that a shop is connected to."""
    with translated():
        row = find(LookupRow, (_shops(domain), _ONLY))
    return row.account_id if row else None


def across_accounts_shop_row(domain: str, account_id: str) -> LookupRow:
    """Return the row that gives an account its shop; only one can have it."""
    return LookupRow(pk=_shops(domain), sk=_ONLY, account_id=account_id)


def _shops(domain: str) -> str:
    return f"X#SHOP#{domain}"


def _inboxes(provider: str, external_id: str) -> str:
    return f"X#INBOX#{provider}#{external_id}"


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
    due_at: datetime | None = None


def across_accounts_due(shard: int, now: datetime, *, limit: int | None = None) -> Iterator[DueRow]:
    """Return all rows of a shard whose moment has come, oldest first, page by page.

    Who asks for one account, and so for no more than some, keeps to what is its own.
    """
    due = Row.due_at <= now
    for row in Row.by_due.query(f"D#{shard}", due, page_size=_DUE_PAGE, limit=limit):
        yield DueRow(pk=row.pk, sk=row.sk, due_at=row.due_at)


def _lookups(pk: str) -> list[LookupRow]:
    with translated():
        rows = list(Row.query(pk, consistent_read=True))
    return [row for row in rows if isinstance(row, LookupRow)]
