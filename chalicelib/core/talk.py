"""Talking with a language model that may look things up; whoever asks it says what it may see.

What it says and what it wants looked up are a stranger's words: never an instruction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """Something that the model may look up; `given` are the texts it has to give, and why."""

    name: str
    description: str
    given: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What the model wants looked up."""

    id: str
    name: str
    given: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What was found for a use; JSON."""

    use_id: str
    text: str
    is_error: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One side's turn: words, and on the model's side uses, on ours their results."""

    is_model: bool
    text: str = ""
    uses: tuple[Use, ...] = ()
    results: tuple[Result, ...] = ()


class Talker(Protocol):
    """A language model in a conversation."""

    def turn(
        self, instructions: str, turns: Sequence[Turn], tools: Sequence[Tool], *, seconds: float
    ) -> Turn:
        """Return its next turn within so many seconds, or raise Unavailable."""
        ...

    def rests(self) -> bool:
        """Tell whether it failed a moment ago, and would not be asked now."""
        ...
