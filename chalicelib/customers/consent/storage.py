"""Consents in the table: the newest on the customer's own row, and a row each as their history."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from pynamodb.attributes import UnicodeAttribute

from chalicelib.core.desk import Desk
from chalicelib.core.moments import from_rfc3339, rfc3339
from chalicelib.customers.consent.model import (
    Consent,
    ConsentChannel,
    ConsentKind,
    Consents,
    ConsentState,
)
from chalicelib.table import customer_keys, together
from chalicelib.table.read import Position
from chalicelib.table.row import MomentAttribute, Row
from chalicelib.table.write import Put


class ConsentRow(Row, discriminator="consent"):
    """One word of a customer, whether or not it counted; `told_at` is when we heard of it."""

    source = UnicodeAttribute()
    detail = UnicodeAttribute(null=True)
    told_at = MomentAttribute()


def packed(consents: Consents) -> dict[str, list[str]]:
    """Return the consents as they stand on the customer's row, by channel and kind."""
    return {
        f"{c.channel} {c.kind}": [c.state.value, c.source, rfc3339(c.at), c.detail]
        for c in consents
    }


def unpacked(stored: Mapping[str, Any]) -> Consents:
    """Return the consents of a customer's row."""
    return tuple(_unpacked(place, stored[place]) for place in sorted(stored))


def puts(desk: Desk, customer_id: str, consents: Consents, now: datetime) -> list[Put]:
    """Return the history of these words, for the transaction that makes them count."""
    rows = (_row(desk, customer_id, consent, now) for consent in consents)
    return [Put(row=row) for row in {row.sk: row for row in rows}.values()]


def history(
    desk: Desk, customer_ids: Sequence[str], *, limit: int, position: Position
) -> tuple[Consents, Position | None]:
    """Return one person's words, newest first, and where to go on."""
    lists = {
        customer_id: together.stored(
            desk, ConsentRow, customer_keys.consent(desk.account_id, customer_id, "")
        )
        for customer_id in customer_ids
    }
    page, following = together.newest(lists, limit=limit, position=position)
    return tuple(_consent(row) for row in page), following


def _unpacked(place: str, facts: Sequence[str]) -> Consent:
    channel, kind = place.split(" ")
    state, source, at, detail = facts
    return Consent(
        channel=cast("ConsentChannel", channel),
        kind=ConsentKind(kind),
        state=ConsentState(state),
        source=source,
        at=from_rfc3339(at),
        detail=detail,
    )


def _row(desk: Desk, customer_id: str, consent: Consent, now: datetime) -> ConsentRow:
    # The same word told twice is one row.
    word = (rfc3339(consent.at), consent.channel, consent.kind.value, consent.state.value)
    pk, sk = customer_keys.consent(desk.account_id, customer_id, "#".join(word))
    return ConsentRow(
        pk=pk, sk=sk, source=consent.source, detail=consent.detail or None, told_at=now
    )


def _consent(row: ConsentRow) -> Consent:
    _, at, channel, kind, state = row.sk.split("#")
    return _unpacked(f"{channel} {kind}", (state, row.source, at, row.detail or ""))
