"""The methods of dataclasses compiled before they travel, as modules are.

What they will be is known once their modules were loaded: so all of the product's are, in a process
of its own, with this Python's libraries, since those in the tree may be for another machine.
"""

import os
import subprocess
import sys
from pathlib import Path

from chalicelib import methods

_PYTHON = (sys.executable, "-P", "-B", "-X", "no_debug_ranges", "-c")
_FIXED = {"PYTHONHASHSEED": "0"}
_NOTE = """
import dataclasses, importlib, marshal, pkgutil, sys
sys.path.append(sys.argv[1])
import chalicelib
from chalicelib.methods import name

written = {}

def note(text, names, made):
    compiled = compile(text, "<string>", "exec", dont_inherit=True)
    if text.startswith("def __create_fn__("):
        written[name(text)] = marshal.dumps(compiled.co_consts[0])
    exec(compiled, names, made)

dataclasses.exec = note
for module in pkgutil.walk_packages(chalicelib.__path__, "chalicelib."):
    importlib.import_module(module.name)
sys.stdout.buffer.write(marshal.dumps(dict(sorted(written.items()))))
"""


class NotLoaded(Exception):
    """A module that travels cannot be loaded."""


def compile_methods(tree: Path) -> None:
    """Put beside the product's modules, still sources, what `chalicelib.methods` looks for."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [*_PYTHON, _NOTE, str(tree)], env={**kept, **_FIXED}, capture_output=True, check=False
    )
    if done.returncode:
        raise NotLoaded(done.stderr.decode())
    (tree / "chalicelib" / methods.COMPILED.name).write_bytes(done.stdout)
