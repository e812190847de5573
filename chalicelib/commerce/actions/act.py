"""Having something done at an outside service, once.

It is written down before the service is asked, so that the same request finds it whatever happened
since, and somebody asks after it when the answer, or whoever waited for it, was lost.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from chalicelib.commerce.actions import lines, rules, storage
from chalicelib.commerce.actions.model import Action, Outcome, Plan
from chalicelib.core.desk import Desk
from chalicelib.core.errors import DeskhandError, NotFound, Unavailable, Uncertain
from chalicelib.table.write import ConditionFailed, transact
from chalicelib.tickets.apply import apply


def act(desk: Desk, decide: Callable[[], Plan]) -> Action:
    """Do what `decide` plans; an operation that came before is told what became of it.

    `decide` loads and looks at all that speaks against it; it raises why not. Raises what the
    service refused with, and Conflict (`action_pending`) while something else is done to the
    same. The state is `unknown` where the service's answer was lost.
    """
    if known := storage.before(desk):
        return _told(known)
    since = desk.now()
    plan = decide()
    planned = _planned(desk, plan, desk.now())
    action = storage.begin(desk, planned, since)
    if action.id != planned.id:
        return _told(action)
    try:
        plan.do()
    except Uncertain:
        return settled(desk, action, Outcome.unknown, desk.now())
    except DeskhandError as error:
        _refuse(desk, action, error)
        raise
    return settled(desk, action, Outcome.done, desk.now())


def settled(desk: Desk, action: Action, state: Outcome, now: datetime) -> Action:
    """Write what became of an action, with its line in the ticket; others may have been quicker."""
    is_known = state is not Outcome.unknown
    after = replace(
        action, state=state, settled_at=now if is_known else None, version=action.version + 1
    )
    due_at = None if is_known else rules.next_look(action, now)
    puts = storage.settling(desk, action, after, due_at=due_at)
    unkeyed = desk.for_key("", "")  # the key's mark is there: it says which action it was
    try:
        apply(unkeyed, action.ticket_id, lambda ticket: lines.line(ticket, after, now), beside=puts)
    except ConditionFailed:
        return storage.load(desk, action.id)
    except NotFound:  # the ticket is gone; what was done is done
        transact(desk, puts)
    return after


def _planned(desk: Desk, plan: Plan, now: datetime) -> Action:
    return Action(
        id=desk.new_id("act"),
        kind=plan.kind,
        subject=plan.subject,
        name=plan.name,
        ticket_id=plan.ticket_id,
        customer_id=plan.customer_id,
        agent_id=desk.caller.id if desk.caller.is_agent else "",
        agent_name=desk.caller.name if desk.caller.is_agent else "",
        wanted=plan.wanted,
        before=plan.before,
        told=plan.told,
        undoes=plan.undoes,
        asked_at=now,
    )


def _refuse(desk: Desk, action: Action, error: DeskhandError) -> None:
    """Write down why it was not done; where it was only the moment, it may be asked for again."""
    if rules.surely_later(error):
        with suppress(ConditionFailed, Unavailable):  # then it is seen later that nothing was done
            storage.withdraw(desk, action)
        return
    after = replace(
        action,
        state=Outcome.refused,
        refused=rules.refused(error),
        settled_at=desk.now(),
        version=action.version + 1,
    )
    with suppress(ConditionFailed, Unavailable):
        transact(desk, storage.settling(desk, action, after, due_at=None))


def _told(action: Action) -> Action:
    if action.refused:
        raise rules.as_error(action.refused)
    return action
