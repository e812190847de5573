"""A team at work, in a zone where the clock goes forward meanwhile."""

from collections.abc import Callable
from random import Random

import pytest

from chalicelib.accounts.settings import change
from tests.accounts.shop import Shop
from tests.kit.http_world import World
from tests.reports.activity.floor import Floor
from tests.reports.activity.story import WEEK


@pytest.fixture
def floor(shop: Shop, world: World) -> Callable[[int], Floor]:
    """Return a maker of floors."""
    hours = {"time_zone": "America/New_York", "days": WEEK, "holidays": ["2026-03-10"]}
    change.patch(shop.desk(), {"office_hours": hours})

    def make(seed: int) -> Floor:
        return Floor(shop=shop, world=world, chance=Random(seed))

    return make
