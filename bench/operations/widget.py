"""How much a shop's page and its visitors load: every byte is in somebody's way."""

import gzip
import re
from pathlib import Path
from urllib.parse import urljoin

from bench.operations.pages import first_load
from bench.registry import figure
from chalicelib.web.assets import ROOT
from chalicelib.web.static import LANGUAGES, LOADER

_IMPORTED = re.compile(r'from "([^"]+)"')


@figure("the widget on a shop's page", most=4_096, unit="bytes, packed")
def loader() -> float:
    """Load the button."""
    return packed(ROOT / LOADER)


@figure("the chat in its frame, with the longest catalogue", most=30_720, unit="bytes, packed")
def chat() -> float:
    """Open the chat for the first time."""
    words = max(packed(ROOT / "words" / f"{language}.json") for language in LANGUAGES)
    return words + sum(packed(ROOT / path) for path in loaded("chat"))


def packed(path: Path) -> int:
    """Return the bytes that travel."""
    return len(gzip.compress(path.read_bytes(), mtime=0))


def loaded(page: str) -> set[str]:
    """Return all that a page loads, itself included."""
    found, ahead = set[str](), set(first_load(page))
    while ahead:
        path = ahead.pop()
        found.add(path)
        imported = _IMPORTED.findall((ROOT / path).read_text(encoding="utf-8"))
        ahead |= {urljoin(path, name) for name in imported} - found
    return found
