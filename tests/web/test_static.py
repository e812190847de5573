"""The pages and their files."""

import json
import re
from pathlib import Path
from urllib.parse import urljoin

import pytest

from chalicelib import wiring
from chalicelib.core.desk import Desk
from chalicelib.messaging.widget_routes import open_routes as widget_routes
from chalicelib.web import assets
from chalicelib.web.assets import FILES, ROOT
from chalicelib.web.request import Request
from chalicelib.web.static import LANGUAGES, LOADER, PAGES, routes
from tests.edge import Edge, edge

_IMPORT = re.compile(
    r'(?:^|;)(?:import\s*|(?:import|export)\b[^;"]*?\bfrom\s*)"([^"]+)"', re.MULTILINE
)
_LATER = re.compile(r'\bimport\("([^"]+)"\)')
_SHEET = re.compile(r'\bsheet\("([^"]+)", import\.meta\.url\)')
_LEADS_AWAY = re.compile(
    r"dangerously|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|https?://"
    # A field's `at` is no address: it points into a body, where a refusal may point, too.
    r'|DOMParser|\.style\b|(?<!\bat=)(?<!\bat=\$\{)["`]/(?!["`])\w'
)


@pytest.fixture
def site(ports: wiring.Ports) -> Edge:
    """Return the pages as everybody meets them."""
    return edge((routes, widget_routes), _everybody)


def _everybody(desk: Desk, _request: Request) -> Desk:
    return desk


def _texts(*endings: str) -> list[Path]:
    own = (path for path in ROOT.rglob("*") if "vendor" not in path.parts)
    return sorted(path for path in own if path.suffix in endings)


def _scripts() -> list[tuple[str, str]]:
    """Return each script of ours, by where it lies, with its text."""
    found = _texts(".js")
    assert found
    return [(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) for path in found]


def _links(page: str, kind: str) -> list[str]:
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.findall(rf'{kind}[^>]* (?:src|href)="static/([^"]*)"', text)


def test_the_console_is_html_under_its_own_policy(site: Edge) -> None:
    status, body, headers = site.call("GET", "/console")

    assert status == 200
    assert body.startswith(b"<!doctype html>")
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Cache-Control"] == "no-cache"
    assert "script-src 'self';" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Content-Security-Policy"].endswith("; frame-ancestors 'none'")


def test_other_sites_may_load_the_loader(site: Edge) -> None:
    status, body, headers = site.call("GET", "/widget.js")

    assert (status, body) == (200, (ROOT / LOADER).read_bytes())
    assert headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_files_are_shown_from_the_bucket_and_put_there(site: Edge) -> None:
    policies = {
        name: dict(
            part.split(" ", 1) for part in
            site.call("GET", f"/{name}")[2]["Content-Security-Policy"].split("; ")
        )
        for name in PAGES
    }  # fmt: skip
    bucket = "https://deskhand-test-files.s3.eu-west-1.amazonaws.com"

    assert {own["img-src"] for own in policies.values()} == {f"'self' data: {bucket}"}
    assert {own["connect-src"] for own in policies.values()} == {f"'self' {bucket}"}


def test_in_the_frame_of_a_mail_nothing_runs_and_only_asked_pictures_load(site: Edge) -> None:
    bucket = "https://deskhand-test-files.s3.eu-west-1.amazonaws.com"
    plain, open_ = (
        site.call("GET", path)[2]["Content-Security-Policy"]
        for path in ("/mail", "/mail?pictures=true")
    )

    assert plain == (
        "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox; "
        f"default-src 'none'; style-src 'self'; img-src {bucket}; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'self'"
    )
    assert open_ == plain.replace(bucket, f"{bucket} https: http:")
    assert site.call("GET", "/mail?pictures=maybe")[0] == 400


def test_every_file_comes_with_its_type_and_tag(site: Edge) -> None:
    for path, kind in FILES.items():
        status, body, headers = site.call("GET", f"/static/{assets.version()}/{path}")

        lying = (ROOT / path).read_bytes()
        assert (status, body) == (200, json.loads(lying) if path.endswith(".json") else lying), path
        assert headers["Content-Type"] == kind, path
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert re.fullmatch('"[0-9a-f]{16}"', headers["ETag"]), path


