"""An account with tickets that can be looked for."""

import pytest

from chalicelib.core.desk import Desk
from tests.search.shelf import Shelf


@pytest.fixture
def shelf(desk: Desk) -> Shelf:
    """Return an account's tickets, none yet."""
    return Shelf(desk)
