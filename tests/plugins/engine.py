"""An atomic DynamoDB for races, transactions and faults: `make test-engine`.

ENGINE_URL points the tests to one that runs already, for a second opinion.
"""

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

_PROGRAM = Path(__file__).parents[2] / ".venv-engine" / "bin" / "ministack"
_PATIENCE = 30.0


@pytest.fixture(scope="session")
def engine_url() -> Iterator[str]:
    """Yield the address of a DynamoDB that keeps its promises under threads."""
    running = os.environ.get("ENGINE_URL")
    if running:
        yield running
        return
    if not _PROGRAM.exists():
        pytest.fail("The engine is not installed: run `make test-engine`")
    port = _free_port()
    environment = {**os.environ, "BIND_HOST": "127.0.0.1", "GATEWAY_PORT": str(port)}
    process = subprocess.Popen(
        [str(_PROGRAM)], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_until_ready(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(url: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"The engine ended with code {process.returncode}")
        try:
            urllib.request.urlopen(url, timeout=1).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"The engine did not answer within {_PATIENCE:.0f} s")
