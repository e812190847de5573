"""Slows the browser's pages down (`--slow-pages 4`): finds what only works on a fast machine."""

import pytest

_OPTION = "--slow-pages"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the rate."""
    parser.addoption(
        _OPTION, type=float, default=1.0, help="how many times slower the browser's pages run"
    )


@pytest.fixture(scope="session")
def slowness(pytestconfig: pytest.Config) -> float:
    """Return how many times slower than this machine pages have to run."""
    return float(pytestconfig.getoption(_OPTION) or 1)
