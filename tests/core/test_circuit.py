"""The breaker as a table of what happened, and at random against what it promises."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.circuit import CLOSED, OPENS_AFTER, PROBE_AFTER, Circuit
from tests.kit.http_world import NOON

OPEN = Circuit(failures=5, probe_at=NOON + PROBE_AFTER)
STEPS = {
    "fail": lambda circuit, now: circuit.failed(now),
    "ask": lambda circuit, now: circuit.asked(now),
    "answer": lambda _circuit, _now: CLOSED,
}


def after(*steps: str | int) -> tuple[Circuit, bool]:
    """Return the circuit after these steps, and whether it admits; a number is seconds passed."""
    circuit, now = CLOSED, NOON
    for step in steps:
        if isinstance(step, int):
            now += timedelta(seconds=step)
        else:
            circuit = STEPS[step](circuit, now)
    return circuit, circuit.admits(now)


@pytest.mark.parametrize(
    ("steps", "admits"),
    [
        ((), True),
        (("fail",) * 4, True),
        (("fail",) * 5, False),
        (("fail",) * 9, False),
        ((*("fail",) * 4, "answer", *("fail",) * 4), True),
        ((*("fail",) * 5, 29), False),
        ((*("fail",) * 5, 30), True),
        ((*("fail",) * 5, 30, "ask"), False),
        ((*("fail",) * 5, 30, "ask", 29, "fail"), False),
        ((*("fail",) * 5, 30, "ask", 29, "fail", 1), True),
        ((*("fail",) * 5, 30, "ask", 30), True),
        ((*("fail",) * 5, 30, "ask", "answer"), True),
        ((*("fail",) * 5, 10, "fail", 20), True),
        ((*("fail",) * 5, 30, "ask", "answer", *("fail",) * 4), True),
        ((*("fail",) * 5, 30, "ask", "answer", *("fail",) * 5), False),
    ],
    ids=lambda value: None if isinstance(value, bool) else "-".join(map(str, value)) or "new",
)
def test_what_happened_decides_what_may_leave(
    steps: tuple[str | int, ...], *, admits: bool
) -> None:
    assert after(*steps)[1] is admits


@given(st.lists(st.tuples(st.integers(0, 40), st.sampled_from(["fail", "answer", "none"]))))
def test_no_two_probes_leave_within_thirty_seconds(history: list[tuple[int, str]]) -> None:
    circuit, now, probed = CLOSED, NOON, None
    for seconds, outcome in history:
        now += timedelta(seconds=seconds)
        if not circuit.admits(now):
            continue
        if circuit.probe_at is not None:
            assert probed is None or now - probed >= PROBE_AFTER
            probed = now
        circuit = circuit.asked(now)
        circuit = {"fail": circuit.failed(now), "answer": CLOSED, "none": circuit}[outcome]
        probed = None if circuit.probe_at is None else probed


@given(st.integers(0, OPENS_AFTER - 1))
def test_fewer_failures_close_nothing(failures: int) -> None:
    assert after(*["fail"] * failures)[1] is True


def test_an_open_circuit_is_not_kept_open_by_late_failures() -> None:
    assert OPEN.failed(NOON + timedelta(seconds=20)).probe_at == OPEN.probe_at
