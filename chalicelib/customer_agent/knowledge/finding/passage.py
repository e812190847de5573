"""The part of an article that answers best, and no more than is read at once."""

import re
from collections.abc import Mapping

from chalicelib.customer_agent.knowledge.finding.stems import stems

MOST = 600
_PARAGRAPHS = re.compile(r"\n[ \t]*\n")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def passage(text: str, asked: Mapping[str, float]) -> str:
    """Return the paragraphs around the one with most of what was asked for."""
    paragraphs = [part for one in _PARAGRAPHS.split(text) for part in _bounded(one.strip()) if part]
    if not paragraphs:
        return ""
    worth = [sum(asked.get(stem, 0.0) for stem in set(stems(part))) for part in paragraphs]
    first = last = max(range(len(paragraphs)), key=lambda at: (worth[at], -at))
    size = len(paragraphs[first])
    while last + 1 < len(paragraphs) and size + len(paragraphs[last + 1]) + 2 <= MOST:
        last += 1
        size += len(paragraphs[last]) + 2
    while first and size + len(paragraphs[first - 1]) + 2 <= MOST:
        first -= 1
        size += len(paragraphs[first]) + 2
    return "\n\n".join(paragraphs[first : last + 1])


def _bounded(paragraph: str) -> list[str]:
    """Return a paragraph in parts that are not too long, at ends of sentences where it has some."""
    if len(paragraph) <= MOST:
        return [paragraph]
    parts = [""]
    for sentence in _SENTENCE_END.split(paragraph):
        for start in range(0, len(sentence), MOST):
            piece = sentence[start : start + MOST]
            if parts[-1] and len(parts[-1]) + len(piece) + 1 > MOST:
                parts.append(piece)
            else:
                parts[-1] = f"{parts[-1]} {piece}".strip()
    return parts
