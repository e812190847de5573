"""How errors of the domain look over HTTP (RFC 9457)."""

import pytest

from chalicelib.core import errors
from chalicelib.core.errors import DeskhandError, Fault
from chalicelib.web.answers import Answer
from chalicelib.web.problems import answer_for, unexpected

TABLE: list[tuple[DeskhandError, int, str]] = [
    (errors.Invalid("no"), 422, "invalid"),
    (errors.Invalid("no", code="malformed_body"), 400, "malformed_body"),
    (errors.Invalid("no", code="invalid_cursor"), 400, "invalid_cursor"),
    (errors.Invalid("no", code="idempotency_mismatch"), 422, "idempotency_mismatch"),
    (errors.Unauthenticated("no"), 401, "unauthenticated"),
    (errors.Forbidden("no"), 403, "forbidden"),
    (errors.NotFound("no"), 404, "not_found"),
    (errors.Conflict("no"), 409, "conflict"),
    (errors.Conflict("no", code="closed_chat"), 409, "closed_chat"),
    (errors.Duplicate("no"), 409, "duplicate"),
    (errors.Gone("no"), 410, "gone"),
    (errors.PlanRequired("no"), 402, "plan_required"),
    (errors.TooLarge("no"), 413, "too_large"),
    (errors.UnsupportedMediaType("no"), 415, "unsupported_media_type"),
    (errors.RateLimited("no", retry_after=7), 429, "rate_limited"),
    (errors.Unavailable("no", retry_after=3), 503, "unavailable"),
    (errors.Newer("no"), 503, "newer_version"),
    (errors.DeliveryFailed("no", permanent=True), 502, "delivery_failed"),
    (errors.OptedOut("no", told_by="twilio"), 502, "opted_out"),
    (errors.Uncertain("no"), 504, "uncertain"),
    (DeskhandError("no"), 500, "error"),
]


def members(answer: Answer) -> dict[str, object]:
    assert isinstance(answer.body, dict)
    return answer.body


@pytest.mark.parametrize(
    ("error", "status", "code"), TABLE, ids=[f"{type(e).__name__} {code}" for e, _, code in TABLE]
)
def test_an_error_has_a_status_and_a_code(error: DeskhandError, status: int, code: str) -> None:
    answer = answer_for(error, "req-1")

    assert (answer.status, answer.headers["Content-Type"]) == (status, "application/problem+json")
    assert members(answer) == {
        "type": f"urn:deskhand:problem:{code}",
        "title": members(answer)["title"],
        "status": status,
        "code": code,
        "detail": "no",
        "request_id": "req-1",
    }


def test_every_error_is_in_the_table() -> None:
    known = {type(error) for error, _, _ in TABLE}

    assert everything_below(DeskhandError) - known == set()


def everything_below(kind: type[DeskhandError]) -> set[type[DeskhandError]]:
    below = {inner for direct in kind.__subclasses__() for inner in everything_below(direct)}
    return {kind, *below} if kind.__module__ == errors.__name__ else below


@pytest.mark.parametrize(
    ("error", "header", "value"),
    [
        (errors.RateLimited("no", retry_after=7), "Retry-After", "7"),
        (errors.Unavailable("no", retry_after=3), "Retry-After", "3"),
        (errors.Unauthenticated("no"), "WWW-Authenticate", "Bearer"),
    ],
)
def test_an_error_says_what_to_do(error: DeskhandError, header: str, value: str) -> None:
    assert answer_for(error, "").headers[header] == value


def test_faults_are_pointed_at() -> None:
    error = errors.Invalid("no", faults=[Fault("/a", "required", "missing"), Fault("", "x", "y")])

    assert members(answer_for(error, ""))["errors"] == [
        {"pointer": "/a", "code": "required", "detail": "missing"},
        {"pointer": "", "code": "x", "detail": "y"},
    ]


def test_what_an_error_carries_is_shown_and_hides_nothing() -> None:
    error = errors.Conflict("no", extra={"version": 3, "status": "open", "code": "fine"})

    shown = members(answer_for(error, ""))

    assert (shown["version"], shown["status"], shown["code"]) == (3, 409, "conflict")


def test_a_bug_tells_a_number_and_nothing_else() -> None:
    answer = unexpected("req-1")

    assert answer.status == 500
    assert members(answer)["code"] == "internal_error"
    assert members(answer)["request_id"] == "req-1"
