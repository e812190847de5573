"""The manifest in the table, and the files of the index in the bucket.

A file is written down as dropped before it is written, and named as part of the index afterwards.
So whoever dies in between leaves a working index, and nothing that would lie around for ever.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute

from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound
from chalicelib.core.moments import from_rfc3339, rfc3339
from chalicelib.search import segment
from chalicelib.search.model import Dropped, IndexFile, Manifest
from chalicelib.search.segment import Directory, Packed
from chalicelib.table import keys
from chalicelib.table.read import find
from chalicelib.table.row import MomentAttribute, VersionedRow
from chalicelib.table.write import is_next, translated

PREFIX = "search"
KEPT = timedelta(hours=1)
"""How long a dropped file stays: until nobody can be reading or writing it."""
WHOLE = 1_000_000
"""A file of at most so many bytes comes in one piece: asking again takes longer than that."""
MOST_REMEMBERED = 64_000_000
"""Bytes of files that a process remembers; they never change."""


class ManifestRow(VersionedRow, discriminator="search_index"):
    """An account's manifest."""

    sequence = NumberAttribute()
    indexed_until = MomentAttribute(null=True)
    files = JSONAttribute()
    dropped = JSONAttribute(null=True)
    walk = JSONAttribute(null=True)


_Part = tuple[str, int, int]


class _Remembered:
    """The parts of files that were read last, as far as there is room."""

    def __init__(self) -> None:
        self._parts: OrderedDict[_Part, bytes] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, key: _Part) -> bytes | None:
        with self._lock:
            if key in self._parts:
                self._parts.move_to_end(key)
            return self._parts.get(key)

    def keep(self, key: _Part, part: bytes) -> None:
        with self._lock:
            self._size += len(part) - len(self._parts.pop(key, b""))
            self._parts[key] = part
            while self._size > MOST_REMEMBERED:
                _, gone = self._parts.popitem(last=False)
                self._size -= len(gone)


_remembered = _Remembered()


def load(desk: Desk, *, consistent: bool = False) -> Manifest:
    """Return the account's manifest; an empty one where nothing was indexed."""
    row = find(ManifestRow, keys.search_index(desk.account_id), consistent=consistent)
    return _manifest(row) if row else Manifest()


def save(desk: Desk, before: Manifest, after: Manifest) -> Manifest:
    """Write the manifest in the place of the one that was read; else raise ConditionFailed."""
    saved = replace(after, version=before.version + 1)
    row = _row(desk, saved)
    with translated():
        row.save(condition=is_next(desk, row))
    return saved


def add_file(desk: Desk, name: str, packed: Packed) -> IndexFile:
    """Put a file where its name says."""
    body = packed.body
    desk.files.put(_key(desk, name), body, content_type="application/octet-stream")
    return IndexFile(
        name=name, size=len(body), directory_at=packed.directory_at, tickets=packed.tickets
    )


def delete(desk: Desk, files: Iterable[Dropped]) -> None:
    """Delete files; some may be gone, or never have come."""
    for file in files:
        desk.files.remove(_key(desk, file.name))


def is_there(desk: Desk, file: IndexFile) -> bool:
    """Tell whether a file lies where it should."""
    try:
        return desk.files.look(_key(desk, file.name)).size == file.size
    except NotFound:
        return False


def is_over(file: Dropped, now: datetime) -> bool:
    """Tell whether nobody can have to do with a dropped file any more."""
    return now - file.since > KEPT


def body(desk: Desk, file: IndexFile) -> tuple[bytes, int]:
    """Return a whole file, and where its directory begins."""
    return part(desk, file, 0, file.size), file.directory_at


def directory(desk: Desk, file: IndexFile) -> Directory:
    """Return a file's directory."""
    return segment.directory(part(desk, file, file.directory_at, file.size))


def part(desk: Desk, file: IndexFile, start: int, end: int) -> bytes:
    """Return bytes of a file, or raise NotFound."""
    key = _key(desk, file.name)
    if file.size <= WHOLE:
        return _read(desk, key, 0, file.size)[start:end]
    return _read(desk, key, start, end)


def _read(desk: Desk, key: str, start: int, end: int) -> bytes:
    asked = (key, start, end)
    known = _remembered.get(asked)
    if known is None:
        known = desk.files.get_part(*asked)
        _remembered.keep(asked, known)
    return known


def _key(desk: Desk, name: str) -> str:
    return f"{PREFIX}/{desk.account_id}/{name}"


def _row(desk: Desk, manifest: Manifest) -> ManifestRow:
    return ManifestRow(
        *keys.search_index(desk.account_id),
        version=manifest.version,
        sequence=manifest.sequence,
        indexed_until=manifest.indexed_until,
        files=[[f.name, f.size, f.directory_at, f.tickets] for f in manifest.files],
        dropped=[[file.name, rfc3339(file.since)] for file in manifest.dropped] or None,
        walk=dict(manifest.walk) if manifest.walk is not None else None,
        operation=desk.operation_id,
    )


def _manifest(row: ManifestRow) -> Manifest:
    files: list[list[Any]] = row.files
    dropped: list[list[str]] = row.dropped or []
    return Manifest(
        version=int(row.version),
        sequence=int(row.sequence),
        indexed_until=row.indexed_until,
        files=tuple(
            IndexFile(name=name, size=size, directory_at=at, tickets=tickets)
            for name, size, at, tickets in files
        ),
        dropped=tuple(Dropped(name=n, since=from_rfc3339(since)) for n, since in dropped),
        walk=row.walk,
    )
