"""What the team's inbox asks for before it can be used."""

import gzip
import re

from bench.registry import figure
from chalicelib.web.assets import ROOT
from chalicelib.web.static import PAGES

_NAMED = re.compile(r'(?:src|href)="static/([^"]+)"')


def first_load(page: str) -> list[str]:
    """Return the files of a page's first load, itself included."""
    path = PAGES[page]
    return [path, *_NAMED.findall((ROOT / path).read_text(encoding="utf-8"))]


@figure("first load of the console", most=80, unit="kB gzip")
def console() -> float:
    """Add up page, scripts and sheets, each compressed by itself as it is sent."""
    packed = [gzip.compress((ROOT / path).read_bytes()) for path in first_load("console")]
    return sum(map(len, packed)) / 1000
