"""Short links in the table. A code is found without an account, so each row says whose it is."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from chalicelib.core.desk import Desk
from chalicelib.marketing.links.model import Link
from chalicelib.table.across_accounts import LinkRow, across_accounts_link_row
from chalicelib.table.row import Row
from chalicelib.table.write import ConditionFailed, Update, transact, translated

_AT_ONCE = 100


def create(desk: Desk, links: Sequence[Link]) -> bool:
    """Write links in one request; what is there already keeps its counts.

    False in the case, rarer than rare, that another message has one of the codes.
    """
    updates = [_creation(desk, link) for link in links]
    try:
        if len(updates) == 1:
            [only] = updates
            with translated():
                only.row.update(actions=list(only.actions), condition=only.condition)
        else:
            transact(desk, updates)
    except ConditionFailed:
        return False
    return True


def known(desk: Desk, names: Sequence[str]) -> dict[str, Link]:
    """Return the account's links by how their messages remember them, in one request."""
    places = ((across_accounts_link_row(*name.split("/", 1)), name) for name in names[:_AT_ONCE])
    keys = {(row.pk, row.sk): name for row, name in places}
    if not keys:
        return {}
    with translated():
        rows = list(Row.batch_get(list(keys)))
    own = (row for row in rows if isinstance(row, LinkRow) and row.account_id == desk.account_id)
    return {keys[row.pk, row.sk]: link_of(row) for row in own}


def credit(link: Link, revenue: Mapping[str, Decimal]) -> Update:
    """Return the write of one more order; it fails where another one came between."""
    row = across_accounts_link_row(link.host, link.code)
    was = LinkRow.orders == link.orders if link.orders else LinkRow.orders.does_not_exist()
    told = {currency: str(value) for currency, value in revenue.items()}
    actions = [LinkRow.orders.set(link.orders + 1), LinkRow.revenue.set(told)]
    return Update(row=row, actions=actions, condition=was)


def link_of(row: LinkRow) -> Link:
    """Return the link of a row."""
    host, code = row.pk.split("#")[2:4]
    revenue: dict[str, str] = row.revenue or {}
    return Link(
        host=host,
        code=code,
        url=row.url,
        message_id=row.message_id,
        clicks=int(row.clicks or 0),
        first_at=row.first_at,
        last_at=row.last_at,
        orders=int(row.orders or 0),
        revenue={currency: Decimal(value) for currency, value in revenue.items()},
    )


def _creation(desk: Desk, link: Link) -> Update:
    row = across_accounts_link_row(link.host, link.code)
    is_new = Row.pk.does_not_exist() | (LinkRow.message_id == link.message_id)
    actions = [
        Row.type.set(LinkRow),
        LinkRow.account_id.set(desk.account_id),
        LinkRow.message_id.set(link.message_id),
        LinkRow.url.set(link.url),
    ]
    return Update(row=row, actions=actions, condition=is_new)
