"""The last look at an archive before it may travel: what is in it, and whether it loads there."""

import marshal
import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType

from infra import archive, contents
from infra.bytecode import not_compiled
from infra.checks import Unfit

MOST_ZIPPED = 8_000_000
MOST = 15_000_000
"""Bytes; Lambda takes 250 MB, but a start reads what it loads, and each deploy uploads it."""
WORKSHOP = ("bench", "dev", "docs", "infra", "tests")
NEEDED = ("app.pyc", "chalicelib/routes.json", "chalicelib/static/console/console.html")
_HEAD = 16
"""Bytes of a compiled module before its code."""
_CHALICE = re.compile(r"chalice/(__init__|app)\.pyc")


def look(packed: Path) -> str:
    """Return what to say of an archive; raises Unfit naming everything that is wrong with it."""
    with TemporaryDirectory() as folder:
        tree = Path(folder)
        archive.unpack(packed, tree)
        names = list(archive.files(tree))
        unzipped, zipped = archive.size(tree), packed.stat().st_size
        faults = [*_sizes(unzipped, zipped), *_contents(names), *_modules(tree, names)]
    if faults:
        raise Unfit("; ".join(faults))
    return f"{len(names)} files, {unzipped / 1e6:.1f} MB, zipped {zipped / 1e6:.1f} MB"


def _sizes(unzipped: int, zipped: int) -> Iterator[str]:
    if unzipped > MOST or zipped > MOST_ZIPPED:
        yield f"it has {unzipped:,} bytes, zipped {zipped:,}; {MOST:,} and {MOST_ZIPPED:,} may be"


def _contents(names: list[str]) -> Iterator[str]:
    yield from (f"{name} is missing" for name in NEEDED if name not in names)
    for name in names:
        top = name.partition("/")[0]
        is_tool = top == "chalice" and not _CHALICE.fullmatch(name)
        if top in WORKSHOP or is_tool:
            yield f"{name} is for development"
    if any(name.startswith("botocore/") for name in names):
        for service in contents.missing_services(names):
            yield f"no client can be built for {service}"


def _modules(tree: Path, names: list[str]) -> Iterator[str]:
    unfit = set(not_compiled(tree))
    yield from (f"{name} is not compiled for this Python" for name in sorted(unfit))
    for name in names:
        if name.endswith(".pyc") and name not in unfit and not _is_code(tree / name):
            yield f"{name} cannot be loaded"


def _is_code(path: Path) -> bool:
    try:
        return isinstance(marshal.loads(path.read_bytes()[_HEAD:]), CodeType)
    except (ValueError, EOFError, TypeError):
        return False
