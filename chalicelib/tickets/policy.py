"""The account's settings as the ticket rules obey them."""

from datetime import timedelta

from chalicelib.accounts import storage as accounts
from chalicelib.accounts.settings.model import Settings
from chalicelib.channels.model import Kind
from chalicelib.core.desk import Desk
from chalicelib.tickets.due import Policy


def load(desk: Desk) -> Policy:
    """Return the account's policy; settings are read once in a while, not every time."""
    return of(accounts.account(desk).settings)


def load_now(desk: Desk) -> Policy:
    """Return the account's policy as it is."""
    return of(accounts.account_now(desk).settings)


def of(settings: Settings) -> Policy:
    """Return what these settings mean; auto-close can differ by channel (decision 10)."""
    closing = settings.auto_close
    hours = {kind: closing.by_channel.get(kind.value, closing.after_hours) for kind in Kind}
    periods = {kind: timedelta(hours=hours[kind]) for kind in Kind if hours[kind]}
    return Policy(
        close_after=periods if closing.enabled else {},
        closes_snoozed=closing.include_snoozed,
        closing_text=closing.closing_text,
        follows_up=settings.web_chat.follow_up_email.enabled,
    )
