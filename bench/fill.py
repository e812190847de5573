"""Fills the table past its front door: rows written directly, for worlds of any size."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.dynamo_type import DynamoType, Item

from bench.shop import ANNA, WORDS, Shop
from bench.stage import NOON
from chalicelib.channels.model import Kind
from chalicelib.table import keys
from chalicelib.table.row import Row
from chalicelib.tickets.changes import new
from chalicelib.tickets.entry_rows import to_entry_row
from chalicelib.tickets.model import Author, AuthorType, Change, CustomerRef, Ticket
from chalicelib.tickets.rows import to_row
from dev.aws.cloud import REGION, TABLE
from dev.aws.queries import look_anew

CUSTOMER = Author(type=AuthorType.customer, id="cus_bench", name="Anna")
_FIRST = 1_000_000


def write(rows: Iterable[Row]) -> None:
    """Put rows into moto's own table, without a call and without a record in the stream."""
    table = dynamodb_backends[DEFAULT_ACCOUNT_ID][REGION].get_table(TABLE)
    for row in rows:
        attributes: dict[str, Any] = row.serialize()
        pk, sk = DynamoType(attributes["pk"]), DynamoType(attributes["sk"])
        table.items[pk][sk] = Item(pk, sk, attributes)
    look_anew(table)


def tickets(shop: Shop, count: int, **facts: Any) -> Iterator[Row]:
    """Yield the heads of so many tickets, a minute apart, all due tomorrow."""
    for number in range(count):
        head = to_row(shop.account_id, _opened(shop, number, **facts).ticket)
        head.due_at, head.due_shard = NOON + timedelta(days=1), keys.due_shard(head.pk)
        yield head


def long_ticket(shop: Shop, messages: int) -> Ticket:
    """Write a ticket with so many messages and return it."""
    change = _opened(shop, 0)
    draft = new(change.ticket, change.ticket.updated_at)
    for _ in range(messages - 1):
        draft = draft.add_message(CUSTOMER, channel=Kind.email, is_inbound=True, text=WORDS)
    whole = replace(draft.done(), entries=(*change.entries, *draft.entries))
    write(rows(shop.account_id, whole))
    return whole.ticket


def rows(account_id: str, change: Change) -> Iterator[Row]:
    """Yield the rows that a change would write, without its markers."""
    yield to_row(account_id, change.ticket)
    yield from (to_entry_row(account_id, entry) for entry in change.entries)


def _opened(shop: Shop, number: int, **facts: Any) -> Change:
    at = NOON - timedelta(minutes=number)
    ticket = Ticket(
        id=shop.desk().new_id("tkt"),
        number=_FIRST + number,
        channel=Kind.email,
        inbox=shop.founded.account.slug,
        subject="A broken mug",
        preview=WORDS[:120],
        customer=CustomerRef(id=CUSTOMER.id, name="Anna", email=ANNA),
        person=ANNA,
        created_at=at,
        updated_at=at,
        **facts,
    )
    draft = new(ticket, at)
    return draft.add_message(CUSTOMER, channel=Kind.email, is_inbound=True, text=WORDS).done()
