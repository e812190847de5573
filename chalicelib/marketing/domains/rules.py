"""What proves a domain, how often it is asked for, and what follows; values only."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast

from chalicelib.core import addresses
from chalicelib.core.errors import Fault, Invalid
from chalicelib.marketing.domains.model import DomainState, LinkDomain, Missing

QUARANTINE = timedelta(days=30)
"""How long a domain that was given up or lost is nobody else's (A-112)."""
DAILY = timedelta(days=1)
SOON = timedelta(minutes=10)
"""How often a domain is looked at in the first day; then hourly, for two weeks."""

_HOURLY = timedelta(hours=1)
_PATIENCE = timedelta(minutes=30)
"""How long nobody may answer under a verified domain: the next look, in an hour, decides."""
_GIVEN_UP = timedelta(days=14)
_LABEL = "_deskhand"
_MARK = "deskhand-link="
_PROOF = re.compile(rf"{_MARK}(?P<signature>[0-9a-f]{{40}})")
_TXT = 16
_NO_ERROR, _NO_NAME = 0, 3
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')


def normal(text: str, *, taken: frozenset[str]) -> str:
    """Return a domain in its normal form, or raise Invalid.

    `taken` are the installation's own hosts: neither they nor what is below them is a shop's.
    """
    domain = addresses.host(text.strip())
    is_ours = domain is not None and any(
        domain == host or domain.endswith(f".{host}") for host in taken
    )
    if domain is None or is_ours or addresses.is_public_provider(domain):
        fault = Fault("/domain", "invalid_domain", "Give a domain of your own, like go.shop.com.")
        raise Invalid("This is no domain of yours.", faults=[fault])
    return domain


def record_name(domain: str) -> str:
    """Return where the proof stands in DNS."""
    return f"{_LABEL}.{domain}"


def record_value(signature: bytes) -> str:
    """Return the proof."""
    return f"{_MARK}{signature[:20].hex()}"


def signatures(value: str) -> Iterator[bytes]:
    """Yield what a TXT record could prove with."""
    if found := _PROOF.fullmatch(value.strip()):
        yield bytes.fromhex(found["signature"])


def texts(body: bytes) -> frozenset[str] | None:
    """Return the TXT records in a resolver's JSON (RFC 8427's kin), or None for no answer."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(answer, dict):
        return None
    found = cast("dict[str, Any]", answer)
    if found.get("Status") not in (_NO_ERROR, _NO_NAME):
        return None
    return frozenset(_values(found.get("Answer") or []))


def settled(
    known: LinkDomain, now: datetime, *, is_proved: bool | None, is_reached: bool | None = None
) -> LinkDomain:
    """Return the domain after a look at DNS and over HTTPS; None is a look that told nothing.

    It is verified where both say so. A verified one that lacks either is lost, but for a first
    time that nobody answers, which is looked into soon; any other goes on waiting.
    """
    if is_proved is None:
        return _next(replace(known, version=known.version + 1), now, is_known=False)
    after = replace(known, checked_at=now, version=known.version + 1, unanswered_since=None)
    if not is_proved:
        return _next(_lacking(after, now, Missing.dns), now)
    if is_reached:
        is_new = known.state is not DomainState.verified
        verified_at = now if is_new else known.verified_at
        done = replace(after, state=DomainState.verified, verified_at=verified_at, reason=None)
        return _next(replace(done, lost_at=None), now)
    since = known.unanswered_since or now
    is_first_time = is_reached is None and now - since < _PATIENCE
    if known.state is DomainState.verified and is_first_time:
        doubted = replace(after, unanswered_since=since)
        return _next(doubted, now, is_known=False)
    return _next(_lacking(after, now, Missing.https), now)


def refused(known: LinkDomain, now: datetime) -> LinkDomain:
    """Return a domain that is proved and reached, and another account's."""
    waiting = replace(known, checked_at=now, version=known.version + 1, reason=Missing.taken)
    return _next(waiting, now)


def _lacking(domain: LinkDomain, now: datetime, reason: Missing) -> LinkDomain:
    domain = replace(domain, reason=reason)
    if domain.state is not DomainState.verified:
        return domain
    return replace(domain, state=DomainState.lost, lost_at=now)


def _next(domain: LinkDomain, now: datetime, *, is_known: bool = True) -> LinkDomain:
    return replace(domain, due_at=_due(domain, now, is_known=is_known))


def _due(domain: LinkDomain, now: datetime, *, is_known: bool) -> datetime | None:
    if domain.state is not DomainState.pending:
        return now + (DAILY if is_known else _HOURLY)
    waited = now - domain.added_at
    if waited > _GIVEN_UP:
        return None
    return now + (SOON if waited < DAILY else _HOURLY)


def _values(records: Any) -> Iterator[str]:
    for record in cast("list[Any]", records) if isinstance(records, list) else []:
        if isinstance(record, dict):
            each = cast("dict[str, Any]", record)
            if each.get("type") == _TXT and isinstance(each.get("data"), str):
                yield _text(each["data"])


def _text(data: str) -> str:
    # A long record comes in several strings, which are one.
    parts = _STRING.findall(data)
    return "".join(parts) if parts else data
