"""Percentiles from buckets: how far off they may be, and that they add up."""

from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.reports.activity.histogram import ERROR, bucket, percentile, seconds

YEAR = 366 * 86_400
HALF, MOST = Fraction(1, 2), Fraction(9, 10)


@given(st.integers(1, YEAR))
def test_what_stands_for_a_bucket_is_near_all_that_is_in_it(took: int) -> None:
    # Whole seconds are shown: that is another half of one.
    assert abs(seconds(bucket(took)) - took) <= ERROR * took + 0.5


@given(st.lists(st.integers(0, YEAR), min_size=1), st.sampled_from([HALF, MOST]))
def test_percentiles_are_off_by_no_more_than_that(durations: list[int], rank: Fraction) -> None:
    counts: dict[str, int] = {}
    for took in durations:
        counts[bucket(took)] = counts.get(bucket(took), 0) + 1
    exact = sorted(durations)[ceil(rank * len(durations)) - 1]

    shown = percentile(counts, rank)

    assert shown is not None
    assert abs(shown - exact) <= ERROR * exact + 0.5


def test_buckets_sort_by_name_as_they_do_by_length() -> None:
    names = [bucket(took) for took in range(0, YEAR, 997)]
    assert names == sorted(names)


@pytest.mark.parametrize("counts", [{}, {"0a": 0}])
def test_nothing_has_no_percentile(counts: dict[str, int]) -> None:
    assert percentile(counts, HALF) is None


def test_the_bound_is_what_the_definitions_say() -> None:
    assert round(ERROR, 3) == 0.091
