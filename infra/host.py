"""The package with this machine's own wheels in place of Lambda's: what is measured and tried.

Nothing is downloaded: what `.venv` has installed is what `requirements.txt` pins.
"""

import inspect
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

import chalice
from chalice import app as chalice_app

from infra import archive, checks, contents
from infra.bytecode import compile_tree
from infra.methods import compile_methods
from infra.package import ROOT


def build(tree: Path, project: Path = ROOT) -> Path:
    """Make in a folder what a function of this machine's kind would find, and return it."""
    found = dict(_sources(project))
    for name in contents.travelling(found):
        archive.put(tree, name, contents.trimmed(name, found[name].read_bytes()))
    compile_methods(tree)
    compile_tree(tree)
    return tree


def _sources(project: Path) -> Iterator[tuple[str, Path]]:
    """Yield what Chalice packages: name there, file here."""
    pinned = (project / "requirements.txt").read_text(encoding="utf-8")
    for name, _ in checks.pinned(pinned):
        for path in distribution(name).files or ():
            if ".." not in path.parts:
                yield path.as_posix(), Path(str(path.locate()))
    for module in (chalice, chalice_app):
        path = Path(inspect.getfile(module))
        yield f"chalice/{path.name}", path
    yield "app.py", project / "app.py"
    for name in archive.files(project / "chalicelib"):
        yield f"chalicelib/{name}", project / "chalicelib" / name
