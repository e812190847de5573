"""What is wrong between an outside service and us, for the merchant to see and to mend."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TypeVar

from chalicelib.accounts import storage as accounts
from chalicelib.commerce import shops
from chalicelib.commerce.model import Connection, Shop
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Forbidden, Unavailable
from chalicelib.table.write import ConditionFailed, Put

FINAL = frozenset({"token_refused"})
"""After these nothing works until the service is connected again."""

C = TypeVar("C", bound=Connection)


def note(desk: Desk, shop: Shop, failure: Forbidden | None) -> None:
    """Show why the shop refuses us, or that it does not any more."""
    if note_of(desk, shop, failure, put=shops.put):
        shops.forget(desk.account_id)


def note_of(
    desk: Desk, known: C, failure: Forbidden | None, *, put: Callable[[Desk, C], Put]
) -> bool:
    """Write the same of any service, and tell whether there was anything to write."""
    fault = failure.detail if failure else ""
    is_open = known.is_open and not (failure and failure.code in FINAL)
    if (fault, is_open) == (known.fault, known.is_open):
        return False
    after = replace(known, fault=fault, is_open=is_open, version=known.version + 1)
    with suppress(ConditionFailed, Unavailable):  # whoever asks next notes it
        accounts.commit(desk, [put(desk, after)])
    return True
