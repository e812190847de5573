"""Fetching the console's libraries, from archives that never came over a network."""

import base64
import hashlib
import io
import json
import tarfile
from typing import Any

import pytest

from chalicelib.web.assets import ROOT
from dev import vendor
from dev.vendor import LIBRARIES, Library, Unexpected


def packed(**files: str) -> bytes:
    """Return an archive as npm packs one."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w:gz") as tar:
        for name, text in {"LICENSE": "Do as you like.", **files}.items():
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(text.encode())
            tar.addfile(member, io.BytesIO(text.encode()))
    return raw.getvalue()


def library(archive: bytes, **more: Any) -> Library:
    """Return a library whose archive this is."""
    integrity = "sha512-" + base64.b64encode(hashlib.sha512(archive).digest()).decode()
    given = {"version": "1.2.3", "licence": "MIT", "files": {"a.mjs": "a.js"}, **more}
    return Library(name="some", integrity=integrity, **given)


def test_what_is_kept_is_named_with_its_hash_and_licence() -> None:
    archive = packed(**{"a.mjs": "export const a = 1;\n//# sourceMappingURL=a.map"})

    kept = vendor.contents([(library(archive), archive)])

    assert kept["a.js"] == "export const a = 1;\n"
    assert kept["licences.txt"] == "some 1.2.3\n\nDo as you like.\n"
    manifest = json.loads(kept["manifest.json"])
    assert manifest["libraries"][0]["files"] == {"a.js": vendor.digest(kept["a.js"])}


def test_what_is_no_module_becomes_one() -> None:
    archive = packed(**{"a.mjs": "var some=1;"})

    files, _ = vendor.unpack(library(archive, exported="some"), archive)

    assert files == {"a.js": "var some=1;\nexport default some;\n"}


def test_another_archive_than_expected_is_refused() -> None:
    archive = packed(**{"a.mjs": ""})

    with pytest.raises(Unexpected, match="is sha512-"):
        vendor.unpack(library(archive), packed(**{"a.mjs": "alert(1)"}))


def test_neighbours_are_found_beside() -> None:
    script = 'import{h}from"preact";import "preact/hooks";export{h as a}from "preact";'

    assert vendor.beside(script) == (
        'import{h}from"./preact.js";import"./hooks.js";export{h as a}from"./preact.js";\n'
    )
    with pytest.raises(Unexpected, match="react-dom"):
        vendor.beside('import{a}from"react-dom"')


def test_what_lies_there_is_what_would_be_fetched() -> None:
    manifest = json.loads((ROOT / "vendor" / "manifest.json").read_text(encoding="utf-8"))

    assert [
        (each["name"], each["version"], each["integrity"]) for each in manifest["libraries"]
    ] == [(each.name, each.version, each.integrity) for each in LIBRARIES]
