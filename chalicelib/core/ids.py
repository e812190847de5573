"""Ids: a prefix that names the thing and a ULID, so that they sort by the time they were made."""

import re
from datetime import datetime
from typing import NewType

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ULID = re.compile(f"[0-7][{_CROCKFORD}]{{25}}")
_RANDOM_BYTES = 10
SEQUENCE_DIGITS = 10

AccountId = NewType("AccountId", str)


def ulid(moment: datetime, randomness: bytes) -> str:
    """Return 26 characters: 48 bits of milliseconds, then 80 random bits (ULID specification).

    >>> from datetime import UTC, datetime
    >>> ulid(datetime(2026, 1, 1, tzinfo=UTC), bytes(10))
    '01KDVDNA000000000000000000'
    """
    number = int(moment.timestamp() * 1000) << 80 | int.from_bytes(randomness[:_RANDOM_BYTES])
    return _crockford(number)


def derived(digest: bytes) -> str:
    """Return 26 characters in a ULID's form for the first 16 bytes of a digest; they tell no time.

    >>> derived(bytes(32))
    '00000000000000000000000000'
    """
    return _crockford(int.from_bytes(digest[:16]))


def is_id(prefix: str, text: str) -> bool:
    """Tell whether this can be an id of ours: only such text is ever made part of a key.

    >>> is_id("tkt", "tkt_01KDVNE4000000000000000000"), is_id("tkt", "tkt_1#T")
    (True, False)
    """
    return text.startswith(f"{prefix}_") and _ULID.fullmatch(text[len(prefix) + 1 :]) is not None


def message_id(ticket_id: str, sequence: int) -> str:
    """Return the id of a ticket's entry: its address, so it is found without an index.

    >>> message_id("tkt_01KDVNE4000000000000000000", 12)
    'msg_01KDVNE4000000000000000000_12'
    """
    return f"msg_{ticket_id.removeprefix('tkt_')}_{sequence}"


def message_address(message_id: str) -> tuple[str, int] | None:
    """Return (ticket id, sequence), or None for what is no message id.

    >>> message_address("msg_01KDVNE4000000000000000000_12")
    ('tkt_01KDVNE4000000000000000000', 12)
    >>> message_address("msg_12") is None
    True
    """
    prefix, _, rest = message_id.partition("_")
    ticket, _, sequence = rest.rpartition("_")
    is_number = sequence.isascii() and sequence.isdecimal() and len(sequence) <= SEQUENCE_DIGITS
    if prefix != "msg" or not is_number or not is_id("tkt", f"tkt_{ticket}"):
        return None
    return f"tkt_{ticket}", int(sequence)


def text_id(customer_id: str, ulid: str) -> str:
    """Return the id of a text that was a keyword: its address at the customer.

    >>> text_id("cus_01KDVNE4000000000000000000", "01KDVNE4000000000000000001")
    'txt_01KDVNE4000000000000000000_01KDVNE4000000000000000001'
    """
    return f"txt_{customer_id.removeprefix('cus_')}_{ulid}"


def text_address(text_id: str) -> tuple[str, str] | None:
    """Return (customer id, the text's own part), or None for what is no such id.

    >>> text_address("txt_01KDVNE4000000000000000000_01KDVNE4000000000000000001")
    ('cus_01KDVNE4000000000000000000', '01KDVNE4000000000000000001')
    >>> text_address("txt_1_2") is None
    True
    """
    prefix, _, rest = text_id.partition("_")
    customer, _, ulid = rest.partition("_")
    is_one = prefix == "txt" and is_id("cus", f"cus_{customer}") and is_id("txt", f"txt_{ulid}")
    return (f"cus_{customer}", ulid) if is_one else None


def _crockford(number: int) -> str:
    return "".join(_CROCKFORD[number >> shift & 31] for shift in range(125, -1, -5))
