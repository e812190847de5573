"""Every key of the table (`docs/table.md`), one function each; none is built without an account.

Ids go into keys whole, so that a row tells where it belongs. A customer's are in `customer_keys`,
those of articles in `knowledge_keys`, those of helpdesks elsewhere in `helpdesk_keys`.
"""

import hashlib

from chalicelib.core.ids import SEQUENCE_DIGITS
from chalicelib.table.parts import bounded, digest

DUE_SHARDS = 8
HEAD = "T"
FIRST_ENTRY = "M#"

Key = tuple[str, str]


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


def inboxes(account_id: str) -> str:
    """Return the partition of all connected numbers and pages, read in one query."""
    return f"A#{account_id}#INBOXES"


def inbox(account_id: str, inbox_id: str) -> Key:
    """Return one connected number or page."""
    return inboxes(account_id), inbox_id


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


def counted(key: Key) -> Key:
    """Return what reports have counted of the row at a key: a ticket, or a send."""
    return key[0], f"COUNTED#{key[1]}"


def counters(account_id: str, report: str) -> str:
    """Return the partition of a report's counters."""
    return f"A#{account_id}#COUNTERS#{report}"


def counter(account_id: str, report: str, day: str, subject: tuple[str, ...]) -> Key:
    """Return the counters of a day and a subject; they sort by day."""
    return counters(account_id, report), f"{day}#{digest(chr(0).join(subject))}"


def daily(account_id: str, report: str, day: str, subject: str) -> Key:
    """Return the sums of a day and a subject; they sort by day."""
    return counters(account_id, report), f"{day}#{subject}"


def daily_of(account_id: str, report: str, subject: str, day: str) -> Key:
    """Return the sums of a subject and a day, where each subject is read by itself."""
    return counters(account_id, report), f"{bounded(subject)}#{day}"


def lists(account_id: str, generation: int) -> str:
    """Return the partition of the lists of each day's tickets."""
    return f"A#{account_id}#LISTS#{generation}"


def listed(account_id: str, generation: int, day: str, own_id: str) -> Key:
    """Return some tickets of a day; they sort by day, and then as they came."""
    return lists(account_id, generation), f"{day}#{own_id}"


def activity(account_id: str, ticket_id: str) -> Key:
    """Return what a ticket adds to the figures of each day; it sorts before the thread."""
    return ticket(account_id, ticket_id)[0], "COUNTED#ACTIVITY"


def activity_head(account_id: str) -> Key:
    """Return which counters of activity are shown, and how far they go."""
    return f"A#{account_id}#ACTIVITY", "-"


def weekly_mail(account_id: str) -> Key:
    """Return of which Monday the team's last weekly mail was; due when the next one is."""
    return f"A#{account_id}#WEEKLY_MAIL", "-"


def exports(account_id: str) -> str:
    """Return the partition of exports, in the order in which they were asked for."""
    return f"A#{account_id}#EXPORTS"


def export(account_id: str, export_id: str) -> Key:
    """Return one export."""
    return exports(account_id), export_id


def alerted(account_id: str, ticket_id: str) -> Key:
    """Return when the team was told of a ticket's new text; it sorts before the thread."""
    return ticket(account_id, ticket_id)[0], "ALERTED"


def draft(account_id: str, ticket_id: str, agent_id: str) -> Key:
    """Return what an agent has written and not sent; it sorts before the thread."""
    return ticket(account_id, ticket_id)[0], f"DRAFT#{agent_id}"


def viewer(account_id: str, ticket_id: str, who: str = "") -> Key:
    """Return who has a ticket open, or where they start; they sort before the thread."""
    return ticket(account_id, ticket_id)[0], f"HERE#{who}"


def by_status(account_id: str, status: str) -> str:
    """Return the index partition of a status, or of `spam`."""
    return f"A#{account_id}#S#{status}"


def by_assignee(account_id: str, status: str, assignee_id: str | None) -> str:
    """Return the index partition of a status and an assignee, or nobody."""
    return f"A#{account_id}#S#{status}#{assignee_id or '-'}"


def seen(account_id: str, channel: str, provider_id: str) -> str:
    """Return the partition of a provider's message id; each body's digest is a row in it."""
    return f"A#{account_id}#SEEN#{channel}#{bounded(provider_id)}"


def conversation(account_id: str, channel: str, inbox: str, person: str) -> Key:
    """Return the pointer to the ticket that a person's next message belongs to."""
    return f"A#{account_id}#OPEN#{channel}#{bounded(inbox)}#{bounded(person)}", "-"


def operation(account_id: str, operation_id: str) -> Key:
    """Return the mark of an operation that must take effect once."""
    return f"A#{account_id}#OPERATION#{operation_id}", "-"


def customer_platform(account_id: str) -> Key:
    """Return the system that knows the shop's customers: which it is, and its sealed keys."""
    return f"A#{account_id}#CUSTOMER_PLATFORM", "-"


def link_domain(account_id: str) -> Key:
    """Return the shop's own domain of short links, and how far it is proved."""
    return f"A#{account_id}#LINK_DOMAIN", "-"


def recorded(account_id: str, kind: str, outer_id: str) -> Key:
    """Return the mark of something that another system told, by the id that it gave."""
    return f"A#{account_id}#RECORDED#{kind}#{bounded(outer_id)}", "-"


def chat(account_id: str, chat_id: str) -> Key:
    """Return a visitor's chat session."""
    return f"A#{account_id}#CHAT#{chat_id}", "-"


def feed(account_id: str) -> str:
    """Return the partition of what changed, in order."""
    return f"A#{account_id}#FEED"


def search_index(account_id: str) -> Key:
    """Return which files are the index of what was said, and how far it goes."""
    return f"A#{account_id}#SEARCH", "-"


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
    return f"A#{account_id}#RATE#{name}#{bounded(subject)}", window


def macros(account_id: str) -> str:
    """Return the partition of all macros, listed in one query."""
    return f"A#{account_id}#MACROS"


def macro(account_id: str, macro_id: str) -> Key:
    """Return one macro."""
    return macros(account_id), macro_id


def macro_count(account_id: str) -> Key:
    """Return how many macros there are."""
    return macros(account_id), "-"


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
    """Return what a partition is of: `T` a ticket, `JOB` a job, `AGENTS` the team, or `ACCOUNT`."""
    _, _, *rest = pk.split("#", 3)
    return rest[0] if rest else "ACCOUNT"


def ticket_of(pk: str) -> str:
    """Return the id at the end of a partition key: a ticket's, or a job's."""
    return pk.rsplit("#", 1)[1]
