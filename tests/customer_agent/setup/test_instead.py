"""What is said where nobody is handed off fits into one message, and its links stay whole."""

from dataclasses import replace

import pytest

from chalicelib.channels.model import Kind
from chalicelib.channels.registry import capabilities
from chalicelib.customer_agent.setup import instead
from chalicelib.customer_agent.setup.model import Handoff, Link

ONE, TWO = "Help: https://a.example/1", "Form: https://a.example/2"
LINKS = tuple(Link(label=line[:4], url=line[6:]) for line in (ONE, TWO))


@pytest.mark.parametrize(
    ("message", "room", "said"),
    [
        ("Look here.", 100, f"Look here.\n{ONE}\n{TWO}"),
        ("Look here.", 62, f"Look here.\n{ONE}\n{TWO}"),
        ("Look here.", 56, f"Look\n{ONE}\n{TWO}"),
        ("Look here.", 51, f"{ONE}\n{TWO}"),
        ("Look here.", 50, f"Look here.\n{ONE}"),
        ("Look here.", 24, "Look here."),
        ("Löök hêre.", 5, "Löö"),
        ("  ", 100, f"{ONE}\n{TWO}"),
    ],
)
def test_words_are_cut_and_links_are_not(message: str, room: int, said: str) -> None:
    handoff = Handoff(method="none", message=message, links=LINKS)
    carries = replace(capabilities(Kind.instagram), max_text=room)

    found = instead.fitting(handoff, carries)

    assert found == said
    assert carries.length(found) <= room
