"""What DNS says of the records of a shop's own sender, as tables."""

import json
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.core.sending import Sending
from chalicelib.setup.records import (
    Purpose,
    Record,
    Seen,
    answers,
    doubled,
    explained,
    judged,
    wanted,
)

DOMAIN = "mugs.example"
KEY = Record(
    purpose=Purpose.dkim, type="CNAME", name="t._domainkey.mugs.example",
    value="t.dkim.amazonses.com", service="pending",
)  # fmt: skip
MX = Record(
    purpose=Purpose.bounces, type="MX", name="bounce.mugs.example",
    value="10 feedback-smtp.eu-west-1.amazonses.com",
)  # fmt: skip
SPF = Record(
    purpose=Purpose.spf, type="TXT", name="bounce.mugs.example",
    value="v=spf1 include:amazonses.com ~all",
)  # fmt: skip
DMARC = Record(
    purpose=Purpose.dmarc, type="TXT", name="_dmarc.mugs.example", value="v=DMARC1; p=none;"
)
TABLE: list[tuple[Record, set[str] | None, Seen, str]] = [
    (KEY, None, Seen.unknown, ""),
    (KEY, set(), Seen.missing, "72 hours"),
    (KEY, {"T.dkim.AmazonSES.com."}, Seen.found, "has not noticed yet"),
    (replace(KEY, service="success"), {"t.dkim.amazonses.com."}, Seen.found, ""),
    (KEY, {"x.dkim.amazonses.com."}, Seen.wrong, "points to x.dkim.amazonses.com., and must"),
    (MX, {"10 feedback-smtp.eu-west-1.amazonses.com."}, Seen.found, ""),
    (MX, {"5 feedback-smtp.eu-west-1.amazonses.com."}, Seen.found, ""),
    (MX, {"10 mail.mugs.example."}, Seen.wrong, "There stands 10 mail.mugs.example., and it must"),
    (SPF, {"v=spf1 a include:amazonses.com -all"}, Seen.found, ""),
    (SPF, {"v=spf1 include:amazonses.com.evil.example -all"}, Seen.wrong, "it must be v=spf1"),
    (SPF, {"google-site-verification=1"}, Seen.missing, "72 hours"),
    (DMARC, {"v=DMARC1; p=reject"}, Seen.found, ""),
    (DMARC, {"hello"}, Seen.missing, "72 hours"),
]


@pytest.mark.acceptance(69)
@pytest.mark.parametrize(("record", "stands", "seen", "words"), TABLE)
def test_a_record_is_judged_and_explained(
    record: Record, stands: set[str] | None, seen: Seen, words: str
) -> None:
    told = judged(record, None if stands is None else frozenset(stands))

    assert told.seen is seen
    assert words in explained(told, DOMAIN)
    assert bool(words) is bool(explained(told, DOMAIN))


def test_a_name_with_the_domain_twice_is_explained() -> None:
    told = doubled(judged(KEY, frozenset()), DOMAIN, frozenset({KEY.value}))
    other = doubled(judged(KEY, frozenset()), DOMAIN, frozenset({"x.example"}))

    assert (told.seen, other.seen) == (Seen.wrong, Seen.missing)
    assert "mugs.example.mugs.example" in explained(told, DOMAIN)


@pytest.mark.parametrize(
    ("sending", "types", "services"),
    [
        (Sending(is_known=True), ["TXT"], [""]),
        (Sending(is_known=True, records={KEY.name: KEY.value}), ["CNAME", "TXT"], ["pending", ""]),
        (
            Sending(
                is_known=True, has_failed=True, records={KEY.name: KEY.value},
                mail_from="bounce.mugs.example", mail_from_state="success", feedback_host="f",
            ),
            ["CNAME", "MX", "TXT", "TXT"],
            ["failed", "success", "success", ""],
        ),
    ],
)  # fmt: skip
def test_what_is_wanted(sending: Sending, types: list[str], services: list[str]) -> None:
    told = wanted(DOMAIN, sending)

    assert [record.type for record in told] == types
    assert [record.service for record in told] == services


def _said(status: Any, *records: Any) -> bytes:
    return json.dumps({"Status": status, "Answer": list(records)}).encode()


@pytest.mark.parametrize(
    ("raw", "kind", "expected"),
    [
        (b"<html>", "TXT", None),
        (b"[" * 100_000, "TXT", None),
        (b"[]", "TXT", None),
        (_said(2), "CNAME", None),
        (_said(3), "CNAME", frozenset[str]()),
        (_said(0, {"type": 5, "data": "a."}, {"type": 1, "data": "1.2.3.4"}), "CNAME", {"a."}),
        (_said(0, {"type": 16, "data": '"v=spf1 " "-all"'}), "TXT", {"v=spf1 -all"}),
        (_said(0, {"type": 16, "data": 7}, "x", {"type": 15, "data": "1 a"}), "TXT", set()),
        (_said(0, {"type": 16, "data": "x" * 9_000}), "TXT", {"x" * 500}),
        (b'{"Status": 0, "Answer": 7}', "MX", set()),
    ],
    ids=str,
)
def test_resolvers_are_read(raw: bytes, kind: str, expected: set[str] | None) -> None:
    assert answers(raw, kind) == expected
