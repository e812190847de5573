"""Modules compiled before they travel, since a function cannot keep what it compiles itself.

They travel without their sources, which would be a third of the package: nothing there reads them
but tracebacks, and those still name file, line and function.
"""

import importlib.util
import os
import struct
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from infra.archive import files

THERE = "/var/task"
"""Where Lambda puts a function's code, and so what tracebacks are to name."""
_NEVER_CHECKED = 0b01
"""By PEP 552: told by the hash of its source, which Python does not read to compare."""
_HEAD = importlib.util.MAGIC_NUMBER + struct.pack("<I", _NEVER_CHECKED)
# No module of the site's, no columns for tracebacks: a tenth of the size. What Python is set to
# otherwise must not matter, nor in which order it keeps sets.
_PYTHON = (sys.executable, "-S", "-X", "no_debug_ranges", "-m", "compileall", "-q", "-f", "-b")
_FIXED = {"PYTHONHASHSEED": "0"}


class NotCompiled(Exception):
    """A module that travels is no Python, or not this one's."""


def compile_tree(tree: Path) -> None:
    """Put in place of every module what Python makes of it, the same bytes on each machine."""
    options = ["--invalidation-mode", "unchecked-hash", "-s", str(tree), "-p", THERE, str(tree)]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [*_PYTHON, *options], env={**kept, **_FIXED}, capture_output=True, check=False
    )
    if done.returncode:
        raise NotCompiled((done.stdout + done.stderr).decode())
    for name in _sources(tree):
        (tree / name).unlink()


def not_compiled(tree: Path) -> Sequence[str]:
    """Return the modules that this Python would have to compile, or would look at as stale."""
    compiled = [name for name in files(tree) if name.endswith(".pyc")]
    return [
        *_sources(tree),
        *(name for name in compiled if not (tree / name).read_bytes().startswith(_HEAD)),
    ]


def _sources(tree: Path) -> Sequence[str]:
    return [name for name in files(tree) if name.endswith(".py")]
