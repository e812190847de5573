"""An edited file of a page is seen at once."""

import os
from pathlib import Path

import pytest

from chalicelib.web import assets
from dev.web.edits import Edits


@pytest.fixture
def looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Count when the product looks again, at a folder of the test's own."""
    found: list[str] = []
    monkeypatch.setattr(assets, "ROOT", tmp_path)
    monkeypatch.setattr(assets, "look_again", lambda: found.append("again"))
    (tmp_path / "app.js").write_text("1")
    return found


@pytest.mark.parametrize("page", ["/console", "/chat", "/mail", "/widget.js"])
def test_the_next_page_shows_an_edited_file(looks: list[str], tmp_path: Path, page: str) -> None:
    edits = Edits()
    edits.notice(page)
    assert looks == []

    os.utime(tmp_path / "app.js", ns=(1, 1))
    edits.notice(page)
    edits.notice(page)
    assert looks == ["again"]

    (tmp_path / "new.js").write_text("2")
    edits.notice(page)
    assert looks == ["again", "again"]


def test_files_are_only_looked_at_for_pages(looks: list[str], tmp_path: Path) -> None:
    edits = Edits()
    os.utime(tmp_path / "app.js", ns=(1, 1))

    edits.notice("/v1/tickets")
    assert looks == []
