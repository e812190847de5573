"""An archive that has too much, too little or something unreadable in it does not travel."""

from pathlib import Path

import pytest

from infra import archive, finished
from infra.bytecode import compile_tree
from infra.checks import Unfit
from tests.architecture.code import ROOT

# One worker takes all, so that the package is built once.
pytestmark = pytest.mark.xdist_group("packaging")

SOURCES = {name.replace(".pyc", ".py"): b"" for name in finished.NEEDED}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return a tree that may travel."""
    made = tmp_path / "tree"
    for name, raw in SOURCES.items():
        archive.put(made, name, raw)
    compile_tree(made)
    return made


def looked_at(tree: Path) -> str:
    """Return what is said of the tree as an archive."""
    packed = tree.with_suffix(".zip")
    archive.pack(tree, packed)
    return finished.look(packed)


def test_what_is_complete_and_small_travels(small: Path) -> None:
    assert looked_at(small).startswith("3 files, 0.0 MB")


def test_what_the_product_needs_travels(tree: Path, tmp_path: Path) -> None:
    archive.pack(tree, tmp_path / "whole.zip")

    assert "MB, zipped" in finished.look(tmp_path / "whole.zip")


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("tests/data.json", b"{}", "tests/data.json is for development"),
        ("chalice/cli/words.txt", b"", "chalice/cli/words.txt is for development"),
        ("chalicelib/late.py", b"", "chalicelib/late.py is not compiled"),
        ("chalicelib/odd.pyc", b"\0" * 20, "chalicelib/odd.pyc is not compiled"),
        ("botocore/data/s3/2006/service-2.json", b"", "no client can be built for dynamodb"),
        ("chalicelib/big.bin", b"\0" * (finished.MOST + 1), "15,000,000 and 8,000,000 may be"),
    ],
)
def test_what_does_not_belong_there_is_named(
    small: Path, name: str, raw: bytes, words: str
) -> None:
    archive.put(small, name, raw)

    with pytest.raises(Unfit, match=words):
        looked_at(small)


@pytest.mark.parametrize("rest", [b"", b"\0", b"i\0\0\0\0", b"no code at all"])
def test_a_module_that_breaks_off_is_named(small: Path, rest: bytes) -> None:
    head = (small / "app.pyc").read_bytes()[:16]
    archive.put(small, "app.pyc", head + rest)

    with pytest.raises(Unfit, match=r"app\.pyc cannot be loaded"):
        looked_at(small)


def test_everything_that_is_wrong_is_named_at_once(small: Path) -> None:
    (small / "app.pyc").unlink()
    archive.put(small, "dev/x.txt", b"")

    with pytest.raises(Unfit, match=r"app\.pyc is missing; dev/x\.txt is for development"):
        looked_at(small)


def test_every_folder_of_the_project_is_known_for_what_it_is() -> None:
    folders = {each.name for each in ROOT.iterdir() if each.is_dir() and each.name[0] != "."}

    assert folders - {"__pycache__", "build", "dist", "htmlcov", "node_modules"} == {
        *finished.WORKSHOP,
        "chalicelib",
    }


def test_what_travels_is_built_and_looked_at_with_each_change() -> None:
    assert "make package\n" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
