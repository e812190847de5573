"""When a plan ends, and what follows; pure (acceptance 6, decision 34)."""

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.accounts.model import Account, Notice, Plan, Term
from chalicelib.core.errors import Fault, Invalid

TOLD_BEFORE = timedelta(days=3)
MAILED_WITHIN = timedelta(minutes=1)
"""What the queue did not carry by then, the sweep does."""
MAILED_AGAIN = timedelta(hours=1)
"""A mail service that is out of order, or was told to send nothing, may be so for days."""
LONGEST = timedelta(days=3_660)


def begun(days: int, now: datetime) -> tuple[Plan, Term]:
    """Return what a new account starts with: a trial of some days, or everything without an end."""
    if days <= 0:
        return Plan.helpdesk, Term()
    return Plan.trial, Term(ends_at=now + timedelta(days=days))


def due_at(term: Term) -> datetime | None:
    """Return when the sweep has to look at the plan, if ever."""
    moments = [term.again_at or term.owed_since + MAILED_WITHIN] if term.owed_since else []
    if term.ends_at:
        moments.append(term.ends_at if term.is_end_announced else term.ends_at - TOLD_BEFORE)
    return min(moments, default=None)


def come_due(account: Account, now: datetime) -> Account:
    """Return the account with what is due done to it: its plan ended, or its end announced.

    What was bought meanwhile has another end or none, so nothing of it is due.
    """
    term = account.term
    if term.ends_at is None or now < term.ends_at - TOLD_BEFORE:
        return account
    if now >= term.ends_at:
        told = Term(owed=Notice.ended, owed_since=now, ended=account.plan, ended_at=term.ends_at)
        return replace(account, plan=Plan.inbox, term=told)
    if term.is_end_announced:
        return account
    announced = replace(term, is_end_announced=True, owed=Notice.ending, owed_since=now)
    return replace(account, term=announced)


def changed(account: Account, plan: Plan, ends_at: datetime | None, now: datetime) -> Account:
    """Return the account on another plan, or with another end of it; raise Invalid."""
    if ends_at is not None:
        _refuse_end(plan, ends_at, now)
    is_same = (plan, ends_at) == (account.plan, account.term.ends_at)
    # After an end `inbox` is what remained; chosen, it is what somebody wants.
    if is_same and not account.term.ended:
        return account
    return replace(account, plan=plan, term=Term(ends_at=ends_at))


def mail_due(term: Term, now: datetime) -> Notice | None:
    """Return the mail that is to be sent now, if there is one."""
    return None if term.again_at and now < term.again_at else term.owed


def told(account: Account) -> Account:
    """Return the account with no mail owed to its owner."""
    term = replace(account.term, owed=None, owed_since=None, again_at=None)
    return replace(account, term=term)


def owing(account: Account, notice: Notice, now: datetime) -> Account:
    """Return the account with a mail owed again, for later, that surely was not sent.

    What has changed meanwhile makes it out of date, or owes another itself.
    """
    term = account.term
    is_still_so = (term.ends_at if notice is Notice.ending else term.ended_at) is not None
    if term.owed or not is_still_so:
        return account
    again = replace(term, owed=notice, owed_since=now, again_at=now + MAILED_AGAIN)
    return replace(account, term=again)


def _refuse_end(plan: Plan, ends_at: datetime, now: datetime) -> None:
    if plan is Plan.inbox:
        code, detail = "endless", "The plan inbox is what remains: it has no end."
    elif ends_at <= now:
        code, detail = "in_the_past", "The end must be still to come."
    elif ends_at - now > LONGEST:
        code, detail = "too_late", f"The end is at most {LONGEST.days} days away."
    else:
        return
    fault = Fault("/ends_at", code, detail)
    raise Invalid("The plan cannot end then.", faults=[fault])
