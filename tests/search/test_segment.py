"""A file of the index holds what was put in, and merging files is indexing all at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.search import segment
from chalicelib.search.model import Contents, Field, Word, place
from chalicelib.search.segment import Part
from tests.builders import a_ticket_id
from tests.search.shelf import all_at_once

TERMS = st.text("abc1é杯", min_size=1, max_size=3)
TICKETS = st.integers(1, 12).map(a_ticket_id)
PLACES = st.builds(place, st.sampled_from(Field), st.integers(0, 9))
CONTENTS = st.dictionaries(TERMS, st.dictionaries(TICKETS, PLACES, min_size=1), min_size=1)


def read(packed: segment.Packed) -> Contents:
    return segment.contents(packed.body, packed.directory_at)


def merged(parts: list[Contents]) -> Contents:
    files = [segment.pack(part) for part in parts]
    return read(segment.merge([(file.body, file.directory_at) for file in files]))


def found(contents: Contents, *terms: str, is_prefix: bool = False) -> list[str]:
    word = Word(terms=terms, is_prefix=is_prefix)
    hits = segment.hits(segment.in_memory(contents), word)
    return sorted({segment.ticket_id(raw) for each in hits for raw in each})


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a block hold a few terms, so that there are several."""
    monkeypatch.setattr(segment, "_BLOCK", 12)


@given(CONTENTS)
def test_a_file_holds_what_was_put_in(contents: Contents) -> None:
    assert read(segment.pack(contents)) == contents


@given(st.lists(CONTENTS, min_size=1, max_size=5))
def test_merging_files_is_indexing_everything(parts: list[Contents]) -> None:
    assert merged(parts) == all_at_once(parts)


@given(st.lists(CONTENTS, min_size=3, max_size=5))
def test_the_order_of_merging_does_not_matter(parts: list[Contents]) -> None:
    assert merged([merged(parts[:2]), *parts[2:]]) == merged([*parts[::-1], parts[0]])


@given(CONTENTS)
def test_every_term_is_found_with_all_its_tickets(contents: Contents) -> None:
    for term, places in contents.items():
        assert found(contents, term) == sorted(places)
    assert found(contents, "zz") == []


def test_the_beginning_of_a_word_finds_what_begins_so() -> None:
    contents = {
        "mug": {a_ticket_id(1): place(Field.subject)},
        "mugs": {a_ticket_id(2): place(Field.entry, 1)},
        "must": {a_ticket_id(3): place(Field.entry, 1)},
    }

    assert found(contents, "mug", is_prefix=True) == [a_ticket_id(1), a_ticket_id(2)]
    assert found(contents, "mug") == [a_ticket_id(1)]


def test_a_question_reads_the_blocks_that_it_needs() -> None:
    contents = {f"term{n:03}": {a_ticket_id(n + 1): place(Field.subject)} for n in range(200)}
    packed = segment.pack(contents)
    own = segment.directory(packed.body[packed.directory_at :])
    asked: list[tuple[int, int]] = []

    def noted(start: int, end: int) -> bytes:
        asked.append((start, end))
        return packed.body[start:end]

    hits = list(segment.hits(Part(directory=own, read=noted), Word(terms=("term123",))))

    assert [segment.ticket_id(raw) for each in hits for raw in each] == [a_ticket_id(124)]
    assert len(asked) == 1
    assert len(own.ends) > 50


def test_a_short_beginning_reads_no_more_than_some_blocks() -> None:
    contents = {f"term{n:03}": {a_ticket_id(n + 1): place(Field.subject)} for n in range(200)}
    packed = segment.pack(contents)
    own = segment.directory(packed.body[packed.directory_at :])

    assert len(own.spans("te", is_prefix=True)) == segment.MOST_BLOCKS
