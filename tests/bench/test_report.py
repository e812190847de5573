"""The report shows costs beside budgets and fails over them."""

from typing import Any

import pytest

from bench.registry import Action, Registry
from bench.report import run, slope
from tests.bench.conftest import shop


def put(db: Any, sk: str, size: int = 10) -> None:
    item = {"pk": {"S": "1"}, "sk": {"S": sk}, "x": {"S": "x" * size}}
    db.put_item(TableName="shop", Item=item)


def read_all(db: Any) -> None:
    db.query(
        TableName="shop",
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": "1"}},
    )


def report(registry: Registry) -> tuple[int, list[str]]:
    lines: list[str] = []
    return run(registry, shop, lines.append), lines


def test_an_operation_within_its_budget_passes() -> None:
    registry = Registry()

    @registry.operation("an order is noted", requests=1, read=0, write=1)
    def note(db: Any) -> Action:
        put(db, "before, not metered")
        return lambda: put(db, "order")

    code, lines = report(registry)

    assert code == 0
    assert " ".join(lines[1].split()) == "an order is noted 1 0 1 0.62 1 / 0 / 1 ok"
    assert lines[-1] == "1 measured, 0 over budget"


@pytest.mark.parametrize("budget", [(0, 0, 1), (1, 0, 0)])
def test_an_operation_over_any_part_of_its_budget_fails(budget: tuple[int, int, int]) -> None:
    registry = Registry()
    requests, read, write = budget
    registry.operation("put", requests=requests, read=read, write=write)(
        lambda db: lambda: put(db, "order")
    )

    code, lines = report(registry)

    assert code == 1
    assert lines[1].endswith("OVER")


def test_an_operation_that_grows_with_the_world_fails() -> None:
    registry = Registry()

    def fill(db: Any, size: int) -> None:
        for n in range(size):
            put(db, str(n), 2_000)

    @registry.growth("all orders are read", sizes=(4, 16, 64))
    def reads_everything(db: Any, size: int) -> Action:
        fill(db, size)
        return lambda: read_all(db)

    @registry.growth("one order is written", sizes=(4, 16, 64))
    def writes_one(db: Any, size: int) -> Action:
        fill(db, size)
        return lambda: put(db, "new")

    code, lines = report(registry)

    assert code == 1
    assert lines[1].endswith("OVER")
    assert "RU +1.0" in lines[1]
    assert lines[2].endswith("ok")


@pytest.mark.parametrize(("value", "code"), [(2.25, 0), (3.0, 0), (3.01, 1)])
def test_a_figure_must_not_be_larger_than_its_limit(value: float, code: int) -> None:
    registry = Registry()
    registry.figure("a cold start", most=3, unit="x CPU")(lambda: value)

    answer, lines = report(registry)

    assert answer == code
    assert f"{value:g} x CPU" in " ".join(lines[1].split())
    assert lines[1].endswith("OVER" if code else "ok")


@pytest.mark.parametrize(
    ("unit", "values", "code"),
    [
        ("x CPU", [4.0, 2.0], 0),
        ("s CPU", [4.0, 5.0, 3.0], 0),
        ("x Chalice", [4.0, 5.0, 6.0], 1),
        ("dollars", [4.0], 1),
    ],
)
def test_only_a_time_that_is_over_is_taken_again(unit: str, values: list[float], code: int) -> None:
    registry = Registry()
    left = iter(values)
    registry.figure("a figure", most=3, unit=unit)(lambda: next(left))

    assert report(registry)[0] == code
    assert list(left) == []


@pytest.mark.parametrize(
    ("costs", "expected"),
    [([3, 3, 3], 0), ([1, 10, 100], 1), ([1, 100, 10_000], 2), ([0, 0, 0], 0)],
)
def test_a_slope_is_the_exponent_of_growth(costs: list[float], expected: float) -> None:
    assert slope(zip([10, 100, 1_000], costs, strict=True)) == pytest.approx(expected)
