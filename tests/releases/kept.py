"""What was kept of a version: every row of some life in a shop, an order of each job, answers."""

import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

Item = dict[str, dict[str, Any]]
"""A row as DynamoDB writes it: `{"pk": {"S": ...}, ...}`."""

FOLDER = Path(__file__).parent / "kept"
ROWS, ORDERS, ANSWERS = "rows.jsonl.gz", "orders.json", "answers.json.gz"


def versions() -> list[Path]:
    """Return where each version's lies, oldest first."""
    return sorted(each for each in FOLDER.iterdir() if each.is_dir())


def rows(folder: Path) -> list[Item]:
    """Return the rows, also those that were gone in the end."""
    return [json.loads(line) for line in _unpacked(folder / ROWS).splitlines()]


def orders(folder: Path) -> dict[str, list[str]]:
    """Return bodies of messages by the function that took them."""
    return json.loads((folder / ORDERS).read_text(encoding="utf-8"))


def answers(folder: Path) -> dict[str, Any]:
    """Return what was answered over those rows: `{"status", "answer"}` by path."""
    return json.loads(_unpacked(folder / ANSWERS))


def save_rows(folder: Path, found: Iterable[Item]) -> None:
    """Keep rows."""
    _pack(folder / ROWS, "".join(json.dumps(row, sort_keys=True) + "\n" for row in found))


def save_orders(folder: Path, found: dict[str, list[str]]) -> None:
    """Keep orders."""
    (folder / ORDERS).write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def save_answers(folder: Path, found: dict[str, Any]) -> None:
    """Keep answers."""
    _pack(folder / ANSWERS, json.dumps(found, sort_keys=True))


def kind(row: Item) -> str:
    """Return which kind of row it is."""
    return str(row["_t"]["S"])


def _pack(file: Path, text: str) -> None:
    # Without a moment in it, the same is the same file.
    file.write_bytes(gzip.compress(text.encode(), mtime=0))


def _unpacked(file: Path) -> str:
    return gzip.decompress(file.read_bytes()).decode()
