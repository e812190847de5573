"""Triggers of escalation rules, and messages that meet them or do not.

`rules/` has them by language: `=` begins a trigger, `+` is a message that meets it, `-` one that
does not. What meets another trigger of the same language does not meet this one either.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bench.answers import corpus
from chalicelib.customer_agent.brain import triggers
from chalicelib.customer_agent.knowledge.finding.stems import stems

FOLDER = corpus.HERE / "rules"
THRESHOLDS = tuple(at / 20 for at in range(4, 20))


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A message, a trigger, and whether the one meets the other."""

    trigger: str
    message: str
    is_met: bool
    language: str

    @property
    def is_held_back(self) -> bool:
        """Tell whether the threshold was chosen without it: a third of the triggers."""
        return corpus.is_held_back(self.trigger)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Of the messages that met a trigger, how many should; and of those that should, how many."""

    precision: float
    recall: float


@cache
def cases() -> Sequence[Case]:
    """Return all pairs of a language's triggers and messages."""
    return [case for path in sorted(FOLDER.glob("*.txt")) for case in _cases(path)]


def outcome(of: Sequence[Case], enough: float = triggers.ENOUGH) -> Outcome:
    """Return how right the triggers are."""
    met = [case for case in of if _closeness(case) >= enough]
    right = sum(case.is_met for case in met)
    return Outcome(
        precision=right / len(met) if met else 1.0,
        recall=right / sum(case.is_met for case in of),
    )


def held_back() -> list[Case]:
    """Return the cases that the threshold was chosen without."""
    return [case for case in cases() if case.is_held_back]


def main() -> None:
    """Print what each threshold comes to on the rest, and what the chosen one does beyond it."""
    rest = [case for case in cases() if not case.is_held_back]
    for enough in THRESHOLDS:
        print(f"{enough:.2f} {outcome(rest, enough)}")
    print(f"held back, {len(held_back())} pairs: {outcome(held_back())}")
    for case in rest:
        if (_closeness(case) >= triggers.ENOUGH) != case.is_met:
            print(f"  {case}")


def _closeness(case: Case) -> float:
    return triggers.closeness(case.trigger, frozenset(stems(case.message)))


def _cases(path: Path) -> Iterator[Case]:
    given: dict[str, list[tuple[str, bool]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        sign, _, text = line.partition(" ")
        if sign == "=":
            given[text] = []
        else:
            given[list(given)[-1]].append((text, sign == "+"))
    for trigger in given:
        for other, messages in given.items():
            for message, is_met in messages:
                yield Case(
                    trigger=trigger,
                    message=message,
                    is_met=is_met and trigger == other,
                    language=path.stem,
                )


if __name__ == "__main__":
    main()
