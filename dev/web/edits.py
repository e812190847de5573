"""Edited files of the pages: on a laptop they are seen with the next page, without a new start."""

from collections.abc import Sequence

from chalicelib.web import assets

_PAGES = ("/console", "/chat", "/mail", "/widget.js")


class Edits:
    """What the files were when somebody looked last."""

    def __init__(self) -> None:
        """Look for the first time."""
        self._seen = _state()

    def notice(self, path: str) -> None:
        """Let the product look again if a page is asked for, and a file is not what it was."""
        if path in _PAGES and (now := _state()) != self._seen:
            self._seen = now
            assets.look_again()


def _state() -> Sequence[tuple[str, int]]:
    files = (path for path in assets.ROOT.rglob("*") if path.is_file())
    return sorted((str(path), path.stat().st_mtime_ns) for path in files)
