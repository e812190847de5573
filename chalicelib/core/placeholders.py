"""Texts with placeholders: `{{name}}`, or `{{name | "what to say instead"}}`.

Names come from a list of known ones and values are put in as they are: nothing is worked out, and
what a value holds is never looked into.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from chalicelib.core.errors import Fault

_PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")


@dataclass(frozen=True, slots=True)
class Placeholder:
    """What stands for a value; `fallback` is said where there is none."""

    name: str
    fallback: str = ""


def filled(text: str, value: Callable[[Placeholder], str]) -> str:
    """Return the text with each placeholder replaced, once.

    >>> filled('{{ a }}, {{b | "you"}}', lambda placeholder: placeholder.fallback or "{{b}}")
    '{{b}}, you'
    """
    return _PLACEHOLDER.sub(lambda found: value(_read(found[1])), text)


def bare(text: str) -> str:
    """Return the text without its placeholders."""
    return _PLACEHOLDER.sub("", text)


def names(text: str) -> frozenset[str]:
    """Return what the text asks for.

    >>> sorted(names('{{ a }}, {{b | "you"}} and {{a}}'))
    ['a', 'b']
    """
    return frozenset(_read(inside).name for inside in _PLACEHOLDER.findall(text))


def faults(pointer: str, text: str, known: Iterable[str]) -> Iterator[Fault]:
    """Return what is no placeholder, or none of those known."""
    offered = sorted(known)
    for inside in _PLACEHOLDER.findall(text):
        name = _read(inside).name
        if name not in offered:
            detail = f"{name!r} is none of: {', '.join(offered)}."
            yield Fault(pointer, "unknown_placeholder", detail)
    if re.search(r"\{\{|\}\}", bare(text)):
        yield Fault(pointer, "broken_placeholder", "A placeholder stands between {{ and }}.")


def _read(inside: str) -> Placeholder:
    """Take one apart; a fallback that stands in no quotes makes a name that nobody knows."""
    name, bar, rest = inside.partition("|")
    said = rest.strip()
    is_quoted = len(said) > 1 and said[0] == said[-1] == '"' and '"' not in said[1:-1]
    if bar and not is_quoted:
        return Placeholder(inside.strip())
    return Placeholder(name.strip(), said[1:-1])
