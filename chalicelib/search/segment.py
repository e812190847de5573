"""One file of the index: sorted blocks of terms, and a directory that tells which block has what.

A question reads the directory and the few blocks that it needs. A file never changes; files are
merged into a larger one, and what both say of a word in a ticket becomes the better of both. Pure.
"""

import heapq
import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, groupby, pairwise
from operator import itemgetter

from msgspec import msgpack

from chalicelib.core.ids import derived
from chalicelib.search.model import Contents, Place, Word, better

_BLOCK = 16_000
"""Characters and places in a block, roughly: some kilobytes when packed."""
MOST_BLOCKS = 4
"""Of one file that the beginning of a word is looked for in."""
_ID = 16
_PREFIX = "tkt_"
LESS = 0.6
"""What another term than the first, or a longer word, is worth."""
_CROCKFORD = str.maketrans("ABCDEFGHJKMNPQRSTVWXYZ", "abcdefghijklmnopqrstuv")

Line = tuple[str, list[int], list[Place]]
"""A term, its tickets as gaps between their numbers, and its places in them."""
Numbered = tuple[str, list[tuple[int, Place]]]
"""A term with its tickets' numbers, in order, and its places in them."""
Span = tuple[int, int]
Hit = tuple[Place, float]
"""Where a ticket has a word, and how well it is the one that was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """The tickets of a file in order of their ids, and where its blocks start and end."""

    ids: bytes
    firsts: list[str]
    ends: list[int]

    @property
    def size(self) -> int:
        """Return how many tickets there are."""
        return len(self.ids) // _ID

    def raw(self, number: int) -> bytes:
        """Return what stands for a ticket's id; it sorts as ids do."""
        return self.ids[number * _ID : (number + 1) * _ID]

    def spans(self, term: str, *, is_prefix: bool) -> list[Span]:
        """Return where a term can be, and what begins so."""
        first = max(0, bisect_right(self.firsts, term) - 1)
        last = first + 1
        while is_prefix and last < len(self.firsts) and self.firsts[last].startswith(term):
            last += 1
        edges = [0, *self.ends]
        return list(pairwise(edges[first : min(last, first + MOST_BLOCKS) + 1]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A file, or what is like one, as questions read it."""

    directory: Directory
    read: Callable[[int, int], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A file's bytes, and where its directory begins."""

    body: bytes
    directory_at: int
    tickets: int


def pack(contents: Contents) -> Packed:
    """Return the file of some tickets."""
    tickets = sorted({ticket for places in contents.values() for ticket in places})
    number = {ticket: at for at, ticket in enumerate(tickets)}
    numbered = (
        (term, sorted((number[ticket], where) for ticket, where in contents[term].items()))
        for term in sorted(contents)
    )
    return _written(b"".join(map(_raw, tickets)), numbered)


def merge(bodies: Sequence[tuple[bytes, int]]) -> Packed:
    """Return the file that holds all of these, given each with where its directory begins."""
    directories = [directory(body[at:]) for body, at in bodies]
    each = [list(map(d.raw, range(d.size))) for d in directories]
    ids = sorted({raw for own in each for raw in own})
    number = {raw: at for at, raw in enumerate(ids)}
    sources = [
        _renumbered(_lines(body, found.ends), [number[raw] for raw in own])
        for (body, _), found, own in zip(bodies, directories, each, strict=True)
    ]
    merged = groupby(heapq.merge(*sources, key=itemgetter(0)), key=itemgetter(0))
    return _written(
        b"".join(ids), ((term, _best([own for _, own in same])) for term, same in merged)
    )


def directory(packed: bytes) -> Directory:
    """Return the directory that was packed."""
    ids, firsts, lengths = msgpack.decode(
        zlib.decompress(packed), type=tuple[bytes, list[str], list[int]]
    )
    return Directory(ids=ids, firsts=firsts, ends=list(accumulate(lengths)))


def hits(part: Part, word: Word) -> Iterator[dict[bytes, Hit]]:
    """Yield the tickets that have each of a word's terms, and where."""
    for term in word.terms:
        worth = 1.0 if term == word.terms[0] else LESS
        for start, end in part.directory.spans(term, is_prefix=word.is_prefix):
            for own, gaps, places in _unpacked(part.read(start, end)):
                is_same = own == term
                if is_same or (word.is_prefix and own.startswith(term)):
                    value = worth if is_same else worth * LESS
                    tickets = map(part.directory.raw, accumulate(gaps))
                    yield {
                        ticket: (where, value)
                        for ticket, where in zip(tickets, places, strict=True)
                    }


def in_memory(contents: Contents) -> Part:
    """Return what is not in any file yet, to be asked in the same way."""
    packed = pack(contents)
    return Part(
        directory=directory(packed.body[packed.directory_at :]),
        read=lambda start, end: packed.body[start:end],
    )


def contents(body: bytes, directory_at: int) -> dict[str, dict[str, Place]]:
    """Return all that a file holds."""
    own = directory(body[directory_at:])
    return {
        term: {
            ticket_id(own.raw(number)): where
            for number, where in zip(accumulate(gaps), places, strict=True)
        }
        for term, gaps, places in _lines(body, own.ends)
    }


def ticket_id(raw: bytes) -> str:
    """Return the id that these bytes stand for."""
    return _PREFIX + derived(raw)


def _renumbered(lines: Iterable[Line], numbers: list[int]) -> Iterator[Numbered]:
    for term, gaps, places in lines:
        own = [numbers[ticket] for ticket in accumulate(gaps)]
        yield term, list(zip(own, places, strict=True))


def _best(same: list[list[tuple[int, Place]]]) -> list[tuple[int, Place]]:
    if len(same) == 1:
        return same[0]
    best: dict[int, Place] = {}
    for ticket, where in chain.from_iterable(same):
        best[ticket] = better(best[ticket], where) if ticket in best else where
    return sorted(best.items())


def _written(ids: bytes, lines: Iterable[Numbered]) -> Packed:
    blocks: list[bytes] = []
    firsts: list[str] = []
    for block in _blocks(lines):
        firsts.append(block[0][0])
        blocks.append(zlib.compress(msgpack.encode(block)))
    at = sum(map(len, blocks))
    packed = zlib.compress(msgpack.encode((ids, firsts, [len(block) for block in blocks])))
    return Packed(body=b"".join([*blocks, packed]), directory_at=at, tickets=len(ids) // _ID)


def _blocks(lines: Iterable[Numbered]) -> Iterator[list[Line]]:
    block: list[Line] = []
    size = 0
    for term, places in lines:
        gaps = [places[0][0], *(after[0] - before[0] for before, after in pairwise(places))]
        block.append((term, gaps, [where for _, where in places]))
        size += len(term) + 2 * len(places)
        if size >= _BLOCK:
            yield block
            block, size = [], 0
    if block:
        yield block


def _lines(body: bytes, ends: list[int]) -> Iterator[Line]:
    for start, end in pairwise([0, *ends]):
        yield from _unpacked(body[start:end])


def _unpacked(packed: bytes) -> list[Line]:
    return msgpack.decode(zlib.decompress(packed), type=list[Line])


def _raw(ticket_id: str) -> bytes:
    return int(ticket_id.removeprefix(_PREFIX).translate(_CROCKFORD), 32).to_bytes(_ID)
