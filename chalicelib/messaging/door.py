"""The door of providers: what they deliver is taken at once if somebody we know signed it.

Whoever is at the door does no more than that: a provider that waits for us gives up, and tries
again what would then be done twice (`docs/adr/0014`). `inbound` reads it later.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from chalicelib.channels.model import Delivery, Hook, Kind
from chalicelib.channels.registry import hooks
from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound
from chalicelib.inboxes import secrets, storage
from chalicelib.inboxes.model import Inbox
from chalicelib.table.across_accounts import across_accounts_inbox
from chalicelib.web import doors, knocks

MOST_ADDRESSES = 20
"""Of one delivery, before somebody vouches for it: a stranger is good for no more look-ups."""
MOST_NAMED = 1_000
"""Of one that is vouched for: Meta tells of no more at once, and of several inboxes."""


def take(desk: Desk, delivery: Delivery) -> None:
    """Hand a delivery to the workers, once for each inbox that it is for and that vouches for it.

    Raises Unauthenticated where none does; then nothing is kept but a count.
    """
    orders = [_order(*found, delivery) for found in _vouched(desk, delivery)]
    if not orders:
        raise doors.refusal(desk, delivery.provider)
    desk.queues.put("inbound", [json.dumps(order) for order in orders])


def _vouched(desk: Desk, delivery: Delivery) -> Iterator[tuple[Desk, Inbox]]:
    for kind, each in hooks(delivery.provider).items():
        most = MOST_ADDRESSES
        for at, address in enumerate(dict.fromkeys(each.addresses(delivery))):
            if at >= most:
                break
            if found := _voucher(desk, address, (kind, each), delivery):
                most = MOST_NAMED
                yield found


def _voucher(
    desk: Desk, address: str, served: tuple[Kind, Hook], delivery: Delivery
) -> tuple[Desk, Inbox] | None:
    place = across_accounts_inbox(delivery.provider, address)
    if place is None:
        return None
    own = desk.for_account(place[0])
    # What is remembered may be older than a secret that was just changed: a refusal is final,
    # for not every provider comes again, so it rests on what is true now.
    refused: Inbox | None = None
    for find in (storage.find, storage.find_anew):
        with suppress(NotFound):
            inbox = find(own, place[1])
            if inbox != refused and _is_vouched(own, inbox, served, delivery):
                knocks.taken(own, delivery.provider)
                return own, inbox
            refused = inbox
    if refused is not None and refused.channel == served[0]:
        knocks.refused(own, delivery.provider, knocks.SIGNATURE)
    return None


def _is_vouched(desk: Desk, inbox: Inbox, served: tuple[Kind, Hook], delivery: Delivery) -> bool:
    kind, hook = served
    if inbox.channel != kind:
        return False
    known = secrets.known(desk, inbox)
    if hook.gather:
        known = {**known, **hook.gather(desk, delivery, known)}
    return hook.verify(delivery, known, desk.now())


def _order(desk: Desk, inbox: Inbox, delivery: Delivery) -> dict[str, Any]:
    shown = {
        "provider": delivery.provider,
        "method": delivery.method,
        "url": delivery.url,
        "headers": dict(delivery.headers),
        **doors.kept(desk, delivery.body),
    }
    return {"account_id": desk.account_id, "inbox_id": inbox.id, "delivery": shown}
