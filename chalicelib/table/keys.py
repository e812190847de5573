"""Every key of the table, one function each; none can be built without an account.

Ids go into keys whole, so that a row tells where it belongs. See `docs/table.md` for the patterns.
"""

import hashlib
import re

from chalicelib.core.ids import SEQUENCE_DIGITS

DUE_SHARDS = 8
HEAD = "T"
FIRST_ENTRY = "M#"

Key = tuple[str, str]

_UNWRITABLE = re.compile("[\ud800-\udfff]")
"""Halves of characters, as broken mail brings them: no key can hold them."""


def account(account_id: str) -> Key:
    """Return the account and its settings."""
    return f"A#{account_id}", "ACCOUNT"


def agents(account_id: str) -> str:
    """Return the partition of all agents, listed in one query."""
    return f"A#{account_id}#AGENTS"


def agent(account_id: str, agent_id: str) -> Key:
    """Return one agent."""
    return agents(account_id), agent_id


def credentials(account_id: str, kind: str, owner_id: str = "") -> Key:
    """Return the partition of all that lets people in, and where a kind, or an owner's, starts."""
    return f"A#{account_id}#CREDENTIALS", f"{kind}#{owner_id}#" if owner_id else f"{kind}#"


def credential(account_id: str, kind: str, owner_id: str, digest: str) -> Key:
    """Return one session, API key or sign-in link by the digest of its secret."""
    pk, prefix = credentials(account_id, kind, owner_id)
    return pk, prefix + digest


def teams(account_id: str) -> str:
    """Return the partition of all teams, read in one query."""
    return f"A#{account_id}#TEAMS"


def team(account_id: str, team_id: str) -> Key:
    """Return one team."""
    return teams(account_id), team_id


def teams_version(account_id: str) -> Key:
    """Return how often any team was changed; it guards what was decided on all of them."""
    return teams(account_id), "-"


def account_events(account_id: str) -> str:
    """Return the partition of what happened to people, settings and keys, in order."""
    return f"A#{account_id}#EVENTS"


def roster(account_id: str) -> Key:
    """Return who is online, and the number of the newest ticket."""
    return f"A#{account_id}#ROSTER", "-"


def rotation(account_id: str, pool: str) -> Key:
    """Return whose turn it is in a pool: the account, a team, or teams that take turns."""
    return f"A#{account_id}#ROTATION#{pool}", "-"


def learned(account_id: str) -> Key:
    """Return what an account's team has taught the text model."""
    return f"A#{account_id}", "LEARNED"


def ticket(account_id: str, ticket_id: str) -> Key:
    """Return a ticket's head; it sorts after its entries, so one descending query reads both."""
    return f"A#{account_id}#T#{ticket_id}", HEAD


def entry(account_id: str, ticket_id: str, sequence: int) -> Key:
    """Return one entry of a ticket's thread."""
    return ticket(account_id, ticket_id)[0], entry_sort(sequence)


def entry_sort(sequence: int) -> str:
    """Return the sort key of an entry."""
    return f"{FIRST_ENTRY}{sequence:0{SEQUENCE_DIGITS}d}"


def folded(account_id: str, ticket_id: str) -> Key:
    """Return what the stream's reader last knew of a ticket."""
    return ticket(account_id, ticket_id)[0], "FOLDED"


def by_status(account_id: str, status: str) -> str:
    """Return the index partition of a status, or of `spam`."""
    return f"A#{account_id}#S#{status}"


def by_assignee(account_id: str, status: str, assignee_id: str | None) -> str:
    """Return the index partition of a status and an assignee, or nobody."""
    return f"A#{account_id}#S#{status}#{assignee_id or '-'}"


def seen(account_id: str, channel: str, provider_id: str) -> str:
    """Return the partition of a provider's message id; each body's digest is a row in it."""
    return f"A#{account_id}#SEEN#{channel}#{_bounded(provider_id)}"


def conversation(account_id: str, channel: str, inbox: str, person: str) -> Key:
    """Return the pointer to the ticket that a person's next message belongs to."""
    return f"A#{account_id}#OPEN#{channel}#{_bounded(inbox)}#{_bounded(person)}", "-"


def operation(account_id: str, operation_id: str) -> Key:
    """Return the mark of an operation that must take effect once."""
    return f"A#{account_id}#OPERATION#{operation_id}", "-"


def customer(account_id: str, customer_id: str) -> Key:
    """Return a customer's profile."""
    return f"A#{account_id}#C#{customer_id}", "C"


def customer_ticket(account_id: str, customer_id: str, ticket_id: str) -> Key:
    """Return the pointer from a customer to one of their tickets."""
    return customer(account_id, customer_id)[0], f"T#{ticket_id}"


def identity(account_id: str, kind: str, address: str) -> Key:
    """Return who an address belongs to."""
    return f"A#{account_id}#I#{kind}#{_bounded(address)}", "-"


def block(account_id: str, block_id: str) -> Key:
    """Return one block, by an id that follows from what it blocks."""
    return f"A#{account_id}#BLOCKS", block_id


def block_list(account_id: str) -> Key:
    """Return the list of all blocks: one small read tells whether somebody is blocked."""
    return f"A#{account_id}#BLOCKS", "-"


def chat(account_id: str, chat_id: str) -> Key:
    """Return a visitor's chat session."""
    return f"A#{account_id}#CHAT#{chat_id}", "-"


def feed(account_id: str) -> str:
    """Return the partition of what changed, in order."""
    return f"A#{account_id}#FEED"


def badges(account_id: str) -> Key:
    """Return the folded unread counts and the feed's head."""
    return f"A#{account_id}#BADGES", "-"


def views(account_id: str) -> str:
    """Return the partition of an account's own views, listed in one query."""
    return f"A#{account_id}#VIEWS"


def job(account_id: str, job_id: str) -> Key:
    """Return a background job."""
    return f"A#{account_id}#JOB#{job_id}", "-"


def rate(account_id: str, name: str, subject: str, window: str) -> Key:
    """Return the count of something in a window of time."""
    return f"A#{account_id}#RATE#{name}#{_bounded(subject)}", window


def due_shard(pk: str) -> str:
    """Return the shard of the due index that a row with this partition key lives in."""
    return f"D#{hashlib.sha256(pk.encode()).digest()[0] % DUE_SHARDS}"


def owner(pk: str) -> str:
    """Return the account that a key belongs to."""
    return pk.split("#", 2)[1]


def is_of_account(pk: str) -> bool:
    """Tell whether a key lies inside an account, and is no look-up across them."""
    return pk.startswith("A#")


def family(pk: str) -> str:
    """Return what a partition is of: `T` a ticket, `JOB` a job, `AGENTS` the team."""
    return pk.split("#", 3)[2]


def ticket_of(pk: str) -> str:
    """Return the id at the end of a partition key: a ticket's, or a job's."""
    return pk.rsplit("#", 1)[1]


def _bounded(part: str) -> str:
    # DynamoDB takes 2,048 bytes of partition key, strangers write longer ids.
    raw = part.encode("utf-8", "surrogatepass")
    is_plain = len(raw) <= 256 and "#" not in part and not _UNWRITABLE.search(part)
    return part if is_plain else hashlib.sha256(raw).hexdigest()
