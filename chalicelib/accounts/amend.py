"""Changing an account: load, decide, commit."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from chalicelib.accounts import storage
from chalicelib.accounts.model import Account
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict
from chalicelib.table import operations
from chalicelib.table.row import Row
from chalicelib.table.write import ConditionFailed, Put

Decide = Callable[[Account], Account]
_ATTEMPTS = 4


def amend(
    desk: Desk,
    event: str,
    decide: Decide,
    *,
    detail: str = "",
    puts: Sequence[Put] = (),
    deletes: Sequence[Row] = (),
) -> Account:
    """Commit what `decide` returns, with further rows; it is asked again after a lost race.

    Without an `event`, the account's history says nothing of it.

    A failed condition of one of `puts` is raised as it is: its index counts from them.
    """

    def act() -> dict[str, Any]:
        before = storage.account_now(desk)
        after = decide(before)
        if after != before:
            own = storage.put_account(desk, replace(after, version=before.version + 1))
            said = [storage.put_event(desk, event, desk.account_id, detail)] if event else []
            every = [*puts, own, *said, *operations.mark(desk, {})]
            storage.commit(desk, every, deletes=deletes)
        return {}

    for _ in range(_ATTEMPTS):
        try:
            operations.once(desk, act)
        except ConditionFailed as failed:
            if failed.index < len(puts):
                raise
        else:
            return storage.account_now(desk)
    raise Conflict("The account was changed by others at the same time; try again.")
