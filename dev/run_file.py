"""The file that tells where a server runs: `.dev/run.json`, unless another server has it."""

import http.client
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

FOLDER = Path(".dev")
_ANSWER_SECONDS = 2


class RunFile:
    """This server's own file; another's is neither overwritten nor deleted."""

    def __init__(self, port: int) -> None:
        """`port` is this server's."""
        self.path = FOLDER / "run.json"
        self._port = port
        self._base_url = ""

    def write(self, run: Mapping[str, Any]) -> None:
        """Write all of it at once: whoever waits for the file reads it when it appears.

        It has the usual name, unless a server that still answers took that first.
        """
        self._base_url = run["base_url"]
        other = _base_url(self.path)
        if other not in ("", self._base_url) and _answers(other):
            self.path = FOLDER / f"run-{self._port}.json"
        self.path.parent.mkdir(exist_ok=True)
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps(run, indent=1))
        fresh.replace(self.path)

    def remove(self) -> None:
        """Delete it, if it is still this server's."""
        if self._base_url and _base_url(self.path) == self._base_url:
            self.path.unlink(missing_ok=True)


def _base_url(path: Path) -> str:
    try:
        return str(json.loads(path.read_text())["base_url"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _answers(base_url: str) -> bool:
    """Tell whether a server like this one is there; a stranger on its old port is none."""
    connection = http.client.HTTPConnection(urlsplit(base_url).netloc, timeout=_ANSWER_SECONDS)
    try:
        connection.request("GET", "/dev/clock")
        return b'"now"' in connection.getresponse().read()
    except TimeoutError:
        return True  # busy, not gone
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
