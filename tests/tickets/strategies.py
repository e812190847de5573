"""Any ticket and any entry, for property tests; texts as strangers write them."""

import dataclasses
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from chalicelib.channels.model import Kind
from chalicelib.tickets.event_names import EventName
from chalicelib.tickets.model import (
    TAG_SOURCES,
    Attachment,
    Attribution,
    Author,
    AuthorType,
    CustomerRef,
    Event,
    Message,
    Note,
    State,
    Status,
    Tag,
    Ticket,
)
from chalicelib.tickets.session import Elsewhere, Outcome, Session, Stage
from tests.builders import TICKET

# Lone surrogates never get past the edges: neither JSON nor mail can bring them in.
TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
WORD = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=20)
MOMENTS = st.datetimes(
    datetime(1990, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone itself
    datetime(2300, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
).map(lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000))
NUMBERS = st.integers(0, 10**9)
MAYBE_MOMENT = st.none() | MOMENTS
AGENTS = st.from_regex("agt_[0-9A-Z]{3}", fullmatch=True)
TAGS = st.lists(
    st.builds(Tag, name=WORD, source=st.sampled_from(TAG_SOURCES)),
    max_size=3,
    unique_by=lambda tag: tag.name,
).map(lambda tags: tuple(sorted(tags, key=lambda tag: tag.name)))
AUTHORS = st.builds(Author, type=st.sampled_from(AuthorType), id=TEXT, name=TEXT)
FILES = st.builds(
    Attachment,
    id=WORD,
    name=TEXT,
    content_type=TEXT,
    size=NUMBERS,
    key=TEXT,
    content_id=TEXT,
)


ATTRIBUTIONS = st.none() | st.builds(
    Attribution, kind=WORD, name=TEXT, send_id=WORD, sent_at=MOMENTS
)


def a_few(values: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    """Return tuples of up to three."""
    return st.lists(values, max_size=3).map(tuple)


OTHERS = st.dictionaries(st.sampled_from(["later", "zz"]), WORD, max_size=2)
"""What newer code would keep."""
TICKETS = st.builds(
    Ticket,
    id=st.just(TICKET),
    number=NUMBERS,
    channel=st.sampled_from(Kind),
    inbox=TEXT,
    status=st.sampled_from(Status),
    is_spam=st.booleans(),
    subject=TEXT,
    preview=TEXT,
    others=OTHERS,
    customer=st.builds(CustomerRef, id=WORD, name=TEXT, email=TEXT, phone=TEXT),
    person=TEXT,
    assignee_id=st.none() | AGENTS,
    assigned_by=TEXT,
    team_id=st.none() | WORD,
    tags=TAGS,
    read_by=st.frozensets(AGENTS | st.just("*"), max_size=3),
    version=NUMBERS,
    sequence=NUMBERS,
    created_at=MOMENTS,
    updated_at=MOMENTS,
    snoozed_until=MAYBE_MOMENT,
    keep_on_reply=st.booleans(),
    closed_at=MAYBE_MOMENT,
    quiet_since=MAYBE_MOMENT,
    customer_wrote_at=MAYBE_MOMENT,
    spoke_sequence=NUMBERS,
    follow_up_after=MAYBE_MOMENT,
    is_followed_up=st.booleans(),
    is_ended=st.booleans(),
    is_left=st.booleans(),
    is_unsorted=st.booleans(),
    mail_to=TEXT,
    is_mailing=st.booleans(),
    linked_ticket_id=st.none() | WORD,
    participants=a_few(WORD),
    attribution=ATTRIBUTIONS,
    session=st.none()
    | st.builds(
        Session,
        stage=st.sampled_from(Stage),
        owes=NUMBERS,
        outcome=st.sampled_from(Outcome),
        reason=TEXT,
        rule_id=TEXT,
        handoff=TEXT,
        is_stuck=st.booleans(),
        elsewhere=st.none()
        | st.builds(
            Elsewhere, told=NUMBERS, is_made=st.booleans(), since=MOMENTS, again_at=MOMENTS
        ),
    ),
)
SHARED: dict[str, Any] = {
    "sequence": st.integers(1, 10**10 - 1),
    "ticket_id": st.just(TICKET),
    "author": AUTHORS,
    "version": NUMBERS,
    "created_at": MOMENTS,
}
MESSAGES = st.builds(
    Message,
    others=OTHERS,
    channel=st.sampled_from(Kind),
    is_inbound=st.booleans(),
    text=TEXT,
    quoted=TEXT,
    html=st.none() | WORD,
    body_key=TEXT,
    subject=TEXT,
    attachments=a_few(FILES),
    state=st.none() | st.sampled_from(State),
    state_detail=TEXT,
    is_automatic=st.booleans(),
    flags=a_few(WORD),
    notice=TEXT,
    provider_id=TEXT,
    earlier_ids=st.lists(st.text(max_size=5), max_size=2).map(tuple),
    digest=st.just(""),  # kept in the marker alone
    sender=TEXT,
    recipient=TEXT,
    raw_key=TEXT,
    template=TEXT,
    written_at=st.none() | MOMENTS,
    attribution=ATTRIBUTIONS,
    links=a_few(WORD),
    attempts=st.integers(0, 9),
    held_until=MAYBE_MOMENT,
    due_at=MAYBE_MOMENT,
    **SHARED,
)
NOTES = st.builds(Note, text=TEXT, attachments=a_few(FILES), **SHARED)
EVENTS = st.builds(
    Event,
    name=st.sampled_from(EventName),
    details=st.dictionaries(TEXT, TEXT, max_size=3),
    **SHARED,
)
ENTRIES = st.one_of(MESSAGES, NOTES, EVENTS)


def unnamed(strategy: st.SearchStrategy[Any], kind: type[Any]) -> set[str]:
    """Return the fields of a kind that its strategy leaves to their defaults."""
    text = repr(strategy)
    return {f.name for f in dataclasses.fields(kind) if f"{f.name}=" not in text}
