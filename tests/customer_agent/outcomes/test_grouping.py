"""Questions alike stand together, others apart."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.customer_agent.outcomes.grouping import EXAMPLES, grouped

NOW = datetime(2026, 3, 4, 10, tzinfo=UTC)


def groups(*texts: str) -> list[list[str]]:
    asked = [(f"{n:03}", text, NOW + timedelta(minutes=n)) for n, text in enumerate(texts)]
    return [list(group.places) for group in grouped(asked)]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ((), []),
        (("Do you ship to Iceland?", "do you ship to iceland"), [["000", "001"]]),
        (("Do you ship to Iceland?", "Shipping to Iceland"), [["000", "001"]]),
        (("Do you ship to Iceland?", "Is the red mug safe?"), [["001"], ["000"]]),
        (("Mug?", "Do you ship to Iceland?", "Ship to Iceland"), [["001", "002"], ["000"]]),
        (("???", "???", "!!!"), [["000", "001"], ["002"]]),
    ],
)
def test_questions_alike_are_one_group_the_largest_first(
    texts: tuple[str, ...], expected: list[list[str]]
) -> None:
    assert groups(*texts) == expected


def test_a_group_keeps_its_name_while_more_come() -> None:
    asked = [("001", "Do you ship to Iceland?", NOW)]
    [first] = grouped(asked)
    later = [(f"{n + 2:03}", f"Ship to Iceland{'?' * n}", NOW) for n in range(9)]
    [after] = grouped([*later, *asked])

    assert (after.id, after.question, after.count) == (first.id, first.question, 10)
    assert len(after.examples) == EXAMPLES
