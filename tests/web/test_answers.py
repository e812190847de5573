"""What leaves: bodies, moments, and the headers of every answer (A-111, A-114)."""

from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pytest

from chalicelib.tickets.model import Status
from chalicelib.web.answers import Answer, Text, created, no_content, to_chalice

MOMENT = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


class _Thing(msgspec.Struct):
    at: datetime
    names: tuple[str, ...] = ()


def text_of(body: object) -> str:
    return str(to_chalice(Answer(body)).body)


@pytest.mark.parametrize(
    "answer",
    [Answer({"a": 1}), Answer(b"x", 200, {"Content-Type": "image/png"}), no_content(),
     created({}), Answer({}, 500, {"Content-Type": "application/problem+json"})],
)  # fmt: skip
def test_every_answer_is_guarded(answer: Answer) -> None:
    headers = to_chalice(answer).headers

    assert headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert str(headers["Strict-Transport-Security"]).startswith("max-age=31536000")
    assert "camera=()" in headers["Permissions-Policy"]
    assert not {"Server", "X-Powered-By"} & set(headers)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (None, ""),
        ({"é": [1, True, None]}, '{"é":[1,true,null]}'),
        (Status.open, '"open"'),
        (MOMENT, '"2026-03-04T12:00:00.000Z"'),
        ((MOMENT.astimezone(timezone(timedelta(hours=5))),), '["2026-03-04T12:00:00.000Z"]'),
        ({"a": {"at": MOMENT}}, '{"a":{"at":"2026-03-04T12:00:00.000Z"}}'),
        (_Thing(MOMENT, ("x",)), '{"at":"2026-03-04T12:00:00.000Z","names":["x"]}'),
        ([_Thing(MOMENT)], '[{"at":"2026-03-04T12:00:00.000Z","names":[]}]'),
    ],
)
def test_bodies_leave_as_json_with_moments_that_sort(body: object, text: str) -> None:
    assert text_of(body) == text


@pytest.mark.parametrize("body", [b"\x89PNG", Text("<p>")])
def test_a_page_or_a_file_leaves_as_it_is(body: object) -> None:
    answer = to_chalice(Answer(body, 200, {"Content-Type": "text/html"}))

    assert (answer.body, answer.headers["Content-Type"]) == (body, "text/html")


def test_what_is_made_and_what_is_gone_say_so() -> None:
    assert (created({}).status, no_content().status) == (201, 204)
