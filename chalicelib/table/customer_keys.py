"""The keys of all that belongs to one customer, and of what leads to or away from one."""

import hashlib

from chalicelib.table.keys import Key
from chalicelib.table.parts import bounded, digest

LEDGER_SHARDS = 32


def customer(account_id: str, customer_id: str) -> Key:
    """Return a customer's profile."""
    return f"A#{account_id}#C#{customer_id}", "C"


def customer_ticket(account_id: str, customer_id: str, ticket_id: str) -> Key:
    """Return the pointer from a customer to one of their tickets."""
    return customer(account_id, customer_id)[0], f"T#{ticket_id}"


def by_customer(account_id: str, customer_id: str) -> str:
    """Return the index partition of a customer's tickets, by the hour of the last activity."""
    return f"{customer(account_id, customer_id)[0]}#T"


def consent(account_id: str, customer_id: str, word: str) -> Key:
    """Return one word of a customer; they sort by the moment that each starts with."""
    return customer(account_id, customer_id)[0], f"CONSENT#{word}"


def keyword_text(account_id: str, customer_id: str, ulid: str) -> Key:
    """Return one text of a customer that was a keyword, with its answer."""
    return customer(account_id, customer_id)[0], f"TEXT#{ulid}"


def autoresponse(account_id: str, customer_id: str) -> Key:
    """Return when a customer got an automatic answer to a text last."""
    return customer(account_id, customer_id)[0], "AUTORESPONSE"


def platform_segments(account_id: str, customer_id: str) -> Key:
    """Return the segments that the customer platform said a customer is in."""
    return customer(account_id, customer_id)[0], "SEGMENTS"


def sends(account_id: str, customer_id: str, channel: str) -> Key:
    """Return where the campaigns and flows that a customer received on a channel start."""
    return customer(account_id, customer_id)[0], f"SEND#{channel}#"


def send(account_id: str, customer_id: str, channel: str, *, sent_at: str, send_id: str) -> Key:
    """Return one send; a customer's sort by channel and time."""
    pk, start = sends(account_id, customer_id, channel)
    return pk, f"{start}{sent_at}#{digest(send_id)}"


def customer_events(account_id: str, customer_id: str) -> Key:
    """Return where what a customer did starts, in order."""
    return customer(account_id, customer_id)[0], "E#"


def customer_event(account_id: str, customer_id: str, at: str, event_id: str) -> Key:
    """Return one thing that a customer did."""
    pk, start = customer_events(account_id, customer_id)
    return pk, f"{start}{at}#{digest(event_id)}"


def ledger(account_id: str, shard: int) -> str:
    """Return the partition of one shard of an account's orders."""
    return f"A#{account_id}#LEDGER#{shard:02d}"


def ledger_orders(account_id: str, customer_id: str) -> Key:
    """Return where a customer's orders start; their shard follows from the customer."""
    shard = hashlib.sha256(customer_id.encode()).digest()[0] % LEDGER_SHARDS
    return ledger(account_id, shard), f"{customer_id}#"


def ledger_order(account_id: str, customer_id: str, order_id: str) -> Key:
    """Return one order of a customer."""
    pk, start = ledger_orders(account_id, customer_id)
    return pk, f"{start}{digest(order_id)}"


def outlook(account_id: str) -> Key:
    """Return what an account's orders come to: its model of customers, or what is missing."""
    return f"A#{account_id}#OUTLOOK", "-"


def events_by_customer(account_id: str, customer_id: str, metric: str) -> str:
    """Return the index partition of a customer's events of one metric."""
    return f"{customer(account_id, customer_id)[0]}#E#{digest(metric)}"


def customer_metrics(account_id: str, customer_id: str) -> Key:
    """Return where the metrics of a customer's events start."""
    return customer(account_id, customer_id)[0], "METRIC#"


def customer_metric(account_id: str, customer_id: str, metric: str) -> Key:
    """Return one metric of a customer's events."""
    pk, start = customer_metrics(account_id, customer_id)
    return pk, f"{start}{digest(metric)}"


def event_filter(account_id: str, agent_id: str) -> Key:
    """Return which events an agent wants to see."""
    return f"A#{account_id}#EVENT_FILTER#{agent_id}", "-"


def merge(account_id: str, customer_id: str, other_id: str) -> Key:
    """Return what a profile was before another one was joined to it."""
    return customer(account_id, customer_id)[0], f"MERGE#{other_id}"


def customer_orders(account_id: str, customer_id: str) -> Key:
    """Return where a customer's orders start, in the order in which they were placed."""
    return customer(account_id, customer_id)[0], "ORDER#"


def customer_order(account_id: str, customer_id: str, placed_at: str, order_id: str) -> Key:
    """Return one order of a customer."""
    pk, start = customer_orders(account_id, customer_id)
    return pk, f"{start}{placed_at}#{bounded(order_id)}"


def identity(account_id: str, kind: str, address: str) -> Key:
    """Return who an address belongs to."""
    return f"A#{account_id}#I#{kind}#{bounded(address)}", "-"


def proof(account_id: str, kind: str, address: str, customer_id: str) -> Key:
    """Return that an address, which leads to somebody else, is proved for a customer too."""
    return identity(account_id, kind, address)[0], f"PROVED#{customer_id}"


def block(account_id: str, block_id: str) -> Key:
    """Return one block, by an id that follows from what it blocks."""
    return f"A#{account_id}#BLOCKS", block_id


def block_list(account_id: str) -> Key:
    """Return the list of all blocks: one small read tells whether somebody is blocked."""
    return f"A#{account_id}#BLOCKS", "-"
