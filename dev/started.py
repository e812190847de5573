"""The product as `make run` starts it, in a process and a folder of its own."""

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parent.parent
_STARTS_WITHIN = 60


@contextlib.contextmanager
def started(folder: Path, *options: str) -> Iterator[dict[str, Any]]:
    """Start it, wait until it is ready, give what its run file tells, and stop it afterwards.

    Orders of years come in only where `--orders` asks for them.
    Raises RuntimeError with the end of its output where it does not become ready.
    """
    with (folder / "output.txt").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "dev", "--port", "0", "--quiet", "--no-orders", *options],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(_ROOT)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            yield _ready(folder, process)
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=20)
            process.kill()
            process.wait()


def _ready(folder: Path, process: "subprocess.Popen[bytes]") -> dict[str, Any]:
    until = time.monotonic() + _STARTS_WITHIN
    while process.poll() is None and time.monotonic() < until:
        with contextlib.suppress(FileNotFoundError):
            return json.loads((folder / ".dev" / "run.json").read_text())
        time.sleep(0.1)
    raise RuntimeError((folder / "output.txt").read_text()[-2_000:])
