"""Modules travel compiled, by the same bytes every time."""

import subprocess
import sys
from pathlib import Path

import pytest

from infra.archive import files, put
from infra.bytecode import NotCompiled, compile_tree, not_compiled

MODULES = {
    "one.py": b'"""One."""\nFEW = frozenset({"a", "b", "c"})\n\ndef fail():\n    raise KeyError\n',
    "inside/__init__.py": b"",
    "inside/two.py": b"from one import FEW\n",
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a folder with some modules."""
    for name, source in MODULES.items():
        put(tmp_path, name, source)
    return tmp_path


def run(tree: Path, code: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-S", "-c", f"import sys; sys.path.insert(0, {str(tree)!r}); {code}"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_compiled_modules_take_the_place_of_their_sources(tree: Path) -> None:
    compile_tree(tree)

    assert list(files(tree)) == ["inside/__init__.pyc", "inside/two.pyc", "one.pyc"]
    assert run(tree, "import inside.two; print(len(inside.two.FEW))").stdout == "3\n"
    assert list(files(tree)) == ["inside/__init__.pyc", "inside/two.pyc", "one.pyc"]


def test_a_traceback_names_the_file_that_the_function_has(tree: Path) -> None:
    compile_tree(tree)

    assert 'File "/var/task/one.py", line 5, in fail' in run(tree, "import one; one.fail()").stderr


def test_the_same_modules_give_the_same_bytes_anywhere(
    tree: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path_factory.mktemp("elsewhere")
    for name, source in reversed(MODULES.items()):
        put(other, name, source)
    compile_tree(tree)
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    monkeypatch.setenv("PYTHONOPTIMIZE", "2")
    compile_tree(other)

    assert [(tree / n).read_bytes() for n in files(tree)] == [
        (other / n).read_bytes() for n in files(other)
    ]


def test_what_is_no_python_is_told(tree: Path) -> None:
    put(tree, "three.py", b"def (:\n")

    with pytest.raises(NotCompiled, match=r"three\.py"):
        compile_tree(tree)


def test_modules_that_would_be_compiled_again_are_found(tree: Path) -> None:
    assert sorted(not_compiled(tree)) == sorted(MODULES)

    compile_tree(tree)
    assert not_compiled(tree) == []

    raw = (tree / "one.pyc").read_bytes()
    put(tree, "checked.pyc", raw[:4] + b"\3\0\0\0" + raw[8:])
    put(tree, "older.pyc", b"\0\0\r\n" + raw[4:])
    put(tree, "timed.pyc", raw[:4] + b"\0\0\0\0" + raw[8:])
    assert not_compiled(tree) == ["checked.pyc", "older.pyc", "timed.pyc"]
