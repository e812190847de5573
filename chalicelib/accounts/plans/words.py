"""What the owner is told of the plan by mail."""

from datetime import datetime
from zoneinfo import ZoneInfo

from chalicelib.accounts.model import Account, Notice, Plan

NAMES = {Plan.trial: "trial", Plan.helpdesk: "Helpdesk plan", Plan.inbox: "Inbox plan"}

_KEPT = (
    "Your team goes on answering on every channel: macros, automatic replies, customer profiles "
    "and the spam filter stay.\n"
    "Reports, custom views, teams, handing out, automatic closing, changes of orders and the "
    "Customer Agent rest. Nothing of them is deleted: with another plan they work as before.\n"
)


def mail(account: Account, notice: Notice, base_url: str) -> tuple[str, str]:
    """Return subject and text."""
    term = account.term
    if notice is Notice.ending:
        plan, at, verb = account.plan, term.ends_at, "ends"
        then = "From then on your account is on the free Inbox plan."
    else:
        plan, at, verb = term.ended or Plan.trial, term.ended_at, "has ended"
        then = "Your account is on the free Inbox plan now."
    subject = f"The {NAMES[plan]} of {account.name} {verb}"
    text = (
        f"The {NAMES[plan]} of {account.name} {verb} on {_moment(account, at)}. {then}\n\n{_KEPT}\n"
        "Whoever runs this installation of Deskhand can change the plan.\n\n"
        f"{base_url}/console#/settings/account\n"
    )
    return subject, text


def _moment(account: Account, at: datetime | None) -> str:
    assert at
    zone = account.settings.time_zone
    return f"{at.astimezone(ZoneInfo(zone)):%d %B %Y at %H:%M} ({zone})"
