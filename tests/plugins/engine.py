"""Chooses who answers DynamoDB calls: moto, or a real engine by `--engine` (`make test-engine`).

ENGINE_URL points the tests to an engine that runs already.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.kit import crash
from tests.kit.engine import Engine, Missing, started

_OPTION = "--engine"
_CRASHES = "crashes"
_from_workers: list[int] = []
_SERVICES = ("DYNAMODB", "DYNAMODB_STREAMS")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the choice of the engine."""
    parser.addoption(
        _OPTION,
        type=Engine,
        choices=list(Engine),
        default=Engine.moto,
        help="who answers DynamoDB calls; everything else is moto's",
    )


def pytest_report_header(config: pytest.Config) -> str:
    """Say it."""
    return f"engine: {os.environ.get('ENGINE_URL') or config.getoption(_OPTION)}"


@pytest.fixture(scope="session")
def engine_url(pytestconfig: pytest.Config) -> Iterator[str | None]:
    """Yield the address of the real engine, None for moto.

    botocore reads the address from the environment, so the product needs to know nothing of it.
    """
    chosen = Engine(pytestconfig.getoption(_OPTION) or Engine.moto)
    running = os.environ.get("ENGINE_URL")
    if chosen is Engine.moto and not running:
        yield None
    elif running:
        with _pointed_to(running):
            yield running
    else:
        try:
            with started(chosen) as url, _pointed_to(url):
                yield url
        except Missing as reason:
            pytest.fail(str(reason))


@contextmanager
def _pointed_to(url: str) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for service in _SERVICES:
            patch.setenv(f"AWS_ENDPOINT_URL_{service}", url)
        yield


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip on moto what only an atomic engine can show."""
    if config.getoption(_OPTION) is not Engine.moto or os.environ.get("ENGINE_URL"):
        return
    skip = pytest.mark.skip(reason="needs an atomic engine: make test-engine")
    for item in items:
        if item.get_closest_marker("engine"):
            item.add_marker(skip)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand the count from a worker to the process that prints."""
    handed = getattr(session.config, "workeroutput", None)
    if handed is not None:
        handed[_CRASHES] = len(crash.total)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Add what a worker hands over."""
    _from_workers.append(getattr(node, "workeroutput", {}).get(_CRASHES, 0))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many crashes were tried."""
    tried = len(crash.total) + sum(_from_workers)
    if tried:
        terminalreporter.write_line(f"crash and fault points tried: {tried}")
