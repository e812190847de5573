"""Other versions of the product, as folders."""

import shutil
import subprocess
import tarfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from tests.architecture.code import ROOT

_PARTS = ("app.py", "chalicelib", "dev", "tests")
"""What runs, what runs it on a laptop, and what says whether it runs well."""


class NoSuchVersion(Exception):
    """There is no such version here, and what to do about it."""


def of_ref(ref: str, folder: Path) -> Path:
    """Unpack a version that git knows; raise NoSuchVersion where it does not."""
    found = _git("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
    if found.returncode:
        raise NoSuchVersion(_why(ref))
    packed = _git("archive", found.stdout.decode().strip(), *_PARTS)
    if packed.returncode:
        raise NoSuchVersion(f"{ref} cannot be unpacked: {packed.stderr.decode().strip()}")
    with tarfile.open(fileobj=BytesIO(packed.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def changed(folder: Path, changes: Mapping[str, tuple[str, str]]) -> Path:
    """Copy this version, with (old, new) text by file; each old text must be there once."""
    folder.mkdir(parents=True)
    for part in _PARTS:
        if (ROOT / part).is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "static", "browser", "kept")
            shutil.copytree(ROOT / part, folder / part, ignore=ignored)
        else:
            shutil.copy(ROOT / part, folder / part)
    for name, (old, new) in changes.items():
        text = (folder / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, (name, old)
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    return folder


def _why(ref: str) -> str:
    shallow = _git("rev-parse", "--is-shallow-repository")
    if shallow.returncode:
        return "Earlier versions come from git, and this folder is no clone: clone the repository."
    if shallow.stdout.strip() == b"true":
        return (
            f"This clone is shallow and does not hold {ref}: "
            "`git fetch --unshallow --tags` brings the rest."
        )
    return f"git does not know {ref}: `git tag` and `git log --oneline` list what there is."


def _git(*words: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, check=False)
