"""Finding the campaign or flow that a customer's text answers (acceptance 118-122)."""

from collections.abc import Callable
from datetime import datetime, timedelta

from chalicelib.accounts import storage as accounts
from chalicelib.channels.model import Kind
from chalicelib.core.desk import Desk
from chalicelib.marketing.sends import rules, storage
from chalicelib.tickets.model import Attribution


def claim(
    desk: Desk,
    channel: Kind,
    customer_id: str,
    *,
    by: str,
    at: datetime,
    is_known: Callable[[], bool],
) -> Attribution | None:
    """Return what a text of this moment answers, claimed for it alone; None for every other text.

    `by` names the text: come again, it finds its own claim. Of two at the same instant one wins.
    `is_known` tells whether the text was stored before: it was no answer to what was sent since.
    """
    for send in storage.newest(desk, customer_id, channel, until=at):
        hours = accounts.account(desk).settings.attribution.sms_window_hours
        is_first = rules.is_answered_by(send, by, at, timedelta(hours=hours))
        if not is_first:
            continue
        if send.claimed_by or (not is_known() and storage.claim(desk, send, by)):
            return rules.attribution(send)
    return None
