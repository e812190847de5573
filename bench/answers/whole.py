"""The whole agent without a language model: what it answers, what it hands over, and how rightly.

    python -m bench.answers.whole

Whoever asks has proved nothing, so that no orders are looked at.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from bench.answers import corpus, escalations, evaluate
from chalicelib.channels.model import Kind
from chalicelib.customer_agent.brain.model import Asked, Escalated, Manner, Rule, Said
from chalicelib.customer_agent.brain.person import asks_for_person
from chalicelib.customer_agent.brain.think import at_once
from chalicelib.customer_agent.knowledge.answers import answered

PERSONS = "person_held_back.txt"
"""Messages that no phrase was written for; those of `person.txt` are known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A message, what should come of it, and what did."""

    text: str
    right: str
    """The id of an article, `rule`, `person`, or empty where nobody but a person knows."""
    answer: Said | Escalated

    @property
    def is_answered(self) -> bool:
        """Tell whether the agent answered."""
        return isinstance(self.answer, Said)

    @property
    def is_wrong(self) -> bool:
        """Tell whether the agent answered otherwise than it should."""
        return isinstance(self.answer, Said) and self.answer.sources != (self.right,)


@cache
def persons(name: str = PERSONS) -> Sequence[tuple[str, bool]]:
    """Return a file's messages, and whether each asks for a person."""
    lines = (corpus.HERE / name).read_text(encoding="utf-8").splitlines()
    return [(line[2:], line.startswith("+")) for line in lines]


@cache
def told() -> Sequence[Told]:
    """Send the agent everything that is held back; each language has its own rules."""
    asked = [(each.text, each.answer, each.language) for each in corpus.held_back()]
    met = [case for case in escalations.held_back() if case.is_met]
    asked += [(case.message, "rule", case.language) for case in met]
    asked += [(text, "person", "en") for text, is_met in persons() if is_met]
    return [Told(text=text, right=right, answer=_told(text, language))
            for text, right, language in asked]  # fmt: skip


def wrong() -> float:
    """Return how many of all messages get an answer that they should not."""
    return _share(each.is_wrong for each in told())


def kept() -> float:
    """Return how many of the messages that are for a person are answered."""
    return _share(each.is_answered for each in told() if each.right in ("", "rule", "person"))


def answered_rightly() -> float:
    """Return how many of those that an article answers get it."""
    known = [each for each in told() if each.right not in ("", "rule", "person")]
    return _share(each.is_answered and not each.is_wrong for each in known)


def person_outcome() -> escalations.Outcome:
    """Return how rightly those who ask for a person are known."""
    found = [(asks_for_person(text), is_met) for text, is_met in persons()]
    return escalations.Outcome(
        precision=_share(is_met for is_found, is_met in found if is_found),
        recall=_share(is_found for is_found, is_met in found if is_met),
    )


def main() -> None:
    """Print everything."""
    print(f"{len(told())} messages: wrong {wrong():.1%}, for a person but answered {kept():.1%}")
    print(f"answered rightly, of what an article answers: {answered_rightly():.1%}")
    print(f"rules, held back: {escalations.outcome(escalations.held_back())}")
    print(f"asked for a person: {person_outcome()}")
    for language in ("en", "de", "es", "pt"):
        of = [case for case in escalations.held_back() if case.language == language]
        print(f"rules, held back, {language}: {escalations.outcome(of)}")
    for each in told():
        if each.is_wrong:
            print(f"  wrong: {each.text!r} got {each.answer}")


def _told(text: str, language: str) -> Said | Escalated:
    asked = Asked(text=text, channel=Kind.webchat)
    decided = at_once(Manner(name="Robin", rules=_rules(language)), asked)
    if decided:
        return decided
    found = answered(evaluate.whole_shop(), text).answer
    return Said(text=found.passage, sources=(found.id,)) if found else Escalated(reason="unknown")


@cache
def _rules(language: str) -> tuple[Rule, ...]:
    own = dict.fromkeys(
        case.trigger for case in escalations.held_back() if case.language == language
    )
    return tuple(Rule(id=trigger, title=trigger, trigger=trigger) for trigger in own)


def _share(truths: Iterable[bool]) -> float:
    every = list(truths)
    return sum(every) / len(every) if every else 0.0


if __name__ == "__main__":
    main()
