"""Ending plans when their time is over, and telling the owner of it: three days before and then.

The sweep decides, once; a worker mails. The mail is claimed before it is sent, so a crash between
the two costs a mail, which the console says too, and never sends one twice. What surely was not
sent is owed again, an hour later; the history tells of the mail that left.
"""

import json

from chalicelib.accounts import amend, mails, storage
from chalicelib.accounts.model import Account, Notice, Role
from chalicelib.accounts.plans import rules, words
from chalicelib.core.desk import Desk
from chalicelib.core.errors import DeliveryFailed, Unavailable, Uncertain
from chalicelib.telemetry.log import logger

JOB = "plan_notice"
_EVENTS = {Notice.ending: "plan_ends_soon", Notice.ended: "plan_ended"}


def come_due(desk: Desk) -> None:
    """End the account's plan or announce that, where it is time; order the mail that is owed."""
    now = desk.now()
    known = storage.account_now(desk)
    after = rules.come_due(known, now)
    if after != known and after.term.owed:
        detail = known.plan.value
        event = _EVENTS[after.term.owed]
        known = amend.amend(
            desk, event, lambda account: rules.come_due(account, now), detail=detail
        )
    if rules.mail_due(known.term, now):
        order = {"job": JOB, "account_id": desk.account_id}
        desk.queues.put("jobs", [json.dumps(order)])


def send(desk: Desk) -> None:
    """Mail the owner what is owed, unless that was done or is out of date."""
    owner = next(each for each in storage.agents(desk) if each.role is Role.owner)
    claimed = _claimed(desk)
    if claimed is None:
        return
    account, notice = claimed
    subject, text = words.mail(account, notice, desk.place.base_url)
    try:
        mails.send(desk, owner.email, subject=subject, text=text, ref="plan")
    except (Unavailable, DeliveryFailed, Uncertain) as failure:
        if _surely_waits(failure):
            now = desk.now()
            amend.amend(desk, "", lambda known: rules.owing(known, notice, now))
            raise
        extra = {"account": desk.account_id, "code": failure.code}
        logger.warning("the mail about the plan failed", extra=extra)
    else:
        storage.commit(desk, [storage.put_event(desk, "plan_mail_sent", desk.account_id)])


def _surely_waits(failure: Exception) -> bool:
    """Tell whether nothing was sent, and may be later: SES is busy, paused or suspended."""
    return isinstance(failure, Unavailable) or (
        isinstance(failure, DeliveryFailed) and not failure.permanent
    )


def _claimed(desk: Desk) -> tuple[Account, Notice] | None:
    """Return the account, and what is to be said, if this worker is the one who says it."""
    seen: list[Account] = []
    now = desk.now()

    def decide(account: Account) -> Account:
        seen[:] = [account]
        return rules.told(account) if rules.mail_due(account.term, now) else account

    amend.amend(desk, "", decide)
    notice = rules.mail_due(seen[0].term, now)
    return (seen[0], notice) if notice else None
