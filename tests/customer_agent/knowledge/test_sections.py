"""Documents into sections, whatever they are written in."""

import pytest

from chalicelib.core.errors import Invalid
from chalicelib.customer_agent.knowledge import sections
from chalicelib.customer_agent.knowledge.model import Section


def pairs(found: tuple[Section, ...]) -> list[tuple[str, str]]:
    return [(each.title, each.text) for each in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Help\n\n## Returns\n30 days.\n## Costs ##\n4.90",
         [("Returns", "30 days."), ("Costs", "4.90")]),
        ("Hello\n# A\none", [("Shop", "Hello"), ("A", "one")]),
        ("A\n===\none\n\nB\n---\ntwo", [("A", "one"), ("B", "two")]),
        ("# A\none\n\n---\n\ntwo", [("A", "one\n\n---\n\ntwo")]),
        ("# A\n#### deep\none", [("A", "#### deep\none")]),
        ("# A\n```\n# no heading\n```\nx", [("A", "```\n# no heading\n```\nx")]),
        ("# **A** [link](https://a.example)\none", [("A link", "one")]),
        ("#hash\n# A\r\none\r\n", [("Shop", "#hash"), ("A", "one")]),
        ("# Mugs\n## Care\na\n# Bowls\n## Care\nb\n## Care\nc",
         [("Care", "a"), ("Bowls: Care", "b"), ("Care (2)", "c")]),
        ("# A\n# B\nonly B", [("B", "only B")]),
    ],
)  # fmt: skip
def test_markdown_is_split_by_its_headings(text: str, expected: list[tuple[str, str]]) -> None:
    assert pairs(sections.of_markdown(text, "Shop")) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<h1>Help</h1><h2>Returns</h2><p>Within <b>30</b>\n days.</p><p>Unused.</p>",
         [("Returns", "Within 30 days.\n\nUnused.")]),
        ("<h2>A<br>B</h2><ul><li>one<li>two</ul>", [("A", "B\n\n- one\n- two")]),
        ("<h2>A</h2><a href='https://a.example/x'>here</a>", [("A", "here (https://a.example/x)")]),
        ("<h2>A</h2><a href='javascript:alert(1)'>here</a>", [("A", "here")]),
        ("<h2>A</h2>x<script>alert('# no')</script><style>p{}</style>y", [("A", "xy")]),
        ("<title>No</title><h2>A &amp; B</h2>&lt;b&gt;", [("A & B", "<b>")]),
        ("<h2>A</h2><p># no heading</p>", [("A", "\\# no heading")]),
        ("<table><tr><td>S</td><td>36</td></tr><tr><td>M</td><td>38</td></tr></table>",
         [("Shop", "S 36\n\nM 38")]),
    ],
)  # fmt: skip
def test_html_is_reduced_to_text(source: str, expected: list[tuple[str, str]]) -> None:
    assert pairs(sections.of_html(source, "Shop")) == expected


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        ("text without a heading", "/title"),
        ("# A\n", "/text"),
        ("", "/text"),
        (f"# A\n{'x' * 20_001}", "/text"),
        ("# A\nx\n" * 1_001, "/text"),
    ],
)
def test_what_cannot_be_brought_in(text: str, pointer: str) -> None:
    with pytest.raises(Invalid) as refused:
        sections.of_markdown(text)

    assert [fault.pointer for fault in refused.value.faults] == [pointer]
