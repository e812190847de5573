"""What escalation rules are often about, in the words of several languages. Pure.

A trigger that names a topic by any of its words, in any language, is met by any other of them.
What is no topic is met by its own words, and by those that shops use alike.
"""

from collections.abc import Mapping
from functools import cache

from chalicelib.customer_agent.brain.phrases import paragraphs
from chalicelib.customer_agent.knowledge.finding.stems import stems


@cache
def same_topic() -> Mapping[str, frozenset[str]]:
    """Return by stem all that its topics are spoken of by, itself among them."""
    found: dict[str, frozenset[str]] = {}
    for paragraph in paragraphs("topics"):
        topic = frozenset(stems(paragraph))
        for stem in topic:
            found[stem] = found.get(stem, frozenset()) | topic
    return found
