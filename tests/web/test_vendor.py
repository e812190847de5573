"""The libraries that the console is built on, as they lie there."""

import hashlib
import json
import re
from typing import Any

import pytest

from chalicelib.web.assets import ROOT

FOLDER = ROOT / "vendor"
MANIFEST: dict[str, Any] = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))
HASHES = {
    **{name: digest for each in MANIFEST["libraries"] for name, digest in each["files"].items()},
    **MANIFEST["licences"],
}


def _text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def test_the_manifest_is_complete() -> None:
    lying = {path.name for path in FOLDER.iterdir()}

    assert lying == {*HASHES, "manifest.json"}
    for library in MANIFEST["libraries"]:
        assert library["integrity"].startswith("sha512-")
        assert re.fullmatch(r"\d+\.\d+\.\d+", library["version"])


@pytest.mark.parametrize("name", HASHES)
def test_a_file_is_what_the_manifest_says(name: str) -> None:
    assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == HASHES[name]


@pytest.mark.parametrize("library", MANIFEST["libraries"], ids=lambda library: library["name"])
def test_a_library_comes_with_its_licence(library: dict[str, Any]) -> None:
    words = {"MIT": "The MIT License", "Apache-2.0": "Apache License\n"}
    _, _, licence = _text("licences.txt").partition(f"{library['name']} {library['version']}\n")

    assert words[library["licence"]] in licence[:400]


@pytest.mark.parametrize("name", [name for name in HASHES if name.endswith(".js")])
def test_a_library_needs_only_its_neighbours_and_no_power(name: str) -> None:
    script = _text(name)

    for imported in re.findall(r'\b(?:from|import)\s*\(?"([^"]+)"', script):
        assert imported.removeprefix("./") in HASHES
    assert not re.search(r"\beval\b|new Function|sourceMappingURL", script)
