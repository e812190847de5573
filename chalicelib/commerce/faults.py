"""What is wrong between a shop and us, for the merchant to see and to mend."""

from contextlib import suppress
from dataclasses import replace

from chalicelib.accounts import storage as accounts
from chalicelib.commerce import shops
from chalicelib.commerce.model import Shop
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Forbidden, Unavailable
from chalicelib.table.write import ConditionFailed

FINAL = frozenset({"token_refused"})
"""After these nothing works until the shop is connected again."""


def note(desk: Desk, shop: Shop, failure: Forbidden | None) -> None:
    """Show why the shop refuses us, or that it does not any more."""
    fault = failure.detail if failure else ""
    is_open = shop.is_open and not (failure and failure.code in FINAL)
    if (fault, is_open) == (shop.fault, shop.is_open):
        return
    after = replace(shop, fault=fault, is_open=is_open, version=shop.version + 1)
    with suppress(ConditionFailed, Unavailable):  # whoever asks next notes it
        accounts.commit(desk, [shops.put(desk, shop, after)])
    shops.forget(desk.account_id)
