"""An archive's bytes depend on its files alone."""

import os
from pathlib import Path

from infra.archive import files, pack, put, size, unpack


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    names = ["b/two.txt", "a.txt", "b/one.txt"]
    for tree, order in (("first", names), ("second", names[::-1])):
        for name in order:
            put(tmp_path / tree, name, name.encode())
    os.utime(tmp_path / "second" / "a.txt", (1, 1))
    (tmp_path / "second" / "a.txt").chmod(0o600)
    pack(tmp_path / "first", tmp_path / "1.zip")
    pack(tmp_path / "second", tmp_path / "2.zip")

    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()


def test_what_was_packed_is_unpacked_and_everybody_may_read_it(tmp_path: Path) -> None:
    put(tmp_path / "tree", "a/b.txt", b"words")
    pack(tmp_path / "tree", tmp_path / "1.zip")
    unpack(tmp_path / "1.zip", tmp_path / "back")

    assert list(files(tmp_path / "back")) == ["a/b.txt"]
    assert (tmp_path / "back" / "a" / "b.txt").read_bytes() == b"words"
    assert size(tmp_path / "back") == 5
