"""The laptop's own pages."""

import re
from pathlib import Path

import pytest

import dev.web
from chalicelib.web.assets import FILES

PAGES = sorted((Path(dev.web.__file__).parent / "pages").glob("*.html"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_names_an_icon_that_is_there(page: Path) -> None:
    icon = re.search(
        r'<link rel="icon" href="/static/newest/([^"]+)"', page.read_text(encoding="utf-8")
    )

    assert icon
    assert FILES[icon[1]] == "image/svg+xml"
