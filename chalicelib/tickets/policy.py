"""The account's settings as the ticket rules obey them."""

from datetime import timedelta

from chalicelib.accounts import rules as plans
from chalicelib.accounts import storage as accounts
from chalicelib.accounts.model import Account
from chalicelib.channels.model import Kind
from chalicelib.core.desk import Desk
from chalicelib.tickets.due import Policy


def load(desk: Desk) -> Policy:
    """Return the account's policy; settings are read once in a while, not every time."""
    return of(accounts.account(desk))


def load_now(desk: Desk) -> Policy:
    """Return the account's policy as it is."""
    return of(accounts.account_now(desk))


def of(account: Account) -> Policy:
    """Return what the settings mean; auto-close can differ by channel (decision 10).

    On a plan without it nothing closes, whatever the settings say (decision 34).
    """
    settings = account.settings
    closing = settings.auto_close
    closes = closing.enabled and plans.includes(account.plan, "auto_close")
    hours = {kind: closing.by_channel.get(kind.value, closing.after_hours) for kind in Kind}
    periods = {kind: timedelta(hours=hours[kind]) for kind in Kind if hours[kind]}
    return Policy(
        close_after=periods if closes else {},
        closes_snoozed=closing.include_snoozed,
        closing_text=closing.closing_text,
        follows_up=settings.web_chat.follow_up_email.enabled,
    )
