"""Which deliveries of a shop were worked off, for as long as one may come again."""

from datetime import timedelta

from pynamodb.attributes import NumberAttribute

from chalicelib.core.desk import Desk
from chalicelib.table import commerce_keys
from chalicelib.table.read import find
from chalicelib.table.row import Row
from chalicelib.table.write import translated

KEPT = timedelta(days=7)


class ShopDeliveryRow(Row, discriminator="shop_delivery"):
    """That one was; `expires_at` is the table's TTL attribute, epoch seconds."""

    expires_at = NumberAttribute()


def is_done(desk: Desk, delivery_id: str) -> bool:
    """Tell whether it was worked off."""
    key = commerce_keys.shop_delivery(desk.account_id, delivery_id)
    return find(ShopDeliveryRow, key, consistent=True) is not None


def note(desk: Desk, delivery_id: str) -> None:
    """Remember that it was."""
    key = commerce_keys.shop_delivery(desk.account_id, delivery_id)
    until = int((desk.now() + KEPT).timestamp())
    with translated():
        ShopDeliveryRow(*key, expires_at=until).save()
