"""`docs/table.md` tells of every kind of row, every key and every operation that is measured."""

import ast
import re

import pytest

from bench.__main__ import load
from bench.documented import PAGE, Cost, costs, differing, rewritten
from chalicelib.table import across_accounts, keys
from tests.architecture.code import ROOT

TEXT = PAGE.read_text(encoding="utf-8")


def key_functions() -> list[str]:
    tops = ast.parse((ROOT / "chalicelib" / "table" / "keys.py").read_text(encoding="utf-8")).body
    functions = [node for node in tops if isinstance(node, ast.FunctionDef)]
    return [f.name for f in functions if f.args.args[0].arg == "account_id"]


def kinds() -> set[str]:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "chalicelib").rglob("*.py")]
    return {kind for source in sources for kind in re.findall(r'discriminator="(\w+)"', source)}


def test_every_kind_of_row_is_named() -> None:
    assert {kind for kind in kinds() if f"`{kind}`" not in TEXT} == set()


def test_every_operation_of_the_bench_is_listed_and_no_other() -> None:
    assert list(costs(TEXT)) == [operation.name for operation in load().operations]


@pytest.mark.parametrize("name", key_functions())
def test_every_key_is_measured(name: str) -> None:
    assert hasattr(keys, name)
    assert name in {key for cost in costs(TEXT).values() for key in cost.keys}


def test_every_look_up_across_accounts_is_measured() -> None:
    asked = {n for n in vars(across_accounts) if re.fullmatch(r"across_accounts_\w+", n)}
    wanted = {n for n in asked if not n.endswith("_row")} - {"across_accounts_due"}

    assert wanted <= {key for cost in costs(TEXT).values() for key in cost.keys}


NOTED = Cost(requests=1, read=0, write=2.5, keys=("entry", "ticket"))
SHORT = """before

| operation | requests | RU | WU | keys and services, in this order |
| --- | --: | --: | --: | --- |
| a note | 1 | 0 | 2.5 | `entry`, `ticket` |

after
"""


def test_a_page_is_read_and_written() -> None:
    assert costs(SHORT) == {"a note": NOTED}
    assert rewritten(SHORT, {"a note": NOTED}) == SHORT
    assert costs(rewritten(SHORT, {"a snooze": NOTED})) == {"a snooze": NOTED}


@pytest.mark.parametrize(
    "measured",
    [
        {},
        {"a note": Cost(requests=2, read=0, write=2.5, keys=NOTED.keys)},
        {"a note": Cost(requests=1, read=0, write=2.5, keys=("entry",))},
        {"a snooze": NOTED},
    ],
)
def test_what_differs_is_named(measured: dict[str, Cost]) -> None:
    assert differing(SHORT, measured)
    assert not differing(SHORT, {"a note": NOTED})
