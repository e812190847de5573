"""What holds after every fault, seen in a full scan of the account and in what was mailed.

Each check is named by what it promises and returns what breaks it; `check` raises with all of it.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeGuard

from chalicelib.accounts.model import CredentialKind, Role
from chalicelib.accounts.roster import RosterRow
from chalicelib.accounts.rows import AccountEventRow, AccountRow, AgentRow, CredentialRow
from chalicelib.accounts.rules import may_use_helpdesk
from chalicelib.core.ids import message_id
from chalicelib.table import keys
from chalicelib.table.across_accounts import LookupRow
from chalicelib.table.operations import OperationRow
from chalicelib.table.row import Row
from chalicelib.tickets import counts
from chalicelib.tickets.entry_rows import EntryRow, to_entry
from chalicelib.tickets.feed import BadgesRow, FoldedRow
from chalicelib.tickets.markers import SeenRow
from chalicelib.tickets.model import AuthorType, Entry, Message, Note, State, Ticket
from chalicelib.tickets.rows import TicketRow, to_ticket
from tests.faults.cloud import Cloud, Posted
from tests.faults.shop import Shop
from tests.faults.threads import broken_threads

HANDED_OVER = {State.sent, State.delivered, State.read}
ON_THEIR_WAY = {State.queued, State.sending}
_SHOWN = 2_000
"""As much of a long text stays in its row."""
_ACCOUNT_CHANGES = {
    "settings_changed", "customer_agent_changed", "address_added", "address_removed",
    "address_verified", "forwarding_tested",
}  # fmt: skip
_AGENT_CHANGES = {
    "agent_changed", "agent_deactivated", "agent_reactivated", "account_handed_over",
    "went_online", "went_offline",
}  # fmt: skip


@dataclass(slots=True)
class Scan:
    """Everything of one account."""

    shop: Shop
    rows: list[Row]
    tickets: dict[str, Ticket]
    entries: dict[str, list[Entry]]
    posted: list[Posted]
    now: datetime

    def of(self, kind: type[Any]) -> list[Any]:
        """Return the rows of a kind."""
        return [row for row in self.rows if isinstance(row, kind)]

    @property
    def messages(self) -> list[Message]:
        """Return every public message."""
        return [e for entries in self.entries.values() for e in entries if isinstance(e, Message)]


def scan(shop: Shop) -> Scan:
    """Read the account."""
    rows = shop.rows()
    tickets = {keys.ticket_of(row.pk): to_ticket(row) for row in rows if isinstance(row, TicketRow)}
    entries: dict[str, list[Entry]] = {}
    for row in sorted(rows, key=lambda row: (row.pk, row.sk)):
        if isinstance(row, EntryRow):
            entries.setdefault(keys.ticket_of(row.pk), []).append(to_entry(row))
    cloud = shop.cloud
    return Scan(shop, rows, tickets, entries, list(cloud.posted), cloud.world.now)


def check(shop: Shop) -> None:
    """Raise AssertionError with everything that does not hold."""
    found = scan(shop)
    broken = [f"{rule.__name__}: {fault}" for rule in RULES for fault in rule(found)]
    assert not broken, "\n".join(broken)


def has_effect(shop: Shop, effect: Callable[[Scan], bool], name: str) -> None:
    """Let the dust settle, then raise AssertionError if an invariant or the effect is missing."""
    shop.cloud.calm()
    check(shop)
    assert effect(scan(shop)), f"{name} had no effect"


def what_was_accepted_is_there_once(found: Scan) -> Iterator[str]:
    """I-1, I-2: nobody's words are lost, nobody's are repeated."""
    times: Counter[str] = Counter()
    for entries in found.entries.values():
        times.update(e.text.strip()[:_SHOWN] for e in entries if _is_a_persons(e))
    said = {text[:_SHOWN] for text in found.shop.said}
    yield from (f"{text[:60]!r} {times[text]} times" for text in said if times[text] != 1)
    yield from (f"{text[:60]!r} came from nowhere" for text in times if text not in said)


def _is_a_persons(entry: Entry) -> TypeGuard[Message | Note]:
    own = entry.author.type is AuthorType.system
    own = own or (isinstance(entry, Message) and entry.is_automatic and not entry.is_inbound)
    return isinstance(entry, Message | Note) and not own


def threads_read_as_prefixes(found: Scan) -> Iterator[str]:
    """I-3: sequences run from 1 without a gap to the head's."""
    for ticket_id, entries in found.entries.items():
        places = [entry.sequence for entry in entries]
        head = found.tickets.get(ticket_id)
        if head is None or places != list(range(1, head.sequence + 1)):
            yield f"{ticket_id} {places}"
        versions = [entry.version for entry in entries]
        if versions != sorted(versions) or (head and max(versions) > head.version):
            yield f"{ticket_id} versions {versions}"


