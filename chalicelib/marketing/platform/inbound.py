"""What the platform delivered, read by a worker: item by item, and again where one fails."""

import json
from collections.abc import Mapping
from typing import Any

from chalicelib.core.desk import Desk
from chalicelib.core.errors import DeskhandError
from chalicelib.marketing.platform import klaviyo, work
from chalicelib.telemetry.log import logger
from chalicelib.web import doors

AT_ONCE = 50
"""So many of a delivery's thousand are worked off before the rest is ordered anew."""


def work_off(desk: Desk, order: Mapping[str, Any]) -> None:
    """Do the next part of a delivery; what was done before is found to be done.

    What fails comes again in an order of its own, which alone is retried: the rest waits for none.
    """
    every = klaviyo.happenings(doors.body_of(desk, order))
    start, only = int(order.get("start", 0)), order.get("only")
    part = range(len(every))[start : start + AT_ONCE] if only is None else only
    failures = {at: f for at in part if (f := _failure(desk, every[at]))}
    if only is None and start + AT_ONCE < len(every):
        desk.queues.put("jobs", [json.dumps({**order, "start": start + AT_ONCE})])
    if failures and only is None:
        desk.queues.put("jobs", [json.dumps({**order, "only": list(failures)})])
    elif failures:
        raise next(iter(failures.values()))


def _failure(desk: Desk, happening: klaviyo.Happening) -> Exception | None:
    """Do what one item says; one that fails keeps no other from being done."""
    try:
        work.do(desk.for_operation(desk.randomness(16).hex()), happening)
    except DeskhandError as error:
        if isinstance(error, work.PASSING):
            return error
        extra = {"account": desk.account_id, "topic": happening.topic, "code": error.code}
        logger.warning("a platform's word was not taken", extra=extra)
    except Exception as error:
        logger.exception("a platform's word failed", extra={"account": desk.account_id})
        return error
    return None
