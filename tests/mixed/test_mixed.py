"""F-57: two versions take turns on one table, call by call, and nothing is lost."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.code import ROOT
from tests.mixed import trees

pytestmark = pytest.mark.xdist_group("mixed")

_KEPT = "later = UnicodeAttribute(default='kept')"
LATER = {
    "chalicelib/table/row.py": (
        "    version = NumberAttribute()\n", f"    version = NumberAttribute()\n    {_KEPT}\n"
    ),
    "chalicelib/tickets/rows.py": (
        "    facts = JSONAttribute(null=True)\n",
        f"    facts = JSONAttribute(null=True)\n    {_KEPT}\n",
    ),
    "chalicelib/tickets/entry_rows.py": (
        "    held_until = MomentAttribute(null=True)\n",
        f"    held_until = MomentAttribute(null=True)\n    {_KEPT}\n",
    ),
    "chalicelib/tickets/event_names.py": (
        '    withdrawn = "withdrawn"\n', '    withdrawn = "retracted"\n'
    ),
}  # fmt: skip
"""What a later version adds: attributes of heads, messages and settings, the name of an event."""


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """Return a later version."""
    return trees.changed(tmp_path / "later", LATER)


@pytest.mark.thorough
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_day_by_two_versions(later: Path, seed: int) -> None:
    done = mixed(str(later), "--only", "walk", "--seed", str(seed))

    assert done.returncode == 0, done.stdout[-4_000:] + done.stderr[-2_000:]
    assert "by the other version" in done.stdout
    assert "by this version" in done.stdout


@pytest.mark.thorough
def test_what_breaks_is_told(tmp_path: Path) -> None:
    renamed = {"chalicelib/tickets/rows.py": ("    subject = Unicode", "    title = Unicode")}

    done = mixed(str(trees.changed(tmp_path / "broken", renamed)), "--only", "walk")

    assert done.returncode == 1
    assert "BROKEN a day in a shop" in done.stdout


def test_a_version_that_nobody_knows_is_told() -> None:
    done = mixed("no-such-version")

    assert done.returncode == 2
    assert "no-such-version" in done.stderr


def test_a_shallow_clone_is_told_how_to_get_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder, words in (
        ("whole", ["init", "-q"]),
        ("whole", _commit("a")),
        ("whole", _commit("b")),
    ):
        (tmp_path / folder).mkdir(exist_ok=True)
        _git(tmp_path / folder, *words)
    _git(tmp_path, "clone", "-q", "--depth", "1", f"file://{tmp_path}/whole", "shallow")
    monkeypatch.setattr(trees, "ROOT", tmp_path / "shallow")

    with pytest.raises(trees.NoSuchVersion, match="git fetch --unshallow --tags"):
        trees.of_ref("v0.1", tmp_path)


def mixed(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the program."""
    command = [sys.executable, "-m", "tests.mixed", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def _commit(words: str) -> list[str]:
    who = ["-c", "user.name=A", "-c", "user.email=a@shop.example"]
    return [*who, "commit", "-q", "--allow-empty", "-m", words]


def _git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)