def mail_goes_out_once_or_visibly_not(found: Scan) -> Iterator[str]:
    """I-4: handed over at most once; not at all only where the thread says so."""
    account_id = found.shop.account.id
    handed = Counter(posted.ref for posted in found.posted)
    for message in found.messages:
        times = handed.pop(f"{account_id}-{message.id}", 0)
        if message.is_inbound or message.channel.value != "email":
            continue
        if times > 1 or (message.state in HANDED_OVER and times != 1):
            yield f"{message.id} {message.state} handed over {times} times"
    yield from (f"{ref} is about nothing" for ref in handed if ref.startswith(account_id))


def nothing_is_left_to_send(found: Scan) -> Iterator[str]:
    """I-9: nothing is on its way and nothing overdue once faults have stopped for a while."""
    waiting = [m for m in found.messages if not m.is_inbound and m.state in ON_THEIR_WAY]
    yield from (f"{message.id} is {message.state}" for message in waiting)
    for row in found.rows:
        if row.due_at is not None and row.due_at <= found.now:
            yield f"{row.pk} {row.sk} was due {row.due_at}"
    yield from (f"dead: {letter}" for letter in found.shop.cloud.dead)


def badges_equal_a_recount(found: Scan) -> Iterator[str]:
    """I-6: the folded sums are those of the tickets."""
    badges = next(iter(found.of(BadgesRow)), None)
    folded = dict(badges.counts) if badges else {}
    if folded != counts.recount(found.tickets.values()):
        yield f"{folded} instead of {counts.recount(found.tickets.values())}"
    versions = {keys.ticket_of(row.pk): int(row.version) for row in found.of(FoldedRow)}
    for ticket_id, ticket in found.tickets.items():
        if versions.get(ticket_id) != ticket.version:
            yield f"{ticket_id} folded at {versions.get(ticket_id)}, is at {ticket.version}"


def heads_follow_from_threads(found: Scan) -> Iterator[str]:
    """I-5, I-7: whatever a head says, the thread says how it came about, and the other way."""
    for ticket_id, ticket in found.tickets.items():
        yield from broken_threads(ticket, found.entries.get(ticket_id, []))


def marks_and_effects_belong_together(found: Scan) -> Iterator[str]:
    """I-10: a mark leads to its effect, and all that was asked for by key has one mark."""
    marked: Counter[tuple[str, int]] = Counter()
    for row in found.of(OperationRow):
        result = json.loads(row.result)
        for sequence in result.get("sequences", ()):
            marked[result["ticket_id"], sequence] += 1
    known = {(e.ticket_id, e.sequence): e for entries in found.entries.values() for e in entries}
    yield from (f"{place} is marked but not there" for place in marked if place not in known)
    yield from (f"{place} has {times} marks" for place, times in marked.items() if times != 1)
    for place, entry in known.items():
        is_asked_for = entry.author.type is AuthorType.agent and not found.shop.is_keyless
        if is_asked_for and place not in marked:
            yield f"{place} has no mark"


def accounts_keep_apart(found: Scan) -> Iterator[str]:
    """I-8: no row names another account."""
    own = found.shop.account.id
    for row in found.rows:
        text = repr(row.attribute_values)
        others = set(_account_ids(text)) - {own}
        if others or keys.owner(row.pk) != own:
            yield f"{row.pk} {row.sk} names {others}"


def _account_ids(text: str) -> Iterator[str]:
    for part in text.split("acc_")[1:]:
        yield f"acc_{part[:26]}"


