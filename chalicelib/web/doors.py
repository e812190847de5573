"""What the doors have in common that others deliver to: bytes are kept for a worker, as they came.

A delivery longer than the queue's messages waits in the bucket.
"""

import base64
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any

from chalicelib.core.desk import Desk
from chalicelib.core.errors import DeskhandError, Forbidden, Unauthenticated
from chalicelib.table import rates

LONGEST_ORDER = 180_000
"""Bytes of a body, as the queue carries it, that fit there with what is around them."""
_REFUSALS = 1_000_000


def kept(desk: Desk, body: bytes) -> dict[str, str]:
    """Return what an order says of a delivery's body, so that `body_of` finds it."""
    if len(body) <= LONGEST_ORDER * 3 // 4:
        return {"body": base64.b64encode(body).decode()}
    # What starts so, the bucket forgets once no queue can ask for it any more.
    key = f"hooks/{desk.account_id}/{desk.new_id('hook')}"
    desk.files.put(key, body, content_type="application/octet-stream")
    return {"body_key": key}


def body_of(desk: Desk, order: Mapping[str, Any]) -> bytes:
    """Return the body as it came; Forbidden where the order names another account's."""
    key = order.get("body_key", "")
    if not key:
        return base64.b64decode(order["body"])
    if not key.startswith(f"hooks/{desk.account_id}/"):
        raise Forbidden("The order names a file that is not this account's.")
    return desk.files.get(key)


def refusal(desk: Desk, provider: str) -> Unauthenticated:
    """Count a delivery that nobody vouches for, the only trace of it; return the answer."""
    with suppress(DeskhandError):  # who floods us shall not make us fail
        subject = f"{provider} {desk.source_ip}"
        rates.limit(desk, "hooks_refused", subject, most=_REFUSALS, per=timedelta(hours=1))
    return Unauthenticated("Nobody we know has signed this.")
