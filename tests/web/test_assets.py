"""Addresses that browsers keep for good lead to what they led to, and changed files to others."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib import wiring
from chalicelib.core.desk import Desk
from chalicelib.web import assets
from chalicelib.web.request import Request
from chalicelib.web.static import routes
from tests.edge import Edge, edge

FOR_GOOD = "public, max-age=31536000, immutable"


@pytest.fixture
def site(ports: wiring.Ports) -> Edge:
    """Return the pages as everybody meets them."""
    return edge(routes, _everybody)


def _everybody(desk: Desk, _request: Request) -> Desk:
    return desk


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Serve a copy that may be changed."""
    copy = shutil.copytree(assets.ROOT, tmp_path / "static")
    monkeypatch.setattr(assets, "ROOT", copy)
    assets.look_again()
    yield copy
    monkeypatch.undo()
    assets.look_again()


def _links(site: Edge, page: str = "/console") -> list[str]:
    text = site.call("GET", page)[1].decode()
    return re.findall(r'(?:src|href)="([^"]+)"', text)


@pytest.mark.parametrize("page", ["/console", "/mail"])
def test_a_page_leads_to_files_that_are_kept_for_good(site: Edge, page: str) -> None:
    links = _links(site, page)

    assert links
    for link in links:
        status, _, headers = site.call("GET", f"/{link}")
        assert (status, headers["Cache-Control"]) == (200, FOR_GOOD), link


def test_the_page_itself_and_the_loader_keep_their_addresses(site: Edge) -> None:
    assert site.call("GET", "/console")[2]["Cache-Control"] == "no-cache"
    assert site.call("GET", "/widget.js")[2]["Cache-Control"] == "public, max-age=60"


def test_a_changed_file_changes_every_address(site: Edge, folder: Path) -> None:
    before, tag = _links(site), site.call("GET", "/console")[2]["ETag"]
    deep = folder / "console" / "state" / "api.js"
    deep.write_text(deep.read_text(encoding="utf-8") + "// changed\n", encoding="utf-8")
    assets.look_again()

    assert not {*before} & {*_links(site)}
    assert site.call("GET", "/console", If_None_Match=tag)[0] == 200


def test_a_file_that_is_added_is_there_and_changes_every_address(site: Edge, folder: Path) -> None:
    before = _links(site)
    (folder / "console" / "new.js").write_text("export {};\n", encoding="utf-8")
    assets.look_again()

    assert not {*before} & {*_links(site)}
    assert site.call("GET", "/static/v/console/new.js")[0] == 200


def test_the_same_files_have_the_same_addresses(site: Edge, folder: Path) -> None:
    before = _links(site)
    page = folder / "console" / "console.html"
    page.write_text(page.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assets.look_again()

    assert _links(site) == before


def test_another_versions_address_leads_to_the_newest_but_nobody_keeps_it(site: Edge) -> None:
    own = site.call("GET", f"/static/{assets.version()}/console/state/api.js")
    other = site.call("GET", f"/static/{'0' * 16}/console/state/api.js")

    assert other[:2] == own[:2]
    assert other[2]["ETag"] == own[2]["ETag"]
    assert other[2]["Cache-Control"] == "no-cache"
