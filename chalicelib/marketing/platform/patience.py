"""Asking the platform while somebody waits: within a time, and not again at once if it fails."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from chalicelib.aws.patience import within
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Forbidden
from chalicelib.marketing.platform import connect
from chalicelib.marketing.platform.model import Platform
from chalicelib.table.recent import Recent
from chalicelib.telemetry.log import logger

RESTS = timedelta(seconds=30)
"""A platform that failed is left alone for so long, or everybody would wait for it in turn."""

_resting: Recent[bool | None] = Recent(RESTS)
T = TypeVar("T")


def asked(desk: Desk, platform: Platform, seconds: float, ask: Callable[[], T]) -> tuple[T] | None:
    """Return the answer; None where the platform gave none in time, or rests."""
    if _is_resting(desk):
        return None
    try:
        answer = within(seconds, ask)
    except Exception as failure:
        _resting.get(desk.account_id, "", desk.now(), lambda: True)
        if isinstance(failure, Forbidden):
            connect.note_fault(desk, platform, failure.detail)
        logger.warning("the platform did not answer", extra={"account": desk.account_id})
        return None
    connect.note_fault(desk, platform, "")
    return (answer,)


def _is_resting(desk: Desk) -> bool:
    return bool(_resting.get(desk.account_id, "", desk.now(), lambda: None))
