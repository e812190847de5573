"""The shop of `tests/messaging`, with the queues and the post of `tests/faults`."""

from tests.messaging.conftest import cloud, images, shop, table

__all__ = ["cloud", "images", "shop", "table"]
