"""Following a short link: one request to the table, and never to anywhere but what was written."""

from chalicelib.core import addresses
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Unavailable
from chalicelib.marketing.domains import storage as domains
from chalicelib.marketing.links import rules
from chalicelib.marketing.links.shorten import generic_host
from chalicelib.table.across_accounts import LinkRow, across_accounts_link


def follow(desk: Desk, host: str, code: str, *, is_counted: bool) -> str | None:
    """Return where a link leads, counting who follows it unless a machine does; None if nowhere.

    The host decides whose codes are looked at: nobody's link works under another shop's domain,
    not even one from before the domain was that shop's.
    """
    if not rules.is_code(code):
        return None
    host, generic = rules.host_of(host), generic_host(desk)
    if addresses.host(host) is None:  # a laptop, or a bare number: no shop's domain
        host = generic
    owner = None if host == generic else domains.owner_of(desk, host)
    if host != generic and owner is None:
        return None
    row = _row(desk, host, code, is_counted=is_counted)
    if row is None or owner not in (None, row.account_id) or not rules.is_safe(row.url):
        return None
    return row.url


def _row(desk: Desk, host: str, code: str, *, is_counted: bool) -> LinkRow | None:
    if is_counted:
        try:
            return across_accounts_link(host, code, followed_at=desk.now())
        except Unavailable:
            pass  # uncounted is better than nowhere
    return across_accounts_link(host, code, followed_at=None)
