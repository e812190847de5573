"""Questions that ask the same, by the words that they share. Pure."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.core.ids import derived
from chalicelib.customer_agent.knowledge.finding.stems import stems

ALIKE = 0.5
"""So much of what either says, both say."""
EXAMPLES = 5
Asked = tuple[str, str, datetime]
"""Where, in which words, and when."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Questions alike; the oldest one names them, so the name stays while more come."""

    id: str
    question: str
    places: tuple[str, ...]
    examples: tuple[str, ...]
    last_at: datetime

    @property
    def count(self) -> int:
        """How often it was asked."""
        return len(self.places)


def grouped(asked: Iterable[Asked]) -> list[Group]:
    """Return the groups, the largest first, then those asked last."""
    found: list[tuple[frozenset[str], list[Asked]]] = []
    for each in sorted(asked, key=lambda one: (one[2], one[0])):
        words = _words(each[1])
        best = max(found, key=lambda group: _shared(group[0], words), default=None)
        if best is not None and _shared(best[0], words) >= ALIKE:
            best[1].append(each)
        else:
            found.append((words, [each]))
    groups = [_group(members) for _, members in found]
    return sorted(groups, key=lambda group: (-group.count, -group.last_at.timestamp(), group.id))


def _words(text: str) -> frozenset[str]:
    return frozenset(stems(text)) or frozenset({text.casefold().strip()})


def _shared(some: frozenset[str], more: frozenset[str]) -> float:
    return len(some & more) / len(some | more)


def _group(members: list[Asked]) -> Group:
    first = members[0]
    texts = dict.fromkeys(text for _, text, _ in reversed(members))
    return Group(
        id=f"unq_{derived(hashlib.sha256(first[0].encode()).digest())}",
        question=first[1],
        places=tuple(place for place, _, _ in members),
        examples=tuple(texts)[:EXAMPLES],
        last_at=members[-1][2],
    )
