"""Connecting Recharge by a token, and letting it go."""

from typing import Any

from chalicelib.accounts import storage as accounts
from chalicelib.commerce.model import Connection
from chalicelib.commerce.recharge import rules, storage
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Fault, Forbidden, Invalid
from chalicelib.table import operations

PROVIDER = "recharge"
_BUSY = "The connection was changed by others at the same time; try again."


def connect(desk: Desk, token: str) -> Connection:
    """Keep a token that Recharge takes and that lets us read; a new one replaces the old one.

    Raises Invalid for another token, and Unavailable where Recharge cannot be asked.
    """

    def act() -> dict[str, Any]:
        before = storage.find_now(desk)
        after = Connection(
            sealed=storage.sealed(desk, token),
            scopes=_checked(desk, token),
            connected_at=before.connected_at if before else desk.now(),
            version=before.version + 1 if before else 1,
        )
        said = accounts.put_event(
            desk, "subscription_platform_connected", desk.account_id, PROVIDER
        )
        puts = [storage.put(desk, after), said, *operations.mark(desk, {})]
        accounts.commit(desk, puts)
        return {}

    operations.decided(desk, act, lost=_BUSY)
    storage.forget(desk.account_id)
    return storage.load(desk)


def disconnect(desk: Desk) -> None:
    """Forget the token."""

    def act() -> dict[str, Any]:
        known = storage.load(desk)
        said = accounts.put_event(
            desk, "subscription_platform_disconnected", desk.account_id, PROVIDER
        )
        puts = [said, *operations.mark(desk, {})]
        accounts.commit(desk, puts, deletes=[storage.row_of(desk, known)])
        return {}

    operations.decided(desk, act, lost=_BUSY)
    storage.forget(desk.account_id)


def _checked(desk: Desk, token: str) -> frozenset[str]:
    from chalicelib.commerce.recharge import api

    try:
        scopes = api.scopes(desk, token)
    except Forbidden as error:
        fault = Fault("/api_token", "token_refused", "Recharge does not take it.")
        raise Invalid("The token is not taken.", faults=[fault]) from error
    if lacking := sorted(rules.TO_READ.intersection(rules.missing(scopes))):
        fault = Fault("/api_token", "scope_missing", f"It lacks {' and '.join(lacking)}.")
        raise Invalid("The token does not let us read.", faults=[fault])
    return scopes
