"""The shops of `tests/faults`, which every command of the product is known for."""

from tests.faults.conftest import cloud, images, installation, ports, shop, table

__all__ = ["cloud", "images", "installation", "ports", "shop", "table"]
