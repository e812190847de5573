"""Counting how often somebody does something, in windows of time."""

from datetime import timedelta

from pynamodb.attributes import NumberAttribute

from chalicelib.core.desk import Desk
from chalicelib.core.errors import RateLimited
from chalicelib.table import keys
from chalicelib.table.row import Row
from chalicelib.table.write import translated

STRANGERS = "-"
"""Stands for the account of those who have none yet."""


class RateRow(Row, discriminator="rate"):
    """A count; `expires_at` is the table's TTL attribute, epoch seconds."""

    times = NumberAttribute()
    expires_at = NumberAttribute()


def limit(desk: Desk, name: str, subject: str, *, most: int, per: timedelta) -> None:
    """Count one more, in one write; raise RateLimited above `most` in this window.

    Counted inside the desk's account, or across accounts where there is none yet.
    """
    seconds, now = int(per.total_seconds()), int(desk.now().timestamp())
    window = now // seconds
    key = keys.rate(desk.account_id or STRANGERS, name, subject, str(window))
    row = RateRow(*key)
    with translated():
        row.update(
            actions=[
                Row.type.set(RateRow),
                RateRow.times.add(1),
                RateRow.expires_at.set((window + 2) * seconds),
            ]
        )
    if row.times > most:
        left = (window + 1) * seconds - now
        raise RateLimited("Too often; try again later.", retry_after=left)
