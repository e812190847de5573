"""Why a ticket is shown, once it is known what is true of it now. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.core.ids import message_id
from chalicelib.search import documents
from chalicelib.search.excerpts import excerpt
from chalicelib.search.model import Field, Place, Word, field_of, sequence_of
from chalicelib.search.terms import terms
from chalicelib.tickets.model import Entry, Message, Note, Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Where the words stand, and the text around them; a message has an id."""

    field: str
    excerpt: str
    message_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What the index says of an entry, which has to be read to know."""

    sequence: int
    words: tuple[Word, ...]


def of_head(
    words: Sequence[Word], places: Sequence[Place | None], ticket: Ticket
) -> Reason | Claim | None:
    """Return why, as far as the head tells; None where the head no longer has the words."""
    known = documents.of_head(ticket)
    by_place: dict[Place, list[Word]] = defaultdict(list)
    for word, where in zip(words, places, strict=True):
        if where is not None:
            by_place[where].append(word)
    own = {field_of(place): each for place, each in by_place.items() if field_of(place)}
    if not all(word.fits(known[field]) for field, each in own.items() for word in each):
        return None
    said = {sequence_of(place): each for place, each in by_place.items() if not field_of(place)}
    return _said(said, ticket) if said else _shown(max(own), own[max(own)], ticket)


def of_entry(claim: Claim, entry: Entry | None) -> Reason | None:
    """Return why, of the entry as it is now; None where the words are there no more."""
    if not isinstance(entry, Message | Note):
        return None
    # Of a long message the row has the first words only: for the others the index is believed.
    is_cut = isinstance(entry, Message) and bool(entry.body_key)
    own = documents.of_entry(entry)
    if not is_cut and not all(word.fits(own) for word in claim.words):
        return None
    is_said = any(word.fits(terms(entry.text)) for word in claim.words)
    return Reason(
        field="note" if isinstance(entry, Note) else "message",
        excerpt=excerpt(entry.text if is_said else documents.words_of(entry), claim.words),
        message_id=message_id(entry.ticket_id, entry.sequence),
    )


def _said(said: dict[int, list[Word]], ticket: Ticket) -> Reason | Claim:
    preview = terms(ticket.preview)
    asked = [word for words in said.values() for word in words]
    if all(word.fits(preview) for word in asked):
        return Reason(field="message", excerpt=excerpt(ticket.preview, asked))
    sequence = max(said, key=lambda each: (len(said[each]), each))
    return Claim(sequence=sequence, words=tuple(said[sequence]))


def _shown(field: Field, words: Sequence[Word], ticket: Ticket) -> Reason:
    who = ticket.customer
    text = {
        Field.number: f"#{ticket.number}",
        Field.customer: " ".join(filter(None, (who.name, who.email, who.phone))),
        Field.subject: ticket.subject,
    }
    return Reason(field=field.name, excerpt=excerpt(text[field], words))
