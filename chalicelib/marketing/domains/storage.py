"""A shop's own domain of short links, and the claim that no other shop has it."""

from datetime import datetime, timedelta

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound
from chalicelib.marketing.domains.model import DomainState, LinkDomain, Missing
from chalicelib.table import keys
from chalicelib.table.across_accounts import (
    LinkDomainRow,
    across_accounts_link_domain,
    across_accounts_link_domain_row,
)
from chalicelib.table.rates import STRANGERS
from chalicelib.table.read import find
from chalicelib.table.recent import Recent
from chalicelib.table.row import MomentAttribute, Row
from chalicelib.table.write import Put

REMEMBERED = timedelta(minutes=1)


class OwnDomainRow(Row, discriminator="own_domain"):
    """The domain, and how far it is proved."""

    domain = UnicodeAttribute()
    state = UnicodeAttribute()
    added_at = MomentAttribute()
    checked_at = MomentAttribute(null=True)
    verified_at = MomentAttribute(null=True)
    lost_at = MomentAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    unanswered_since = MomentAttribute(null=True)
    version = NumberAttribute()


_owners: Recent[str | None] = Recent(REMEMBERED)


def owner_of(desk: Desk, domain: str) -> str | None:
    """Return the account whose short links stand under a domain, at most a minute old."""
    return _owners.get(STRANGERS, domain, desk.now(), lambda: _owner(domain))


def forget() -> None:
    """Read afresh from now on."""
    _owners.forget(STRANGERS)


def find_own(desk: Desk) -> LinkDomain | None:
    """Return the account's domain as it is, or None."""
    row = find(OwnDomainRow, keys.link_domain(desk.account_id), consistent=True)
    return _domain(row) if row else None


def load(desk: Desk) -> LinkDomain:
    """Return the account's domain as it is, or raise NotFound."""
    found = find_own(desk)
    if found is None:
        raise NotFound("There is no domain for short links.")
    return found


def put(desk: Desk, before: LinkDomain | None, after: LinkDomain) -> Put:
    """Return the write of a domain that nobody changed since it was read."""
    row = row_of(desk, after)
    if before is None:
        return Put(row=row, condition=Row.pk.does_not_exist() | _is_mine(desk))
    unchanged = (OwnDomainRow.version == before.version) & (OwnDomainRow.domain == before.domain)
    return Put(row=row, condition=unchanged | _is_mine(desk))


def claim(desk: Desk, domain: str, now: datetime, *, free_at: datetime | None = None) -> Put:
    """Return the write that makes a domain the account's, or sets when it is another's again.

    It fails while another account has it, and until a quarantine is over.
    """
    row = across_accounts_link_domain_row(domain, desk.account_id, free_at)
    is_ours = LinkDomainRow.account_id == desk.account_id
    return Put(
        row=row, condition=Row.pk.does_not_exist() | is_ours | (LinkDomainRow.free_at <= now)
    )


def row_of(desk: Desk, domain: LinkDomain) -> OwnDomainRow:
    """Return the domain's row, which is due when it is to be looked at."""
    pk, sk = keys.link_domain(desk.account_id)
    return OwnDomainRow(
        pk=pk,
        sk=sk,
        domain=domain.domain,
        state=domain.state.value,
        added_at=domain.added_at,
        checked_at=domain.checked_at,
        verified_at=domain.verified_at,
        lost_at=domain.lost_at,
        reason=domain.reason.value if domain.reason else None,
        unanswered_since=domain.unanswered_since,
        version=domain.version,
        due_at=domain.due_at,
        due_shard=keys.due_shard(pk) if domain.due_at else None,
    )


def _is_mine(desk: Desk) -> Condition:
    return Row.operation == desk.operation_id


def _owner(domain: str) -> str | None:
    row = across_accounts_link_domain(domain)
    return row.account_id if row else None


def _domain(row: OwnDomainRow) -> LinkDomain:
    return LinkDomain(
        domain=row.domain,
        state=DomainState(row.state),
        added_at=row.added_at,
        checked_at=row.checked_at,
        verified_at=row.verified_at,
        lost_at=row.lost_at,
        reason=Missing(row.reason) if row.reason else None,
        unanswered_since=row.unanswered_since,
        due_at=row.due_at,
        version=int(row.version),
    )
