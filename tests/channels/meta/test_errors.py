"""What each of Meta's answers means, as a table."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels.meta.errors import Problem, Verdict, problem


def judged(status: int, **error: Any) -> Problem:
    return problem(status, json.dumps({"error": error}).encode(), secret="EAAB-secret")


@pytest.mark.parametrize(
    ("status", "code", "verdict", "told"),
    [
        (401, 190, Verdict.faulty, "credentials_refused"),
        (400, 190, Verdict.faulty, "credentials_refused"),
        (401, 0, Verdict.faulty, "credentials_refused"),
        (403, 10, Verdict.faulty, "permission_missing"),
        (403, 200, Verdict.faulty, "permission_missing"),
        (403, 299, Verdict.faulty, "permission_missing"),
        (403, 131005, Verdict.faulty, "permission_missing"),
        (403, 368, Verdict.faulty, "policy_blocked"),
        (400, 131030, Verdict.faulty, "test_mode"),
        (403, 131031, Verdict.faulty, "policy_blocked"),
        (400, 131042, Verdict.faulty, "payment_failed"),
        (400, 131047, Verdict.refused, "window_closed"),
        (400, 131026, Verdict.refused, "unreachable"),
        (400, 551, Verdict.refused, "unreachable"),
        (400, 132001, Verdict.refused, "template_wrong"),
        (400, 100, Verdict.refused, "refused"),
        (400, 424242, Verdict.refused, "refused"),
        (429, 130429, Verdict.later, "busy"),
        (400, 80007, Verdict.later, "busy"),
        (400, 131056, Verdict.later, "busy"),
        (400, 4, Verdict.later, "busy"),
        (400, 613, Verdict.later, "busy"),
        (429, 424242, Verdict.later, "busy"),
        (400, 131000, Verdict.later, "busy"),
        (500, 130429, Verdict.later, "busy"),
        (503, 4, Verdict.later, "busy"),
        (500, 131000, Verdict.unknown, "unknown"),
        (503, 131016, Verdict.unknown, "unknown"),
        (500, 135000, Verdict.unknown, "unknown"),
        (500, 2, Verdict.unknown, "unknown"),
        (408, 131000, Verdict.unknown, "unknown"),
        (500, 1, Verdict.unknown, "unknown"),
        (400, 1, Verdict.unknown, "unknown"),
        (500, 424242, Verdict.unknown, "unknown"),
    ],
)
def test_the_code_decides_unless_meta_stumbled(
    status: int, code: int, verdict: Verdict, told: str
) -> None:
    found = judged(status, code=code, message="Words of Meta's")

    assert (found.verdict, found.code) == (verdict, told)


@pytest.mark.parametrize(
    ("code", "subcode", "told"),
    [
        (10, 2534022, "window_closed"),
        (10, 2018278, "window_closed"),
        (100, 2018001, "unreachable"),
        (100, 33, "inbox_gone"),
        (190, 463, "credentials_refused"),
        (100, 1234567, "refused"),
    ],
)
def test_a_subcode_says_more_where_it_is_known(code: int, subcode: int, told: str) -> None:
    assert judged(400, code=code, error_subcode=subcode).code == told


@pytest.mark.parametrize(
    ("status", "body", "verdict"),
    [
        (502, b"<html>Bad Gateway</html>", Verdict.unknown),
        (500, b"", Verdict.unknown),
        (408, b"", Verdict.unknown),
        (429, b"<html>", Verdict.later),
        (400, b"<html>", Verdict.later),
        (302, b"", Verdict.later),
        (400, b'{"error": "text"}', Verdict.later),
        (400, b'{"error": {"code": "190"}}', Verdict.later),
        (400, b'{"error": {"code": 7, "is_transient": true}}', Verdict.later),
        (500, b'{"error": {"code": 7, "is_transient": true}}', Verdict.unknown),
        (400, b"[" * 100_000, Verdict.later),
    ],
)
def test_an_answer_without_a_code_is_judged_with_care(
    status: int, body: bytes, verdict: Verdict
) -> None:
    assert problem(status, body).verdict is verdict


@given(st.integers(100, 599), st.binary(max_size=200))
def test_no_answer_is_too_strange(status: int, body: bytes) -> None:
    assert problem(status, body).detail


def test_what_meta_repeats_of_a_token_is_shown_to_nobody() -> None:
    for code in (190, 424242):
        found = judged(400, code=code, message="Malformed access token EAAB-secret in\ncall")
        assert "EAAB-secret" not in found.detail
    assert judged(400, code=424242, message="Wrong\nplace").detail == "424242 Wrong place"


def test_words_are_cut() -> None:
    assert len(judged(400, code=424242, message="x" * 100_000).detail) == 200
