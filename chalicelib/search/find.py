"""Finding tickets: what was asked for exactly, then what the index knows, then the newest.

The index says *look*: each ticket is read, and what is no longer true of it is not shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import chain

from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound
from chalicelib.customers import rules as addresses
from chalicelib.customers import storage as customers
from chalicelib.customers.model import Identity, IdentityKind
from chalicelib.search import documents, index, ranking, reasons, segment, storage, terms
from chalicelib.search.model import MOST, IndexFile, Manifest, Word
from chalicelib.search.ranking import Candidate
from chalicelib.search.reasons import Claim, Reason
from chalicelib.search.segment import Part
from chalicelib.tickets import feed
from chalicelib.tickets import storage as tickets
from chalicelib.tickets.model import Ticket

_SPARE = 10
"""Tickets read besides: some turn out to be something else, and equals are put in order."""
_CONSIDERED = 120
"""Tickets read at most, where most of them turn out to be spam."""
_NEWS = 40
"""The newest tickets that the index may lack, and that are looked through as lists show them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A ticket, and why it is shown."""

    ticket: Ticket
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The tickets, best first; `indexed_until` is None while old ones are being gone through."""

    found: tuple[Found, ...]
    indexed_until: datetime | None


def find(desk: Desk, text: str, *, limit: int = MOST) -> Answer:
    """Return the tickets that are meant; every one of them is the desk's account's."""
    words = terms.asked(text)
    manifest = storage.load(desk)
    news = tickets.heads(desk, feed.newest(desk, manifest.sequence, limit=_NEWS))
    try:
        ranked = _candidates(desk, manifest, words, news)
    except NotFound:  # a file was merged into another since the manifest was read
        manifest = storage.load(desk, consistent=True)
        ranked = _candidates_or_news(desk, manifest, words, news)
    exact = _of_address(desk, text, limit=limit)
    candidates, heads = _read(desk, ranked, exact, news, limit=limit)
    found = [Found(ticket=heads[each], reason=exact[each]) for each in exact if each in heads]
    rest = [(heads[each], of) for each, of in candidates.items() if each in heads - exact.keys()]
    found += _proved(desk, words, rest, limit=limit)
    found.sort(key=lambda each: each.ticket.is_spam)
    return Answer(found=tuple(found[:limit]), indexed_until=_until(desk, manifest, news))


def _until(desk: Desk, manifest: Manifest, news: Sequence[Ticket]) -> datetime | None:
    if manifest.walk is not None:
        return None
    return manifest.indexed_until if news else desk.now()


def _candidates(
    desk: Desk, manifest: Manifest, words: Sequence[Word], news: Sequence[Ticket]
) -> list[Candidate]:
    parts = [_part(desk, file) for file in manifest.files]
    if news:
        parts.append(segment.in_memory(documents.of_previews(news)))
    hits = [
        ranking.together(hits for part in parts for hits in segment.hits(part, word))
        for word in words
    ]
    count = sum(part.directory.size for part in parts)
    return ranking.ranked(hits, count)


def _candidates_or_news(
    desk: Desk, manifest: Manifest, words: Sequence[Word], news: Sequence[Ticket]
) -> list[Candidate]:
    try:
        return _candidates(desk, manifest, words, news)
    except NotFound:  # it is lost; there is something to be found without it, too
        index.order_anew(desk)
        return _candidates(desk, Manifest(), words, news)


def _part(desk: Desk, file: IndexFile) -> Part:
    read = partial(storage.part, desk, file)
    return Part(directory=storage.directory(desk, file), read=read)


def _of_address(desk: Desk, text: str, *, limit: int) -> dict[str, Reason]:
    """Return the newest tickets of whoever has exactly this address, were it one of long ago."""
    known_as = _address(text)
    owner = customers.owner_of(desk, known_as) if known_as else None
    if known_as is None or owner is None:
        return {}
    profiles = customers.load(desk, owner).ids
    found = (tickets.tickets_of_customer(desk, each, limit=limit) for each in profiles)
    newest = sorted(chain(*found), reverse=True)[:limit]
    return dict.fromkeys(newest, Reason(field="customer", excerpt=known_as.address))


def _address(text: str) -> Identity | None:
    kinds = [IdentityKind.handle] if text.strip().startswith("@") else []
    for kind in (IdentityKind.email, IdentityKind.phone, *kinds):
        if address := addresses.normal(kind, text.strip()):
            return Identity(kind=kind, address=address)
    return None


def _read(
    desk: Desk, ranked: Sequence[Candidate], exact: Iterable[str], news: Sequence[Ticket], *,
    limit: int,
) -> tuple[dict[str, Candidate], dict[str, Ticket]]:  # fmt: skip
    """Return the best candidates with all heads, read until enough of them are no spam."""
    candidates: dict[str, Candidate] = {}
    heads = _heads(desk, [*exact], news)
    size = limit + _SPARE
    for start in range(0, min(len(ranked), _CONSIDERED), size):
        more = {segment.ticket_id(each.ticket): each for each in ranked[start : start + size]}
        candidates |= more
        heads |= _heads(desk, [each for each in more if each not in heads], ())
        wanted = [heads[each] for each in candidates if each in heads]
        if sum(not ticket.is_spam for ticket in wanted) >= limit:
            break
    return candidates, heads


def _heads(desk: Desk, ids: Sequence[str], news: Sequence[Ticket]) -> dict[str, Ticket]:
    known = {ticket.id: ticket for ticket in news}
    missing = [each for each in dict.fromkeys(ids) if each not in known]
    return known | {ticket.id: ticket for ticket in tickets.heads(desk, missing)}


def _proved(
    desk: Desk, words: Sequence[Word], claimed: Sequence[tuple[Ticket, Candidate]], *, limit: int
) -> list[Found]:
    """Return those of which it is still true, best first and among equals the newest."""
    ordered = sorted(claimed, key=lambda each: each[0].updated_at, reverse=True)
    ordered.sort(key=lambda each: (each[0].is_spam, -each[1].score))
    told = [(ticket, reasons.of_head(words, own.places, ticket)) for ticket, own in ordered]
    true = [(ticket, why) for ticket, why in told if why is not None][: limit + _SPARE]
    claims = {(t.id, why.sequence): why for t, why in true if isinstance(why, Claim)}
    entries = tickets.entries_at(desk, claims)
    proofs = {place[0]: reasons.of_entry(claims[place], entries.get(place)) for place in claims}
    whys = [(ticket, why if isinstance(why, Reason) else proofs[ticket.id]) for ticket, why in true]
    return [Found(ticket=ticket, reason=why) for ticket, why in whys if why is not None]
