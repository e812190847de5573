"""The DNS records that let mail come from a shop's domain, and what DNS says of each. Pure."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, cast

from chalicelib.core.sending import Sending

TYPES: Mapping[str, int] = {"CNAME": 5, "MX": 15, "TXT": 16}
_NO_ERROR, _NO_NAME = 0, 3
_DMARC, _SPF = "v=dmarc1", "v=spf1"
_INCLUDED = "include:amazonses.com"


class Purpose(StrEnum):
    """What a record is for."""

    dkim = "dkim"
    bounces = "bounces"
    spf = "spf"
    dmarc = "dmarc"


class Seen(StrEnum):
    """What DNS says of a record."""

    found = "found"
    missing = "missing"
    wrong = "wrong"
    unknown = "unknown"
    """Nobody was asked, or answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record to publish; `service` is the mail service's word: pending, success or failed."""

    purpose: Purpose
    type: str
    name: str
    value: str
    service: str = ""
    seen: Seen = Seen.unknown
    stands: tuple[str, ...] = ()
    """What stands there."""
    is_doubled: bool = False
    """It stands under a name with the domain behind it twice."""


def wanted(domain: str, sending: Sending) -> tuple[Record, ...]:
    """Return what is to be published: keys, where bounces go, and what receivers should do."""
    word = "failed" if sending.has_failed else "pending"
    found = [
        Record(
            purpose=Purpose.dkim, type="CNAME", name=name, value=value,
            service="success" if sending.may_send else word,
        )
        for name, value in sending.records.items()
    ]  # fmt: skip
    if sending.mail_from:
        own, word = sending.mail_from, sending.mail_from_state
        host, spf = f"10 {sending.feedback_host}", f"{_SPF} {_INCLUDED} ~all"
        found += [
            Record(purpose=Purpose.bounces, type="MX", name=own, value=host, service=word),
            Record(purpose=Purpose.spf, type="TXT", name=own, value=spf, service=word),
        ]
    dmarc = Record(
        purpose=Purpose.dmarc, type="TXT", name=f"_dmarc.{domain}", value="v=DMARC1; p=none;"
    )
    return (*found, dmarc)


def judged(record: Record, stands: frozenset[str] | None) -> Record:
    """Return the record with what DNS says of it; None is that nobody answered."""
    if stands is None:
        return record
    of_kind = tuple(sorted(text for text in stands if _is_of_kind(record, text)))
    fits = _FITS[record.purpose]
    if any(fits(record.value, text) for text in of_kind):
        return replace(record, seen=Seen.found, stands=of_kind)
    return replace(record, seen=Seen.wrong if of_kind else Seen.missing, stands=of_kind)


def doubled(record: Record, domain: str, stands: frozenset[str] | None) -> Record:
    """Return a missing record with whether it stands under the domain's name twice."""
    if not stands or judged(replace(record, stands=()), stands).seen is not Seen.found:
        return record
    return replace(record, seen=Seen.wrong, is_doubled=True, stands=(f"{record.name}.{domain}",))


def explained(record: Record, domain: str) -> str:
    """Return in words what is so, and what to do about it; empty where all is well.

    >>> explained(Record(purpose=Purpose.dmarc, type="TXT", name="n", value="v"), "mugs.example")
    ''
    """
    there = " and ".join(record.stands)
    if record.is_doubled:
        return f"It stands at {there}: your DNS provider adds {domain} itself, so leave it out."
    if record.seen is Seen.wrong and record.type == "CNAME":
        return f"It points to {there}, and must point to {record.value}."
    if record.seen is Seen.wrong:
        return f"There stands {there}, and it must be {record.value}"
    if record.seen is Seen.missing:
        return "Not found yet. A new record can take up to 72 hours to be seen everywhere."
    if record.seen is Seen.found and record.service in ("pending", "failed"):
        return "It stands in DNS; Amazon SES has not noticed yet, which can take some hours."
    return ""


def answers(body: bytes, kind: str) -> frozenset[str] | None:
    """Return the records of a kind in a resolver's JSON, or None for no answer."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(answer, dict):
        return None
    found = cast("dict[str, Any]", answer)
    if found.get("Status") not in (_NO_ERROR, _NO_NAME):
        return None
    return frozenset(_values(found.get("Answer") or [], TYPES[kind]))


def _values(records: Any, number: int) -> Iterator[str]:
    for record in cast("list[Any]", records) if isinstance(records, list) else []:
        each = cast("dict[str, Any]", record) if isinstance(record, dict) else {}
        if each.get("type") == number and isinstance(each.get("data"), str):
            # A long text comes in several strings, which are one.
            text: str = each["data"].replace('" "', "").strip('"')
            yield text[:_MOST]


_MOST = 500
"""Letters of a stranger's record that are shown."""


def _is_of_kind(record: Record, text: str) -> bool:
    # Other texts may stand beside these: they are nobody's mistake.
    marks = {Purpose.spf: _SPF, Purpose.dmarc: _DMARC}
    return text.lower().startswith(marks.get(record.purpose, ""))


def _is_same(value: str, text: str) -> bool:
    return _host(value) == _host(text)


def _host(text: str) -> str:
    return text.split()[-1].rstrip(".").lower() if text.split() else ""


def _includes(_value: str, text: str) -> bool:
    return _INCLUDED in text.lower().split()


def _is_any(_value: str, _text: str) -> bool:
    return True


_FITS: Mapping[Purpose, Callable[[str, str], bool]] = {
    Purpose.dkim: _is_same,
    Purpose.bounces: _is_same,
    Purpose.spf: _includes,
    Purpose.dmarc: _is_any,
}