def people_and_settings_have_their_records(found: Scan) -> Iterator[str]:
    """I-7: accounts, agents, keys and sessions are what their events add up to."""
    events = Counter(row.event for row in found.of(AccountEventRow))
    account = found.of(AccountRow)[0]
    changes = sum(events[name] for name in _ACCOUNT_CHANGES)
    if account.version != 1 + changes:
        yield f"account at version {account.version} after {changes} changes"
    agents = found.of(AgentRow)
    if len(agents) != 1 + events["agent_invited"]:
        yield f"{len(agents)} agents, {events['agent_invited']} invited"
    moves = sum(events[name] for name in _AGENT_CHANGES) + events["account_handed_over"]
    moves += events["invitation_sent"]
    if sum(int(agent.version) for agent in agents) != len(agents) + moves:
        yield f"agents at {[int(agent.version) for agent in agents]} after {moves} moves"
    kinds = Counter(row.sk[0] for row in found.of(CredentialRow))
    expected = {
        CredentialKind.api_key: events["api_key_created"] - events["api_key_revoked"],
        CredentialKind.session: events["signed_in"]
        - events["signed_out"]
        - events["session_revoked"],
    }
    for kind, count in expected.items():
        if kinds[kind.value] != count:
            yield f"{kinds[kind.value]} of {kind.name}, {count} by the records"


def lookups_lead_home(found: Scan) -> Iterator[str]:
    """I-8: what leads to this account from outside is this account's own."""
    agents = {(row.email, row.sk) for row in found.of(AgentRow)}
    leading = {
        (row.pk.removeprefix("X#PERSON#"), row.subject_id)
        for row in _lookups(found.shop.cloud)
        if row.account_id == found.shop.account.id and row.pk.startswith("X#PERSON#")
    }
    if agents != leading:
        yield f"{leading} lead to {agents}"


def _lookups(cloud: Cloud) -> list[LookupRow]:
    return [row for row in cloud.rows("X#") if isinstance(row, LookupRow)]


def seen_ids_lead_to_entries(found: Scan) -> Iterator[str]:
    """I-7: whatever is known as seen is in a thread."""
    places = {(e.ticket_id, e.sequence) for entries in found.entries.values() for e in entries}
    for row in found.of(SeenRow):
        if (row.ticket_id, int(row.sequence)) not in places:
            yield f"{row.pk} leads to nothing"


def the_roster_tells_who_is_online(found: Scan) -> Iterator[str]:
    """I-6, I-7: the roster is who is switched on, is not shut out, and may work here."""
    here = {
        row.sk
        for row in found.of(AgentRow)
        if row.is_switched_on and row.is_active and may_use_helpdesk(Role(row.role))
    }
    (roster,) = found.of(RosterRow)
    if set(roster.online.as_dict()) != here:
        yield f"{set(roster.online.as_dict())} are in the roster, {here} are here"


RULES: tuple[Callable[[Scan], Iterator[str]], ...] = (
    what_was_accepted_is_there_once,
    threads_read_as_prefixes,
    mail_goes_out_once_or_visibly_not,
    nothing_is_left_to_send,
    badges_equal_a_recount,
    heads_follow_from_threads,
    marks_and_effects_belong_together,
    accounts_keep_apart,
    people_and_settings_have_their_records,
    lookups_lead_home,
    seen_ids_lead_to_entries,
    the_roster_tells_who_is_online,
)


def the_stream_again_gives_the_same(shop: Shop) -> None:
    """I-12: an empty read model, given the whole stream in order, becomes what it was; F-18."""
    before, mailed = scan(shop), len(shop.cloud.posted)
    for row in [*before.of(BadgesRow), *before.of(FoldedRow)]:
        row.delete()
    shop.cloud.folded = 0
    shop.cloud.settle()
    after = scan(shop)
    assert [row.counts for row in after.of(BadgesRow)] == [
        row.counts for row in before.of(BadgesRow)
    ]
    assert len(shop.cloud.posted) == mailed
    check(shop)


def ref_of(shop: Shop, ticket_id: str, sequence: int) -> str:
    """Return the tag under which SES knows a message."""
    return f"{shop.account.id}-{message_id(ticket_id, sequence)}"
