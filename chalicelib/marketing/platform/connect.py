"""Connecting the customer platform, and letting it go."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

from chalicelib.accounts import storage as accounts
from chalicelib.core.desk import Desk
from chalicelib.core.errors import (
    DeliveryFailed,
    Fault,
    Forbidden,
    Invalid,
    Unavailable,
    Uncertain,
)
from chalicelib.marketing.platform import storage
from chalicelib.marketing.platform.model import Keys, Platform, Provider
from chalicelib.table import operations
from chalicelib.table.write import ConditionFailed

_BUSY = "The connection was changed by others at the same time; try again."


def connect(desk: Desk, provider: Provider, *, api_key: str, webhook_secret: str) -> Platform:
    """Take the keys of the platform, once it takes them; an empty one stays as it was.

    A platform that does not answer is believed: its key is asked for again with each look-up.
    """

    def act() -> dict[str, Any]:
        before = storage.find_now(desk)
        own = _keys(desk, before, api_key=api_key, webhook_secret=webhook_secret)
        _check(desk, own)
        after = Platform(
            provider=provider,
            sealed=storage.sealed(desk, provider, own),
            has_webhook_secret=bool(own.webhook_secret),
            connected_at=before.connected_at if before else desk.now(),
            version=before.version + 1 if before else 1,
        )
        said = accounts.put_event(desk, "platform_connected", desk.account_id, provider)
        puts = [storage.put(desk, after), said, *operations.mark(desk, {})]
        accounts.commit(desk, puts)
        return {}

    operations.decided(desk, act, lost=_BUSY)
    storage.forget(desk.account_id)
    return storage.load(desk)


def disconnect(desk: Desk) -> None:
    """Forget the keys; what the platform told stays."""

    def act() -> dict[str, Any]:
        known = storage.load(desk)
        said = accounts.put_event(desk, "platform_disconnected", desk.account_id, known.provider)
        puts = [said, *operations.mark(desk, {})]
        accounts.commit(desk, puts, deletes=[storage.row_of(desk, known)])
        return {}

    operations.decided(desk, act, lost=_BUSY)
    storage.forget(desk.account_id)


def note_fault(desk: Desk, platform: Platform, fault: str) -> None:
    """Show the merchant what is wrong with the connection, or that nothing is any more."""
    if platform.fault != fault:
        after = replace(platform, fault=fault, version=platform.version + 1)
        with suppress(ConditionFailed, Unavailable):  # the next look-up notes it
            accounts.commit(desk, [storage.put(desk, after)])
        storage.forget(desk.account_id)


def _keys(desk: Desk, before: Platform | None, *, api_key: str, webhook_secret: str) -> Keys:
    known = storage.opened(desk, before) if before else Keys(api_key="")
    own = Keys(
        api_key=api_key or known.api_key, webhook_secret=webhook_secret or known.webhook_secret
    )
    if not own.api_key:
        raise Invalid("A key is needed.", faults=[Fault("/api_key", "required", "Give one.")])
    return own


def _check(desk: Desk, own: Keys) -> None:
    from chalicelib.marketing.platform import klaviyo_api

    try:
        with suppress(Unavailable, Uncertain, DeliveryFailed):
            klaviyo_api.check(desk, own.api_key)
    except Forbidden as error:
        detail = "Klaviyo refuses it, or it lacks the scopes profiles:read and segments:read."
        fault = Fault("/api_key", "key_refused", detail)
        raise Invalid("The key is not taken.", faults=[fault]) from error
