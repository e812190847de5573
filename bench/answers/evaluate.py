"""Measures the answers to questions that no training saw.

python -m bench.answers.evaluate
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from bench.answers import corpus
from bench.answers.corpus import Asked
from chalicelib.customer_agent.knowledge.answers import answered
from chalicelib.customer_agent.knowledge.finding.index import Index, index


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One question, and what became of it."""

    asked: Asked
    given: str
    """The id of the article that answered, or empty."""
    first: str
    """The id of the best article, sure or not."""

    @property
    def is_wrong(self) -> bool:
        """Tell whether an article answered that does not."""
        return bool(self.given) and self.given != self.asked.answer


@cache
def whole_shop() -> Index:
    """Return the index of all articles, also of those that no training saw."""
    return index(corpus.articles())


def outcomes(questions: Iterable[Asked]) -> list[Outcome]:
    """Ask the whole shop."""
    return [_outcome(whole_shop(), asked) for asked in questions]


def orphaned(questions: Iterable[Asked]) -> list[Outcome]:
    """Ask a shop that has every article but the right one: nothing of it answers."""
    found: list[Outcome] = []
    for asked in questions:
        if asked.answer:
            rest = _without(asked.answer)
            found.append(_outcome(rest, replace(asked, answer="")))
    return found


def right(found: Sequence[Outcome]) -> float:
    """Return how many of the questions that an article answers get it."""
    answerable = [each for each in found if each.asked.answer]
    return _share([each.given == each.asked.answer for each in answerable])


def ranked_first(found: Sequence[Outcome]) -> float:
    """Return for how many of them it is the best, sure or not."""
    return _share([each.first == each.asked.answer for each in found if each.asked.answer])


def wrong(found: Sequence[Outcome]) -> float:
    """Return how many questions get an answer that is none."""
    return _share([each.is_wrong for each in found])


def handed_off(found: Sequence[Outcome]) -> float:
    """Return how many of the questions that nothing answers go to the team."""
    return _share([not each.given for each in found if not each.asked.answer])


def main() -> None:
    """Print everything."""
    held = outcomes(corpus.held_back())
    new = [each for each in held if corpus.is_held_back(each.asked.answer)]
    _print("held back", held)
    _print("of these, articles that no training saw", new)
    for language in ("en", "de", "es", "pt"):
        _print(f"held back, {language}", [e for e in held if e.asked.language == language])
    _print("held back, the right article taken away", orphaned(corpus.held_back()))
    _print("all, with what was learnt from", outcomes(corpus.questions()))
    for each in held:
        if each.is_wrong:
            print(f"  wrong: {each.asked.text!r} got {each.given}")


def _print(name: str, found: Sequence[Outcome]) -> None:
    given = [each for each in found if each.given]
    print(f"{name}: {len(found)} questions, {sum(bool(e.asked.answer) for e in found)} answerable")
    print(
        f"  answered rightly {right(found):.1%}, right article first {ranked_first(found):.1%},"
        f" handed off of the others {handed_off(found):.1%}"
    )
    print(
        f"  wrong {wrong(found):.1%} of all, {_share([e.is_wrong for e in given]):.1%} of answers"
    )


@cache
def _without(article_id: str) -> Index:
    return index(article for article in corpus.articles() if article.id != article_id)


def _outcome(known: Index, asked: Asked) -> Outcome:
    found = answered(known, asked.text)
    every = [*([found.answer] if found.answer else []), *found.others]
    return Outcome(
        asked=asked,
        given=found.answer.id if found.answer else "",
        first=every[0].id if every else "",
    )


def _share(truths: Sequence[bool]) -> float:
    return sum(truths) / len(truths) if truths else 0.0


if __name__ == "__main__":
    main()
