"""Consents for tests: plain functions, every argument optional."""

from datetime import timedelta
from typing import Any

from chalicelib.customers.consent.model import Consent, ConsentKind, ConsentState
from tests.kit.http_world import NOON

YES, NO, ASKED = ConsentState.subscribed, ConsentState.unsubscribed, ConsentState.pending
MARKETING, TRANSACTIONAL = ConsentKind.marketing, ConsentKind.transactional


def a_consent(state: ConsentState = YES, *, minutes: float = 0, **facts: Any) -> Consent:
    """Return a word about marketing texts, said so many minutes after noon."""
    known: dict[str, Any] = {
        "channel": "sms",
        "kind": MARKETING,
        "source": "checkout",
        "at": NOON + timedelta(minutes=minutes),
    }
    return Consent(state=state, **{**known, **facts})