@pytest.mark.parametrize(
    "path", ["/console", "/static/v/console/app.js", "/static/v/console/state/api.js"]
)
def test_what_is_known_is_not_sent_again(site: Edge, path: str) -> None:
    tag = site.call("GET", path)[2]["ETag"]

    for condition in (tag, f'"other", W/{tag}'):
        status, body, _ = site.call("GET", path, If_None_Match=condition)
        assert (status, body) == (304, b"")
    assert site.call("GET", path, If_None_Match='"other"')[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        "/static/v/..%2fweb/static.py",
        "/static/v/console/..%2f..%2f..%2fapp.py",
        "/static/v/console/%2e%2e%2fwidget%2fchat.js",
        "/static/v/console/app.js.map",
        "/static/v/console/app.js%00",
        "/static/v/console/",
        "/static/v/CONSOLE/app.js",
        "/static/v/console/console.html",
        "/static/v/console/state/..%2fapp.js",
        "/static/v/vendor/manifest.json",
        "/static/v/.chalice/config.json",
        "/static/v/%2fetc/passwd",
        "/static/console/app.js",
        "/static/console/state/api.js",
    ],
)
def test_what_is_not_listed_is_not_there(site: Edge, path: str) -> None:
    assert site.call("GET", path)[0] in (403, 404)


def test_whatever_lies_there_is_served_but_the_manifest() -> None:
    lying = {path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*") if path.is_file()}

    pages = {"console/ticket/mail.html", *PAGES.values()}
    assert lying == {*FILES, *pages, "vendor/manifest.json"}


# Without this each script would be asked for only when the one that imports it has come.
@pytest.mark.parametrize("page", ["console", "docs"])
def test_a_page_asks_for_all_its_scripts_at_once(page: str) -> None:
    asked = _links(PAGES[page], "modulepreload")
    [start] = _links(PAGES[page], "<script")

    assert {*asked, start} == _imported(start, _IMPORT)
    assert len(asked) == len({*asked}), "each once"


def test_the_api_s_page_uses_all_its_files() -> None:
    ours = {path for path in FILES if path.startswith("docs/")}

    assert ours <= _imported("docs/docs.js", _IMPORT) | {*_links("docs/docs.html", "stylesheet")}


def _imported(start: str, *ways: re.Pattern[str]) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            text = (ROOT / here).read_text(encoding="utf-8")
            waiting += [urljoin(here, name) for way in ways for name in way.findall(text)]
    return found


def test_the_console_uses_all_its_files() -> None:
    ours = {path for path in FILES if path.startswith("console/")}
    sheets = {*_links("console/console.html", "stylesheet"), "console/ticket/mail.css"}

    assert ours <= _imported("console/app.js", _IMPORT, _LATER, _SHEET) | sheets


@pytest.mark.parametrize("page", _texts(".html"), ids=lambda page: page.name)
def test_a_page_has_nothing_inline_and_only_relative_links(page: Path) -> None:
    text = page.read_text(encoding="utf-8")

    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", text)
    links = re.findall(r'(?:src|href)="([^"]*)"', text)
    assert all(link.removeprefix("static/") in FILES for link in links)


def test_scripts_import_what_is_listed() -> None:
    for here, text in _scripts():
        names = [name for way in (_IMPORT, _LATER, _SHEET) for name in way.findall(text)]
        assert {urljoin(here, name) for name in names} <= FILES.keys(), here


# Only what fills the frame of a mail reads a stranger's markup; what it makes of it stays in there.
# Nothing else looks before somebody opens the screen: a script is not checked when it is loaded.
def test_a_component_is_imported_or_made_where_it_is_used() -> None:
    for here, text in _scripts():
        used = set(re.findall(r"<\$\{([A-Z]\w*)\}", text))

        brought = set(re.findall(r"\w+", " ".join(re.findall(r"^import \{([^}]*)\}", text, re.M))))
        made = set(re.findall(r"(?:function|const) ([A-Z]\w*)", text))
        assert not used - brought - made, here


def test_no_script_reads_markup_or_leads_away() -> None:
    for here, text in _scripts():
        if here.endswith("/paper.js"):
            text = re.sub(r"element\.style\.cssText|dataset\.style", "", text)

        assert not _LEADS_AWAY.search(text), here


def test_no_sheet_fetches_anything() -> None:
    for sheet in _texts(".css"):
        assert not re.search(r"url\(|@import", sheet.read_text(encoding="utf-8")), sheet.name


def _catalogue(language: str) -> dict[str, str]:
    return json.loads((ROOT / "words" / f"{language}.json").read_text(encoding="utf-8"))


def _gaps(catalogue: dict[str, str]) -> dict[str, list[str]]:
    return {name: sorted(re.findall(r"\{\w+\}", text)) for name, text in catalogue.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_says_all_that_another_says(language: str) -> None:
    catalogue = _catalogue(language)

    assert list(catalogue) == list(_catalogue("en"))
    assert _gaps(catalogue) == _gaps(_catalogue("en"))
    assert all(text.strip() == text and text for text in catalogue.values())


def test_every_word_of_the_catalogues_is_said_somewhere() -> None:
    scripts = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "widget").glob("*.js"))

    said = set(re.findall(r"\b[a-z]+(?:_[a-z]+)*\b", scripts))
    assert set(_catalogue("en")) <= said
