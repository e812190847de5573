"""Archives whose bytes depend on their content alone: what did not change is not uploaded again."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o100644 << 16
_BEST = 9


def files(tree: Path) -> Iterator[str]:
    """Yield the files below a folder by their path in it, in order."""
    found = (path.relative_to(tree).as_posix() for path in tree.rglob("*") if path.is_file())
    yield from sorted(found)


def put(tree: Path, name: str, raw: bytes) -> None:
    """Write one file below a folder."""
    target = tree / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(raw)


def unpack(archive: Path, tree: Path) -> None:
    """Put what the archive holds into a folder."""
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(tree)


def pack(tree: Path, archive: Path) -> None:
    """Write everything below a folder, in order, by everybody readable and of no age."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=_BEST) as opened:
        for name in files(tree):
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.external_attr = _READABLE
            entry.compress_type = zipfile.ZIP_DEFLATED
            opened.writestr(entry, (tree / name).read_bytes(), compresslevel=_BEST)


def size(tree: Path) -> int:
    """Return the bytes of everything below a folder."""
    return sum((tree / name).stat().st_size for name in files(tree))
