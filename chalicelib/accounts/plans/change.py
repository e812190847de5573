"""Putting an account on a plan, which whoever runs the installation does (`docs/adr/0035`)."""

from datetime import datetime
from typing import Any

from chalicelib.accounts import amend, rules
from chalicelib.accounts.model import Account, Plan
from chalicelib.accounts.plans import rules as plans
from chalicelib.core.desk import Desk
from chalicelib.core.moments import rfc3339


def put_on(desk: Desk, plan: Plan, ends_at: datetime | None = None) -> Account:
    """Give the account a plan, with an end or without one; raise Invalid for an impossible end."""
    now = desk.now()
    detail = f"{plan.value} until {rfc3339(ends_at)}" if ends_at else plan.value
    return amend.amend(
        desk, "plan_changed", lambda known: plans.changed(known, plan, ends_at, now), detail=detail
    )


def shown(account: Account, now: datetime) -> dict[str, Any]:
    """Return the plan as the API shows it, with what of all that plans can lack it includes.

    Whether it ends soon is told, since the clocks of those who ask may be wrong by days.
    """
    term = account.term
    ended = {"plan": term.ended.value, "at": term.ended_at} if term.ended else None
    return {
        "plan": account.plan.value,
        "plan_ends_at": term.ends_at,
        "is_plan_ending": bool(term.ends_at and term.ends_at - now <= plans.TOLD_BEFORE),
        "plan_ended": ended,
        "features": sorted(rules.features(account.plan)),
    }
