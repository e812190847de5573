"""Old and new code take turns while a version is deployed, and after it was taken back.

So what one writes, the other reads: fields come, and none goes, is renamed or becomes another type.
`make keep` keeps what this version writes; a version's folder goes once nobody runs it any more.
"""

import importlib
import json
import pkgutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pynamodb.models import Model

import chalicelib
from chalicelib import jobs
from chalicelib.table.row import Row
from tests.architecture.code import ROOT
from tests.releases import kept
from tests.releases.kept import Item

pytestmark = pytest.mark.xdist_group("releases")

NOT_LIVED = {
    "heard": "a day; only where a forwarding test does not come back",
    "site": "only where a shop's own page shows the chat",
    "link_domain": "until a domain is proved",
    "merge": "until an address is proved for two",
    "platform_segments": "until the customer platform tells them",
    "proof": "until an address is proved for two",
    "stuck": "only where something does not go through",
    "viewer": "gone within minutes",
    "withdrawn": "only where a message is taken back before it came",
}
"""Kinds of rows that no kept life has, and why."""

versions = pytest.mark.parametrize("folder", kept.versions(), ids=lambda folder: folder.name)


@cache
def kinds() -> dict[str, type[Model]]:
    """Return the classes of rows by what their rows say they are."""
    for each in pkgutil.walk_packages(chalicelib.__path__, "chalicelib."):
        importlib.import_module(each.name)  # routes and workers load theirs when they are needed
    discriminator: Any = Row._get_discriminator_attribute()
    classes = discriminator.get_registered_subclasses(Row)
    found = {discriminator.get_discriminator(each): each for each in classes}
    return {name: each for name, each in found.items() if each.__module__.startswith("chalicelib")}


def always(rows: Iterable[Item]) -> dict[str, dict[str, str]]:
    """Return by kind which fields all its rows have, each with its type."""
    by_kind: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        by_kind[kept.kind(row)].append({name: next(iter(value)) for name, value in row.items()})
    return {
        kind: {name: of for name, of in some[0].items() if all(name in each for each in some)}
        for kind, some in by_kind.items()
    }


def lost(before: Any, after: Any, at: str = "") -> list[str]:
    """Return where `after` lacks what `before` has; new members are no loss."""
    if isinstance(before, dict) and isinstance(after, dict):
        gone = [f"{at}/{name}" for name in before if name not in after]
        both = [name for name in before if name in after]
        return gone + [
            path for name in both for path in lost(before[name], after[name], f"{at}/{name}")
        ]
    if isinstance(before, list) and isinstance(after, list):
        if len(before) > len(after):
            return [at]
        pairs = zip(before, after, strict=False)
        return [path for n, (b, a) in enumerate(pairs) for path in lost(b, a, f"{at}/{n}")]
    return []


@versions
def test_rows_of_each_kind_are_read(folder: Path) -> None:
    known = kinds()
    gone = {kept.kind(row) for row in kept.rows(folder)} - set(known)

    assert gone == set()
    for row in kept.rows(folder):
        # Raises where a field has another type, or one that must be there is not.
        known[kept.kind(row)].from_raw_data(row).serialize(null_check=True)


@versions
def test_orders_that_wait_are_understood(folder: Path) -> None:
    waiting = [json.loads(body) for body in kept.orders(folder)["run_jobs"]]
    named = {order["job"] for order in waiting if "job" in order}

    assert len(named) > 10
    assert named - set(jobs._JOBS) == set()


@versions
@pytest.mark.thorough
def test_everything_can_be_asked_for_as_before(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "answers.json"
    working("ask", folder, out)
    after = json.loads(out.read_text(encoding="utf-8"))

    for path, before in kept.answers(folder).items():
        assert after[path]["status"] == before["status"], path
        assert lost(before["answer"], after[path]["answer"]) == [], path


@pytest.mark.thorough
def test_earlier_code_finds_what_it_reads(tmp_path: Path) -> None:
    working("live", tmp_path)
    today = always(kept.rows(tmp_path))

    assert set(kinds()) - set(today) == set(NOT_LIVED)
    for folder in kept.versions():
        for kind, fields in always(kept.rows(folder)).items():
            assert fields.items() - today[kind].items() == set(), (folder.name, kind)


def test_what_is_lost_is_told() -> None:
    assert lost({"a": 1, "b": [{"c": 2}]}, {"a": 3, "b": [{"d": 1}], "e": 1}) == ["/b/0/c"]
    assert lost({"b": [1, 2]}, {"b": [1]}) == ["/b"]


def working(verb: str, folder: Path, *rest: Path) -> None:
    """Run the program."""
    command = [sys.executable, "-m", "tests.releases.working", verb, str(folder), *map(str, rest)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2_000:]


def test_dynamodb_takes_the_kinds_that_a_query_names() -> None:
    # PynamoDB names them in a list, which may have a hundred.
    assert len(kinds()) <= 100
