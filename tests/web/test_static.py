"""The pages and their files."""

import re
from pathlib import Path
from urllib.parse import urljoin

import pytest

from chalicelib import wiring
from chalicelib.core.desk import Desk
from chalicelib.web.request import Request
from chalicelib.web.static import FILES, PAGES, ROOT, routes
from tests.edge import Edge, edge


@pytest.fixture
def site(ports: wiring.Ports) -> Edge:
    """Return the pages as everybody meets them."""
    return edge(routes, _everybody)


def _everybody(desk: Desk, _request: Request) -> Desk:
    return desk


def _texts(*endings: str) -> list[Path]:
    return sorted(path for path in ROOT.rglob("*") if path.suffix in endings)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_html_under_its_own_policy(site: Edge, name: str) -> None:
    status, body, headers = site.call("GET", f"/{name}")

    assert status == 200
    assert body.startswith(b"<!doctype html>")
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Cache-Control"] == "no-cache"
    assert "script-src 'self';" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]


def test_only_the_chat_may_stand_in_a_frame(site: Edge) -> None:
    framed = {
        name: site.call("GET", f"/{name}")[2]["Content-Security-Policy"].rpartition("; ")[2]
        for name in PAGES
    }

    assert framed == {"console": "frame-ancestors 'none'", "chat": "frame-ancestors *"}


@pytest.mark.parametrize("path", FILES)
def test_a_file_comes_with_its_type_and_tag(site: Edge, path: str) -> None:
    status, body, headers = site.call("GET", f"/static/{path}")

    assert (status, body) == (200, (ROOT / path).read_bytes())
    assert headers["Content-Type"] == FILES[path]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert re.fullmatch('"[0-9a-f]{16}"', headers["ETag"])


@pytest.mark.parametrize("path", ["/console", "/static/console/app.js"])
def test_what_is_known_is_not_sent_again(site: Edge, path: str) -> None:
    tag = site.call("GET", path)[2]["ETag"]

    for condition in (tag, f'"other", W/{tag}'):
        status, body, _ = site.call("GET", path, If_None_Match=condition)
        assert (status, body) == (304, b"")
    assert site.call("GET", path, If_None_Match='"other"')[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        "/static/..%2fweb/static.py",
        "/static/console/..%2f..%2f..%2fapp.py",
        "/static/console/%2e%2e%2fwidget%2fchat.js",
        "/static/console/app.js.map",
        "/static/console/app.js%00",
        "/static/console/",
        "/static/CONSOLE/app.js",
        "/static/.chalice/config.json",
        "/static/%2fetc/passwd",
    ],
)
def test_what_is_not_listed_is_not_there(site: Edge, path: str) -> None:
    assert site.call("GET", path)[0] in (403, 404)


def test_the_list_is_what_lies_there() -> None:
    lying = {path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*") if path.is_file()}

    assert lying == set(FILES) | {path for path, _ in PAGES.values()}


@pytest.mark.parametrize("page", _texts(".html"), ids=lambda page: page.name)
def test_a_page_has_nothing_inline_and_only_relative_links(page: Path) -> None:
    text = page.read_text(encoding="utf-8")

    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", text)
    links = re.findall(r'(?:src|href)="([^"]*)"', text)
    assert all(link.removeprefix("static/") in FILES for link in links)


@pytest.mark.parametrize("script", _texts(".js"), ids=lambda script: script.name)
def test_a_script_imports_what_is_listed(script: Path) -> None:
    here = script.relative_to(ROOT).as_posix()
    text = script.read_text(encoding="utf-8")

    assert all(urljoin(here, name) in FILES for name in re.findall(r'from "([^"]+)"', text))


@pytest.mark.parametrize("script", _texts(".js"), ids=lambda script: script.name)
def test_no_script_reads_markup_or_leads_away(script: Path) -> None:
    text = script.read_text(encoding="utf-8")

    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|https?://"
        r'|\.style\b|["`]/(?!["`])\w',
        text,
    )


@pytest.mark.parametrize("sheet", _texts(".css"), ids=lambda sheet: sheet.name)
def test_no_sheet_fetches_anything(sheet: Path) -> None:
    assert not re.search(r"url\(|@import", sheet.read_text(encoding="utf-8"))
