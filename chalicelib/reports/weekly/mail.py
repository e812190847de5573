"""Sending a week's figures to the team, once: due in the table's index, claimed before it is sent.

What was due is looked at by the sweep and sent by a worker. The claim is the write after which the
mail is never sent again, so a crash between the two costs a mail, and never sends one twice.
"""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.accounts import mails
from chalicelib.accounts import rules as plans
from chalicelib.accounts import storage as accounts
from chalicelib.accounts.model import Account
from chalicelib.channels.email.model import LOOP_HEADER
from chalicelib.core.desk import Desk
from chalicelib.core.errors import DeliveryFailed, Unavailable, Uncertain
from chalicelib.reports.weekly import rules, storage, words
from chalicelib.telemetry.log import logger

JOB = "weekly_mail"
AGAIN = timedelta(minutes=10)
"""When another look is due if the ordered one comes to nothing."""


def settings_changed(desk: Desk) -> None:
    """Begin, end or move it, as the settings are now."""
    account, now = accounts.account_now(desk), desk.now()
    if account.settings.reports.weekly_email.is_on:
        storage.begin(desk, rules.last_monday(now, _zone(account)), now)
    else:
        storage.end(desk)


def come_due(desk: Desk) -> None:
    """Order the mail where its Monday has come, else look again then; nothing to do is fine."""
    known, now = storage.find_known(desk), desk.now()
    if known is None or known.due_at is None or known.due_at > now:
        return
    zone = _zone(accounts.account_now(desk))
    monday = rules.last_monday(now, zone)
    if monday <= known.monday:
        storage.look_again(desk, known, rules.moment(known.monday + rules.WEEK, zone))
    elif storage.look_again(desk, known, now + AGAIN):
        order = {"job": JOB, "account_id": desk.account_id, "monday": monday.isoformat()}
        desk.queues.put("jobs", [json.dumps(order)])


def work_off(desk: Desk, order: dict[str, Any]) -> None:
    """Send a Monday's mail, unless that was done or is not wanted any more."""
    account, known = accounts.account_now(desk), storage.find_known(desk)
    monday = date.fromisoformat(order["monday"])
    if known is None or known.due_at is None or known.monday >= monday:
        return
    recipients = _recipients(desk, account)
    is_wanted = account.settings.reports.weekly_email.is_on and bool(recipients)
    # All that can take time, or fail, is done before the claim.
    is_paid = plans.includes(account.plan, "reports")
    mail = _written(desk, account, monday) if is_wanted and is_paid else None
    due_at = rules.moment(monday + rules.WEEK, _zone(account))
    if storage.claim(desk, known, monday, due_at) and mail:
        _send(desk, account, recipients, known, mail)


def _send(
    desk: Desk, account: Account, recipients: Sequence[str], known: storage.Known,
    mail: tuple[str, str, str],
) -> None:  # fmt: skip
    subject, text, html = mail
    headers = {LOOP_HEADER: account.inbound_address(desk.place.mail_domain)}
    try:
        mails.send(desk, *recipients, subject=subject, text=text, html=html, ref="weekly-report",
                   headers=headers)  # fmt: skip
    except Unavailable:
        storage.release(desk, known, desk.now() + AGAIN)
        raise
    except (DeliveryFailed, Uncertain) as failure:
        extra = {"account": desk.account_id, "code": failure.code}
        logger.warning("the week's mail failed", extra=extra)


def _written(desk: Desk, account: Account, monday: date) -> tuple[str, str, str]:
    # Only this job needs what answers the API.
    from chalicelib.reports.activity.routes import SummaryQuery, show_summary

    first, last = days = rules.days_before(monday)
    summary: Any = show_summary(desk, SummaryQuery(first=first, to=last))
    shown = words.lines(summary)
    given = (account.name, days, shown, desk.place.base_url)
    return words.subject(account.name, first, last), words.plain(*given), words.html(*given)


def _recipients(desk: Desk, account: Account) -> list[str]:
    """Return the addresses of those named who are in the team still."""
    named = account.settings.reports.weekly_email.to
    team = accounts.agents(desk)
    return [agent.email for agent in team if any(plans.is_named(agent, each) for each in named)]


def _zone(account: Account) -> ZoneInfo:
    return ZoneInfo(account.settings.time_zone)
