"""Which consent counts, and what they come to; values only."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from chalicelib.core.errors import Fault, Invalid
from chalicelib.customers.consent.model import (
    Consent,
    ConsentChannel,
    ConsentKind,
    Consents,
    ConsentState,
    Standing,
)

MAX_AT_ONCE = 20
SKEW = timedelta(minutes=5)
"""How far another system's clock may be ahead of ours."""
_TICK = timedelta(milliseconds=1)


def recorded(current: Consents, fresh: Iterable[Consent]) -> Consents:
    """Return what counts from now on: an older word never takes a newer one's place.

    Of two at the same moment the refusal counts.
    """
    newest = {(known.channel, known.kind): known for known in current}
    for consent in fresh:
        place = consent.channel, consent.kind
        if place not in newest or _outranks(consent, newest[place]):
            newest[place] = consent
    return tuple(newest[place] for place in sorted(newest))


def standing(consents: Consents, channel: str) -> Standing:
    """Return whether they may be written to by a channel: for either purpose is enough (30).

    Who refused one and was never asked about the other has refused.
    """
    states = {consent.state for consent in consents if consent.channel == channel}
    if ConsentState.subscribed in states:
        return Standing.consented
    return Standing.opted_out if ConsentState.unsubscribed in states else Standing.unknown


def state_of(consents: Consents, channel: str, kind: ConsentKind) -> ConsentState | None:
    """Return the newest word about one purpose, or None where nothing was said."""
    found = (c.state for c in consents if c.channel == channel and c.kind is kind)
    return next(found, None)


def said_now(
    current: Consents, channel: ConsentChannel, kinds: Iterable[ConsentKind], *,
    state: ConsentState, source: str, now: datetime, detail: str = "",
) -> Consents:  # fmt: skip
    """Return what the customer says at this moment: it comes after all that was heard before.

    Another machine's clock may be ahead by some milliseconds; that must not silence a STOP.
    """
    newest = max((c.at + _TICK for c in current if c.channel == channel), default=now)
    at = max(now, newest)
    return tuple(
        Consent(channel=channel, kind=kind, state=state, source=source, at=at, detail=detail)
        for kind in kinds
    )


def heard_at(at: datetime | None, now: datetime, pointer: str) -> datetime:
    """Return when a word was given that another system tells of; raise Invalid for a future one.

    A moment in the future would outrank whatever the customer says until then.
    """
    if at is not None and at > now + SKEW:
        fault = Fault(pointer, "in_the_future", "Nobody can have said this yet.")
        raise Invalid("A consent is given in the past.", faults=[fault])
    return now if at is None else min(at, now)


def _outranks(fresh: Consent, known: Consent) -> bool:
    if fresh.at != known.at:
        return fresh.at > known.at
    is_refusal = fresh.state is ConsentState.unsubscribed
    return is_refusal and known.state is not ConsentState.unsubscribed
