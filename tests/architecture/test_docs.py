"""The documents name what the code has."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.package import written
from tests.architecture.code import ROOT

DOCS = ROOT / "docs"
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def unnamed(text: str, names: Iterable[str]) -> list[str]:
    """Return the names that the text does not show as code."""
    return [name for name in names if not re.search(rf"`{re.escape(name)}\b[^`]*`", text)]


def public_functions(path: Path) -> list[str]:
    """Return the names of a module's public functions."""
    tops = ast.parse(path.read_text(encoding="utf-8")).body
    functions = [node.name for node in tops if isinstance(node, ast.FunctionDef)]
    return [name for name in functions if not name.startswith("_")]


def dead_links(page: Path) -> Iterator[str]:
    """Yield the links of a page that lead to no file."""
    for target in _LINK.findall(page.read_text(encoding="utf-8")):
        if "://" not in target and not (page.parent / target).exists():
            yield target


@pytest.fixture(scope="module")
def template() -> dict[str, Any]:
    """Return our part of what is deployed."""
    return written()


def _document(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def test_every_key_is_explained() -> None:
    text = _document("table.md")

    for path in (ROOT / "chalicelib" / "table").glob("*keys.py"):
        assert unnamed(text, public_functions(path)) == []


def test_every_setting_is_explained(template: dict[str, Any]) -> None:
    source = (ROOT / "chalicelib" / "settings.py").read_text(encoding="utf-8")
    read = re.findall(r'"((?:DESKHAND|AWS)_\w+)"', source)
    given = template["Globals"]["Function"]["Environment"]["Variables"]

    assert unnamed(_document("operations.md"), sorted({*read, *given})) == []


@pytest.mark.parametrize("part", ["Parameters", "Outputs"])
def test_what_a_deploy_takes_and_gives_is_explained(template: dict[str, Any], part: str) -> None:
    assert unnamed(_document("operations.md"), template[part]) == []


@pytest.mark.parametrize("kind", ["CloudWatch::Alarm", "SQS::Queue", "Logs::LogGroup"])
def test_what_somebody_has_to_look_at_is_explained(template: dict[str, Any], kind: str) -> None:
    resources = template["Resources"].items()
    names = [name for name, each in resources if each.get("Type") == f"AWS::{kind}"]

    assert names
    assert unnamed(_document("operations.md"), names) == []


@pytest.mark.parametrize(
    "word", ["account", "agent", "team", "customer", "ticket", "note", "inbox", "desk", "Change"]
)
def test_the_glossary_has_the_word(word: str) -> None:
    assert f"\n| {word} |" in (DOCS / "glossary.md").read_text(encoding="utf-8")


def test_every_decision_is_listed() -> None:
    pages = sorted(page.name for page in (DOCS / "adr").glob("0*.md"))
    index = (DOCS / "adr" / "README.md").read_text(encoding="utf-8")

    assert pages
    assert [page for page in pages if f"({page})" not in index] == []
    assert [page[:4] for page in pages] == [f"{n:04}" for n in range(1, len(pages) + 1)]


def test_links_lead_somewhere() -> None:
    pages = [*DOCS.rglob("*.md"), *ROOT.glob("*.md")]

    assert {str(page): links for page in pages if (links := list(dead_links(page)))} == {}


def test_what_is_missing_is_found(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.write_text("[there](a.md#top) [gone](b.md) [far](https://example.com)")

    assert unnamed("`ticket(account_id)` and entry", ["ticket", "entry"]) == ["entry"]
    assert list(dead_links(page)) == ["b.md"]
