"""Load, decide, commit; and decide again when somebody was faster."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Unavailable
from chalicelib.table import operations
from chalicelib.table.write import Put, attempts
from chalicelib.tickets import policy, storage
from chalicelib.tickets.due import Policy
from chalicelib.tickets.model import Change, Entry, Ticket

Decide = Callable[[Ticket], Change]


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """The ticket as it is now and what this operation added to it."""

    ticket: Ticket
    entries: tuple[Entry, ...] = ()


def apply(
    desk: Desk, ticket_id: str, decide: Decide, *, loaded: Ticket | None = None,
    rules: Policy | None = None, beside: Sequence[Put] = (),
) -> Done:  # fmt: skip
    """Change a ticket by a rule; an operation that came before is not done again.

    `loaded` spares the first read to who has the ticket already; however old, the commit checks.
    `rules` are the account's, where some seconds old ones will not do. `beside` are rows that are
    written with the change, or not at all; raises ConditionFailed where one is not as expected.
    Raises NotFound, whatever the rule raises, or Unavailable under a storm of other changes.
    """
    rules = rules or policy.load(desk)
    for attempt in attempts(desk):
        if known := already(desk):
            return known
        is_first = attempt == 0
        ticket = loaded if loaded and is_first else storage.load(desk, ticket_id)
        change = decide(ticket)
        try:
            ticket = storage.commit(desk, change, rules, beside=beside)
            return Done(ticket=ticket, entries=change.entries)
        except storage.LostRace:
            continue
    raise Unavailable("Too many changes to this ticket at once; try again.")


def already(desk: Desk) -> Done | None:
    """Return what this operation did when it came before (`Idempotency-Key`), or None."""
    result = operations.find(desk)
    if result is None:
        return None
    ticket_id = result["ticket_id"]
    entries = [
        storage.entry_at(desk, ticket_id, sequence, consistent=True)
        for sequence in result["sequences"]
    ]
    return Done(ticket=storage.load(desk, ticket_id), entries=tuple(entries))
