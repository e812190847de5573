"""What Instagram delivers: direct messages, reads and echoes, of many accounts in one delivery.

An echo tells of a message that left our side. It is taken as a receipt of that id: it can come
before Instagram has answered our own call, and nothing in it says which of the two it is, so what
was written in Instagram's own app cannot be told from what we are just sending.
"""

from collections.abc import Iterator

from chalicelib.channels.instagram.content import content
from chalicelib.channels.meta.document import document, identifier, moment
from chalicelib.channels.model import Delivery, Inbound, Kind, Receipt, Sender
from chalicelib.channels.values import Json, table, tables, text

_LISTS = ("messaging", "standby")
"""In standby another app answers first; what the customer wrote is theirs all the same."""
_FIELDS = frozenset({"messages", "messaging_postbacks", "messaging_seen", "message_reactions"})


def addresses(delivery: Delivery) -> tuple[str, ...]:
    """Return the ids of the accounts that it says it is for, each once."""
    ids = (identifier(entry, "id") for entry in _entries(delivery))
    return tuple(dict.fromkeys(account_id for account_id in ids if account_id))


def parse(delivery: Delivery, external_id: str) -> tuple[Inbound | Receipt, ...]:
    """Return what is for the account of this id; what is none of what we know is left out."""
    return tuple(
        item
        for entry in _entries(delivery)
        if identifier(entry, "id") == external_id
        for event in _events(entry)
        if (item := _item(event, external_id))
    )


def _entries(delivery: Delivery) -> list[Json]:
    return tables(document(delivery, "instagram"), "entry")


def _events(entry: Json) -> Iterator[Json]:
    for name in _LISTS:
        yield from tables(entry, name)
    for change in tables(entry, "changes"):
        if text(change, "field") in _FIELDS:
            yield table(change, "value")


def _item(event: Json, account_id: str) -> Inbound | Receipt | None:
    customer = identifier(table(event, "sender"), "id")
    message = table(event, "message")
    if message.get("is_echo") is True or customer == account_id:
        return _receipt(message, "sent")
    if read := table(event, "read"):
        return _receipt(read, "read")
    return _inbound(event, account_id, customer)


def _receipt(source: Json, state: str) -> Receipt | None:
    provider_id = identifier(source, "mid")
    if not provider_id:
        return None
    return Receipt(provider_id=provider_id, state="read" if state == "read" else "sent")


def _inbound(event: Json, account_id: str, customer: str) -> Inbound | None:
    said = content(event)
    if said is None or not said.provider_id or not customer:
        return None
    return Inbound(
        channel=Kind.instagram,
        inbox=account_id,
        provider_id=said.provider_id,
        sender=Sender(address=customer, is_verified=True),
        text=said.text,
        quoted=said.quoted,
        media=said.media,
        sent_at=moment(event, per_second=1000),
        is_automatic=bool(said.reason),
        automatic_reason=said.reason,
        thread_ids=(said.about,) if said.about else (),
        notice=said.notice,
    )
