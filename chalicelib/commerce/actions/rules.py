"""What is made of the answers about an action; values only."""

from datetime import datetime, timedelta

from chalicelib.commerce.actions.model import Action, Outcome, Refused
from chalicelib.core.errors import (
    Conflict,
    DeliveryFailed,
    DeskhandError,
    Forbidden,
    Invalid,
    NotFound,
)

LEASE = timedelta(minutes=1)
"""How long whoever asks the service may be silent; requests live half as long."""
PATIENCE = timedelta(minutes=10)
"""What was not seen to be done for so long was not done."""
LONGEST = timedelta(days=7)
"""So long a service that says nothing is asked; then nobody will know."""
_SOONEST = timedelta(seconds=30)
_SELDOM = timedelta(hours=1)
_KINDS = {kind.__name__: kind for kind in (Invalid, Forbidden, NotFound, Conflict)}


def verdict(action: Action, reached: bool | None, now: datetime) -> Outcome | None:  # noqa: FBT001
    """Return what became of an action, or None where that is still to be seen.

    `reached` tells whether the service is as was wanted; None where it did not say.
    """
    waited = now - action.asked_at
    if reached:
        return Outcome.done
    if reached is False and waited >= PATIENCE:
        return Outcome.not_done
    return Outcome.unknown if waited >= LONGEST else None


def next_look(action: Action, now: datetime) -> datetime:
    """Return when to ask again: soon at first, then ever more seldom."""
    return now + min(max((now - action.asked_at) / 2, _SOONEST), _SELDOM)


def refused(error: DeskhandError) -> Refused:
    """Return a service's refusal as it is kept."""
    kind = next((name for name, each in _KINDS.items() if isinstance(error, each)), "Conflict")
    return Refused(kind=kind, code=error.code, detail=error.detail)


def as_error(known: Refused) -> DeskhandError:
    """Return the error that a refusal was, for whoever asks for the same again."""
    return _KINDS[known.kind](known.detail, code=known.code)


def surely_later(error: DeskhandError) -> bool:
    """Tell whether the same may be asked again: nothing was done, and no verdict was given."""
    is_verdict = isinstance(error, tuple(_KINDS.values()))
    return not is_verdict and not (isinstance(error, DeliveryFailed) and error.permanent)
