"""What of a ticket can be found, and by which terms. Pure."""

from collections.abc import Iterable
from itertools import chain

from chalicelib.search.model import Contents, Field, Place, better, place
from chalicelib.search.terms import phone_terms, terms
from chalicelib.tickets.model import AuthorType, Entry, Message, Note, Ticket

Terms = frozenset[str]


def of_head(ticket: Ticket) -> dict[Field, Terms]:
    """Return what a ticket's head is found by."""
    who = ticket.customer
    known_as = terms(f"{who.name} {who.email} {ticket.person if '_' not in ticket.person else ''}")
    return {
        Field.subject: terms(ticket.subject),
        Field.customer: known_as | phone_terms(who.phone),
        Field.number: frozenset({str(ticket.number)}),
    }


def of_entry(entry: Entry) -> Terms:
    """Return what an entry is found by; what merely happened says nothing."""
    return terms(words_of(entry)) if isinstance(entry, Message | Note) else frozenset()


def words_of(entry: Message | Note) -> str:
    """Return the text in which an entry's terms stand."""
    names = " ".join(file.name for file in entry.attachments)
    if isinstance(entry, Note):
        return f"{entry.text}\n{names}"
    is_theirs = entry.author.type is AuthorType.customer
    sender = f"{entry.author.name} {entry.sender}" if is_theirs else ""
    return "\n".join((entry.text, entry.subject, sender, names))


def of_tickets(tickets: Iterable[tuple[Ticket, Iterable[Entry]]]) -> Contents:
    """Return what an index of these tickets and entries holds."""
    found: dict[str, dict[str, Place]] = {}
    for ticket, entries in tickets:
        heads = ((place(field), own) for field, own in of_head(ticket).items())
        rest = ((place(Field.entry, entry.sequence), of_entry(entry)) for entry in entries)
        for where, own in chain(heads, rest):
            for term in own:
                _add(found.setdefault(term, {}), ticket.id, where)
    return found


def of_previews(tickets: Iterable[Ticket]) -> Contents:
    """Return the same of what lists show: the newest entry's first words instead of entries."""
    tickets = list(tickets)
    found = {term: dict(own) for term, own in of_tickets((each, ()) for each in tickets).items()}
    for ticket in tickets:
        for term in terms(ticket.preview):
            _add(found.setdefault(term, {}), ticket.id, place(Field.entry, ticket.sequence))
    return found


def _add(own: dict[str, Place], ticket_id: str, where: Place) -> None:
    own[ticket_id] = better(own[ticket_id], where) if ticket_id in own else where
