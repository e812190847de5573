"""The operations with a budget. A module in `bench/operations/` registers its own:

@operation("a note is added", requests=1, read=0, write=4)
def add_a_note(stage: Stage) -> Action:
    ticket = ...  # set-up, not metered
    return lambda: notes.add(stage.desk, ticket, "hello")
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

Action = Callable[[], object]
Prepare = Callable[[Any], Action]
PrepareSized = Callable[[Any, int], Action]
Measure = Callable[[], float]

SIZES = (10, 100, 1_000, 10_000)
MAX_SLOPE = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The most that an operation may cost."""

    requests: int
    read: float
    write: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation; `prepare` gets the stage and returns what is metered."""

    name: str
    budget: Budget
    prepare: Prepare


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """One operation at several sizes of the world; `prepare` gets the stage and the size."""

    name: str
    sizes: Sequence[int]
    max_slope: float
    prepare: PrepareSized


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Any other number that must not be larger than `most`."""

    name: str
    most: float
    unit: str
    measure: Measure


@dataclass(slots=True)
class Registry:
    """What is to be measured, in the order of registration."""

    operations: list[Operation] = field(default_factory=list[Operation])
    growths: list[Growth] = field(default_factory=list[Growth])
    figures: list[Figure] = field(default_factory=list[Figure])

    def operation(
        self, name: str, *, requests: int, read: float, write: float
    ) -> Callable[[Prepare], Prepare]:
        """Register the decorated function as an operation with a budget."""

        def register(prepare: Prepare) -> Prepare:
            budget = Budget(requests=requests, read=read, write=write)
            self.operations.append(Operation(name=name, budget=budget, prepare=prepare))
            return prepare

        return register

    def growth(
        self, name: str, *, sizes: Sequence[int] = SIZES, max_slope: float = MAX_SLOPE
    ) -> Callable[[PrepareSized], PrepareSized]:
        """Register the decorated function as an operation whose cost must not grow."""

        def register(prepare: PrepareSized) -> PrepareSized:
            self.growths.append(
                Growth(name=name, sizes=sizes, max_slope=max_slope, prepare=prepare)
            )
            return prepare

        return register

    def figure(self, name: str, *, most: float, unit: str = "") -> Callable[[Measure], Measure]:
        """Register the decorated function as the measure of a number with a limit."""

        def register(measure: Measure) -> Measure:
            self.figures.append(Figure(name=name, most=most, unit=unit, measure=measure))
            return measure

        return register


registry = Registry()
operation = registry.operation
growth = registry.growth
figure = registry.figure
