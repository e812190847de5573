"""What WhatsApp delivers: messages, and what became of ours; of many numbers in one delivery."""

import re
from collections.abc import Iterator

from chalicelib.channels.meta.document import document, identifier, moment
from chalicelib.channels.model import Delivery, Inbound, Kind, Receipt, Sender
from chalicelib.channels.values import Json, table, tables, text
from chalicelib.channels.whatsapp.content import content
from chalicelib.channels.whatsapp.statuses import receipt
from chalicelib.channels.words import one_line

_DIGITS = re.compile(r"[1-9][0-9]{6,14}")
_WITHOUT_NUMBER = re.compile(r"[A-Z]{2}\.[A-Za-z0-9.]{1,160}")
"""Who has a name instead of a number is known to each business by an id of its own."""


def addresses(delivery: Delivery) -> tuple[str, ...]:
    """Return the ids of the numbers that it says it is for, each once."""
    ids = (_number_id(value) for value in _values(delivery))
    return tuple(dict.fromkeys(number_id for number_id in ids if number_id))


def parse(delivery: Delivery, external_id: str) -> tuple[Inbound | Receipt, ...]:
    """Return what is for the number of this id; what is none of what we know is left out."""
    return tuple(
        item
        for value in _values(delivery)
        if _number_id(value) == external_id
        for item in _items(value)
    )


def _values(delivery: Delivery) -> Iterator[Json]:
    for entry in tables(document(delivery, "whatsapp_business_account"), "entry"):
        for change in tables(entry, "changes"):
            if text(change, "field") == "messages":
                yield table(change, "value")


def _number_id(value: Json) -> str:
    return identifier(table(value, "metadata"), "phone_number_id")


def _items(value: Json) -> Iterator[Inbound | Receipt]:
    names = _names(value)
    inbox = person(text(table(value, "metadata"), "display_phone_number")) or _number_id(value)
    for message in tables(value, "messages"):
        if inbound := _inbound(message, inbox, names):
            yield inbound
    for status in tables(value, "statuses"):
        if found := receipt(status):
            yield found


def _names(value: Json) -> dict[str, str]:
    names: dict[str, str] = {}
    for contact in tables(value, "contacts"):
        name = one_line(text(table(contact, "profile"), "name"))
        for key in ("wa_id", "user_id"):
            names[text(contact, key)] = name
    return names


def _inbound(message: Json, inbox: str, names: dict[str, str]) -> Inbound | None:
    provider_id, said = identifier(message, "id"), content(message)
    ids = [text(message, "from"), text(message, "from_user_id")]
    address = person(ids[0]) or person(ids[1])
    if not provider_id or not address or said is None:
        return None
    answers = identifier(table(message, "context"), "id") or said.about
    return Inbound(
        channel=Kind.whatsapp,
        inbox=inbox,
        provider_id=provider_id,
        sender=Sender(
            address=address,
            name=next((names[one] for one in ids if names.get(one)), ""),
            is_verified=True,
        ),
        text=said.text,
        quoted=said.quoted,
        media=said.media,
        sent_at=moment(message),
        is_automatic=bool(said.reason),
        automatic_reason=said.reason,
        thread_ids=(answers,) if answers else (),
        notice=said.notice,
    )


def person(address: str) -> str:
    """Return a number in E.164, an id without one as it stands, and nothing for all else.

    >>> person("4915112345678"), person("+49 151 12345678"), person("DE.1a2B"), person("0")
    ('+4915112345678', '+4915112345678', 'DE.1a2B', '')
    """
    digits = re.sub(r"[^0-9A-Za-z.]", "", address[:200])
    if _DIGITS.fullmatch(digits):
        return f"+{digits}"
    return address if _WITHOUT_NUMBER.fullmatch(address) else ""
