"""Runs what is registered and prints it: operation, requests, units, budget, whether it holds."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from bench.capacity import dollars
from bench.documented import Cost
from bench.meter import Usage, metered
from bench.registry import Figure, Growth, Operation, Registry
from bench.touched import touched
from dev.aws.gate import Call, gate

Stage = Callable[[], AbstractContextManager[Any]]
"""Makes a fresh world; operations share none."""

_NAME = 48
_LEAST = 0.5
_TIMED = ("s CPU", "x CPU", "x Chalice")
_TRIES = 3
"""What else runs on the machine only adds to a time: one that is over is taken again, and the
least of them counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the report."""

    text: str
    is_ok: bool

    def __str__(self) -> str:
        """Read as the line with its verdict."""
        return f"{self.text}  {'ok' if self.is_ok else 'OVER'}"


def rows(registry: Registry, stage: Stage, seen: dict[str, Cost] | None = None) -> Iterator[Row]:
    """Yield a row for each operation, growth and figure, measured as it comes.

    `seen` is filled with what the operations cost, for the page that tells of it.
    """
    for operation in registry.operations:
        with stage() as world:
            action = operation.prepare(world)
            with gate.recorded() as calls, metered() as usage:
                action()
        if seen is not None:
            seen[operation.name] = _cost(usage, calls)
        yield _row(operation, usage)
    for growth in registry.growths:
        yield _growth_row(growth, stage)
    for figure in registry.figures:
        yield _figure_row(figure)


def run(
    registry: Registry,
    stage: Stage,
    show: Callable[[str], object],
    seen: dict[str, Cost] | None = None,
) -> int:
    """Show the report; return 1 when anything is over budget, else 0."""
    show(f"{'operation':<{_NAME}} {'requests':>8} {'RU':>7} {'WU':>7}  $/million  budget")
    are_ok: list[bool] = []
    for row in rows(registry, stage, seen):
        show(str(row))
        are_ok.append(row.is_ok)
    over = are_ok.count(False)
    show(f"{len(are_ok)} measured, {over} over budget")
    return 1 if over else 0


def slope(points: Iterable[tuple[float, float]]) -> float:
    """Return the exponent by which cost grows with size: 0 is constant, 1 is linear."""
    logs = [(math.log(size), math.log(max(cost, _LEAST))) for size, cost in points]
    middle = sum(x for x, _ in logs) / len(logs)
    level = sum(y for _, y in logs) / len(logs)
    spread = sum((x - middle) ** 2 for x, _ in logs)
    return sum((x - middle) * (y - level) for x, y in logs) / spread


def _cost(usage: Usage, calls: Sequence[Call]) -> Cost:
    return Cost(
        requests=usage.requests,
        read=usage.read_units,
        write=usage.write_units,
        keys=touched(calls),
    )


def _row(operation: Operation, usage: Usage) -> Row:
    budget = operation.budget
    price = 1_000_000 * dollars(read=usage.read_units, write=usage.write_units)
    text = (
        f"{operation.name:<{_NAME}} {usage.requests:>8} {usage.read_units:>7g} "
        f"{usage.write_units:>7g}  {price:>9.2f}  "
        f"{budget.requests} / {budget.read:g} / {budget.write:g}"
    )
    is_ok = (
        usage.requests <= budget.requests
        and usage.read_units <= budget.read
        and usage.write_units <= budget.write
    )
    return Row(text=text, is_ok=is_ok)


def _growth_row(growth: Growth, stage: Stage) -> Row:
    usages = [_usage_at(growth, stage, size) for size in growth.sizes]
    slopes = {
        "requests": _slope(growth.sizes, [usage.requests for usage in usages]),
        "RU": _slope(growth.sizes, [usage.read_units for usage in usages]),
        "WU": _slope(growth.sizes, [usage.write_units for usage in usages]),
    }
    shown = ", ".join(f"{name} {value:+.3f}" for name, value in slopes.items())
    text = (
        f"{growth.name:<{_NAME}} slope from {growth.sizes[0]} to {growth.sizes[-1]}: {shown}"
        f"  <= {growth.max_slope:g}"
    )
    return Row(text=text, is_ok=max(slopes.values()) <= growth.max_slope)


def _figure_row(figure: Figure) -> Row:
    value = figure.measure()
    for _ in range(_TRIES - 1 if figure.unit in _TIMED else 0):
        value = value if value <= figure.most else min(value, figure.measure())
    number = f"{value:g}" if value == int(value) else f"{value:.2f}"
    text = f"{figure.name:<{_NAME}} {number:>8} {figure.unit:<27}<= {figure.most:g} {figure.unit}"
    return Row(text=text.rstrip(), is_ok=value <= figure.most)


def _usage_at(growth: Growth, stage: Stage, size: int) -> Usage:
    with stage() as world:
        action = growth.prepare(world, size)
        with metered() as usage:
            action()
    return usage


def _slope(sizes: Sequence[int], costs: Sequence[float]) -> float:
    return slope(zip(sizes, costs, strict=True))
