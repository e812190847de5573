"""Which file tells where a server runs."""

import json
from pathlib import Path

import pytest

from dev import run_file
from dev.run_file import RunFile


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(run_file, "FOLDER", tmp_path)
    return tmp_path


@pytest.mark.parametrize("left", ["", "{", "[]", '{"base_url": "http://localhost:9"}'])
def test_what_a_server_left_that_is_gone_is_overwritten(folder: Path, left: str) -> None:
    (folder / "run.json").write_text(left)

    RunFile(8000).write({"base_url": "http://localhost:8000"})

    assert json.loads((folder / "run.json").read_text()) == {"base_url": "http://localhost:8000"}


def test_what_another_server_wrote_since_is_not_deleted(folder: Path) -> None:
    mine = RunFile(8000)
    mine.write({"base_url": "http://localhost:8000"})
    (folder / "run.json").write_text('{"base_url": "http://localhost:8001"}')

    mine.remove()

    assert (folder / "run.json").exists()
