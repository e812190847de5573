"""A customer's subscriptions for somebody who waits, as Recharge has them now.

Nothing of them is stored: what is charged next must be right, or not be shown at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from chalicelib.commerce import faults, patience, proof
from chalicelib.commerce.model import Connection
from chalicelib.commerce.patience import State
from chalicelib.commerce.recharge import storage
from chalicelib.commerce.recharge.model import Status, Subscription
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Forbidden, Unavailable
from chalicelib.telemetry.log import logger

SECONDS = patience.SECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The subscriptions, how true that is, as of when, and what our token is good for."""

    subscriptions: tuple[Subscription, ...] = ()
    state: State
    as_of: datetime | None = None
    scopes: frozenset[str] = frozenset()


def look(desk: Desk, ticket_id: str) -> Seen:
    """Return what a ticket's customer has within two seconds, whatever Recharge does."""
    writer = proof.writer(desk, ticket_id)
    known = storage.recent(desk)
    if known is None:
        return Seen(state=State.not_connected)
    email = writer.known_by.get("email")
    if not email:
        return Seen(state=State.unproved)
    now = desk.now()
    try:
        found = _asked(desk, known, email, now)
    except Exception as failure:
        if not isinstance(failure, Unavailable):
            extra = {"account": desk.account_id, "failure": type(failure).__name__}
            logger.warning("Recharge did not show subscriptions", extra=extra)
        return Seen(state=State.unavailable)
    ordered = tuple(sorted(found, key=_place))
    return Seen(subscriptions=ordered, state=State.live, as_of=now, scopes=known.scopes)


def note(desk: Desk, known: Connection, failure: Forbidden | None) -> None:
    """Show why Recharge refuses us, or that it does not any more."""
    if faults.note_of(desk, known, failure, put=storage.put):
        storage.forget(desk.account_id)


def _asked(desk: Desk, known: Connection, email: str, now: datetime) -> Sequence[Subscription]:
    if not known.is_open:
        raise Unavailable("Recharge must be connected again.")
    return patience.asked(
        desk, "recharge", partial(_of, desk, known, email), now=now, seconds=SECONDS,
        note=partial(note, desk, known),
    )  # fmt: skip


def _of(desk: Desk, known: Connection, email: str) -> Sequence[Subscription]:
    # What speaks Recharge's language is loaded when it is asked, not with every request.
    from chalicelib.commerce.recharge import api

    token = storage.opened(desk, known)
    customer_id = api.customer_id(desk, token, email)
    return api.subscriptions(desk, token, customer_id) if customer_id else ()


def _place(found: Subscription) -> tuple[bool, str, str]:
    """Return where it stands in the list: what goes on comes first, and of that what is next."""
    next_on = found.next_charge_on.isoformat() if found.next_charge_on else "9"
    return found.status is not Status.active, next_on, found.id
