"""The files that pages need, under addresses that browsers may keep for good.

One word stands for the content of all of them: scripts import each other by relative paths, so
the word that a page has in its links reaches every script that these lead to. A file that is
changed changes the word, and with it all addresses.

Each file is found once, at the start: what was not is not there, whatever the path.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from chalicelib.web.answers import Text

ROOT = Path(__file__).parent.parent / "static"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
_NO_PAGE_ASKS_FOR = "manifest.json"
_LINK = '="static/'
"""How a page's links to files begin."""


@dataclass(frozen=True, slots=True)
class File:
    """A text with its tag."""

    text: Text
    etag: str


def _found() -> dict[str, str]:
    return {
        path.relative_to(ROOT).as_posix(): _TYPES[path.suffix]
        for path in sorted(ROOT.rglob("*"))
        if path.suffix in _TYPES and path.name != _NO_PAGE_ASKS_FOR
    }


FILES = _found()
"""The type of each file, by where it lies."""


@cache
def version() -> str:
    """Return the word for what is in all files."""
    digest = hashlib.sha256()
    for path in FILES:
        digest.update(f"{path}\0{file(path).etag}\n".encode())
    return digest.hexdigest()[:16]


@cache
def file(path: str) -> File:
    """Return a file that is known to be there."""
    return tagged((ROOT / path).read_bytes())


@cache
def page(path: str) -> File:
    """Return a page whose links lead to the files of this version."""
    text = (ROOT / path).read_text(encoding="utf-8")
    return tagged(text.replace(_LINK, f"{_LINK}{version()}/").encode())


def tagged(raw: bytes) -> File:
    """Return a text with a tag that tells it from any other."""
    return File(Text(raw.decode()), f'"{hashlib.sha256(raw).hexdigest()[:16]}"')


def look_again() -> None:
    """Forget what was read: files have been changed under a process that goes on."""
    for each in (version, file, page):
        each.cache_clear()
    FILES.clear()
    FILES.update(_found())
