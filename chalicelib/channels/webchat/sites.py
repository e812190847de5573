"""Which site showed the chat last: it tells the team that the line on their pages works.

Any page can say that it is of some site, so nothing but this sign may depend on it.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from pynamodb.attributes import UnicodeAttribute

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Unavailable
from chalicelib.table import setup_keys
from chalicelib.table.recent import Recent
from chalicelib.table.row import MomentAttribute, Row
from chalicelib.table.write import ConditionFailed, translated

_ONCE_IN = timedelta(hours=6)
_LONGEST = 200


class SiteRow(Row, discriminator="site"):
    """The site, as `https://shop.example`, and when it was noted."""

    origin = UnicodeAttribute()
    seen_at = MomentAttribute()


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A site that showed the chat, and when; within some hours nobody looks again."""

    origin: str
    seen_at: datetime


_noted: Recent[bool] = Recent(_ONCE_IN)


def note(desk: Desk, origin: str) -> None:
    """Remember the site: a process asks the table once in six hours, which is no write a visit.

    The first site of an account shows at once; the page is answered whatever becomes of this.
    """
    if not origin.startswith(("https://", "http://")) or len(origin) > _LONGEST:
        return
    if f"{desk.place.base_url}/".startswith(f"{origin}/"):
        return  # the chat's own page, and what the team tries
    now = desk.now()
    with suppress(Unavailable):  # and the next visit tries again
        _noted.get(desk.account_id, "", now, lambda: _set(desk, origin, now))


def site(row: Row | None) -> Site | None:
    """Return what a row says."""
    return Site(origin=row.origin, seen_at=row.seen_at) if isinstance(row, SiteRow) else None


def _set(desk: Desk, origin: str, now: datetime) -> bool:
    is_due = Row.pk.does_not_exist() | (SiteRow.seen_at < now - _ONCE_IN)
    with suppress(ConditionFailed), translated():
        SiteRow(*setup_keys.site(desk.account_id)).update(
            actions=[Row.type.set(SiteRow), SiteRow.origin.set(origin), SiteRow.seen_at.set(now)],
            condition=is_due,
        )
    return True
