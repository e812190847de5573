"""How many seeds a test of chance runs with: a few each time, the rest by `make test-thorough`."""

from typing import Any

import pytest


def seeds(few: int, of: int) -> list[Any]:
    """Return the seeds 0 to `of`, all but the first `few` of them for the thorough run."""
    return [*range(few), *(pytest.param(n, marks=pytest.mark.thorough) for n in range(few, of))]
