"""Asking after what an action came to: by reading, never by doing it again.

Whoever looks at what is due orders it, since a slow service would keep everybody's waiting.
"""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace

from chalicelib.commerce.actions import rules, storage
from chalicelib.commerce.actions.act import settled
from chalicelib.commerce.actions.model import Action, Outcome
from chalicelib.core.desk import Desk
from chalicelib.core.errors import DeskhandError, NotFound
from chalicelib.table import commerce_keys
from chalicelib.table.write import ConditionFailed, transact
from chalicelib.telemetry.log import logger
from chalicelib.tickets import deliveries

JOB = "settle_action"

Reached = Callable[[Desk, Action], bool | None]
"""Tells whether the service is as was wanted; None, or an error of ours, where it does not say."""


def come_due(desk: Desk, action_id: str) -> None:
    """Order a look at an action whose moment came; it falls due again should that say nothing."""
    again = desk.now() + rules.LEASE
    deliveries.postpone(desk, *commerce_keys.action(desk.account_id, action_id), again)
    order = {"job": JOB, "account_id": desk.account_id, "action_id": action_id}
    desk.queues.put("jobs", [json.dumps(order)])


def settle(desk: Desk, action_id: str, readers: Mapping[str, Reached]) -> None:
    """See what became of an action, and write it down; `readers` are by the action's kind."""
    try:
        action = storage.load(desk, action_id)
    except NotFound:  # it was withdrawn, or is long over
        return
    if not action.is_open:
        return
    reached = _reached(desk, action, readers[action.kind])
    now = desk.now()
    match rules.verdict(action, reached, now):
        case None:
            storage.postpone(desk, action, rules.next_look(action, now))
        case Outcome.unknown:
            _give_up(desk, action)
        case state:
            settled(desk, action, state, now)


def _reached(desk: Desk, action: Action, read: Reached) -> bool | None:
    try:
        return read(desk, action)
    except DeskhandError as error:
        extra = {"account": desk.account_id, "action": action.id, "code": error.code}
        logger.warning("nobody says what became of an action", extra=extra)
        return None


def _give_up(desk: Desk, action: Action) -> None:
    after = replace(
        action, state=Outcome.unknown, settled_at=desk.now(), version=action.version + 1
    )
    with suppress(ConditionFailed):
        transact(desk, storage.settling(desk, action, after, due_at=None))
