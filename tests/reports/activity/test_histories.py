"""Ten thousand tickets' lives, each as long as it happens to be, against the plain reckoning.

Spam and back again, closing and opening, machines' mail, answers that are taken back, other teams
and tags, in zones where the clock jumps meanwhile; counted now and then, and at the end.
"""

from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random

import pytest

from tests.reports.activity.plain import Plain
from tests.reports.activity.story import AGENTS, STEPS, Story, hours
from tests.reports.activity.test_rules import counted

HISTORIES, PARTS = 10_000, 20
ZONES = ("UTC", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe")
STARTS = (
    datetime(2026, 3, 7, 14, 0, tzinfo=UTC),  # New York's clocks go forward the night after
    datetime(2026, 10, 24, 20, 0, tzinfo=UTC),  # Berlin's are turned back
    datetime(2026, 4, 4, 10, 0, tzinfo=UTC),  # Lord Howe's by half an hour
    datetime(2026, 2, 28, 23, 50, tzinfo=UTC),
)
HOLIDAYS = (date(2026, 3, 9), date(2026, 10, 25))


@pytest.mark.thorough
@pytest.mark.acceptance(114, 115, 116, 117)
@pytest.mark.parametrize("part", range(PARTS))
def test_any_history_counts_as_a_plain_reckoning_has_it(part: int) -> None:
    for seed in range(part, HISTORIES, PARTS):
        chance = Random(seed)
        story, holder = Story(now=chance.choice(STARTS)), chance.choice(["", *AGENTS])
        story.ticket = replace(story.ticket, assignee_id=holder or None)
        for _ in range(chance.randint(1, 25)):
            gap = chance.choice([0, 1, 3, 20, 150, 400])
            story.step(chance.choice(STEPS), chance.choice(AGENTS), gap)
        calendar = hours(chance.choice(ZONES), is_always=chance.random() < 0.3, holidays=HOLIDAYS)
        looks = sorted(chance.sample(range(len(story.seen)), len(story.seen) // 3))

        expected = Plain(story.ticket, story.entries, holder, calendar).sums()
        assert counted(story, looks, calendar) == expected, seed
