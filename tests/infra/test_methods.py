"""Dataclasses travel with their methods compiled, and are what they are without."""

import subprocess
import sys
from pathlib import Path

import pytest

from infra.archive import put
from infra.methods import NotLoaded, compile_methods
from tests.architecture.code import ROOT

MODEL = b"""
from dataclasses import dataclass, field, replace

@dataclass(frozen=True, slots=True, kw_only=True)
class Mug:
    id: str
    colour: str = "white"
    marks: list[str] = field(default_factory=list)
"""
TRIED = """
import dataclasses, sys
sys.path.insert(0, sys.argv[1])
compiled = []
def hear(event, told):
    if event == "compile" and "__create_fn__(" in str(told[0])[:20]:
        compiled.append(told)
sys.addaudithook(hear)
from chalicelib import methods
methods.use()
from chalicelib.model import Mug, replace
one, other = Mug(id="a"), Mug(id="a")
print(bool(compiled), replace(one, colour="red"), one == other, one.marks is other.marks)
try:
    one.id = "b"
except dataclasses.FrozenInstanceError as error:
    print(error)
"""
SAID = "Mug(id='a', colour='red', marks=[]) True False\ncannot assign to field 'id'\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a folder with a product of one model."""
    put(tmp_path, "chalicelib/__init__.py", b"")
    put(tmp_path, "chalicelib/methods.py", (ROOT / "chalicelib/methods.py").read_bytes())
    put(tmp_path, "chalicelib/model.py", MODEL)
    return tmp_path


def tried(tree: Path) -> str:
    command = [sys.executable, "-S", "-c", TRIED, str(tree)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert not done.stderr
    return done.stdout


def test_methods_that_travelled_are_not_compiled_again(tree: Path) -> None:
    compile_methods(tree)

    assert tried(tree) == f"False {SAID}"


def test_a_class_that_nobody_knew_is_compiled_as_ever(tree: Path) -> None:
    compile_methods(tree)
    put(tree, "chalicelib/model.py", MODEL.replace(b"marks:", b"size: int = 1\n    marks:"))

    assert tried(tree) == f"True {SAID}".replace("marks", "size=1, marks")


def test_without_them_dataclasses_are_left_alone(tree: Path) -> None:
    assert tried(tree) == f"True {SAID}"


def test_the_same_classes_give_the_same_bytes_anywhere(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compile_methods(tree)
    first = (tree / "chalicelib/methods.bin").read_bytes()
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    monkeypatch.setenv("PYTHONOPTIMIZE", "2")
    compile_methods(tree)

    assert (tree / "chalicelib/methods.bin").read_bytes() == first


def test_what_cannot_be_loaded_is_told(tree: Path) -> None:
    put(tree, "chalicelib/broken.py", b"import nothing_of_this_name\n")

    with pytest.raises(NotLoaded, match="nothing_of_this_name"):
        compile_methods(tree)
