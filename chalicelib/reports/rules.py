"""What a ticket adds to the counters of each day; values only."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from chalicelib.reports.model import (
    Amounts,
    Cell,
    Click,
    Fact,
    Left,
    Order,
    Share,
    Source,
    Sums,
)
from chalicelib.tickets.model import Attribution, Entry, Message

DayOf = Callable[[datetime], date]
REVENUE = "revenue_"
"""In front of a currency: what orders brought."""
AT_ONCE = 80
"""So many counters change in one transaction, which takes a hundred rows."""


def source_of(attribution: Attribution, channel: str) -> Source:
    """Return the campaign or flow that a text answers."""
    return Source.of(channel, attribution.kind, attribution.source_id, attribution.name)


def read(share: Share, entries: Iterable[Entry], channel: str, day_of: DayOf) -> Share:
    """Return the share with the entries that come next; those after a gap wait."""
    for entry in entries:
        if entry.sequence == share.sequence + 1:
            share = _entered(replace(share, sequence=entry.sequence), entry, channel, day_of)
    return share


def told(share: Share, facts: Sequence[Fact], channel: str, day_of: DayOf) -> Share:
    """Return the share with what other rows tell of the ticket's messages, each fact once.

    A link's clicks are known by their number, so one that is told again, or late, adds nothing.
    """
    for fact in sorted(facts, key=_count):
        if fact.sequence not in share.automatic:
            share, amounts = _taken(share, fact)
            share = _plus(share, Cell(day_of(fact.at), _source(share, fact, channel)), amounts)
    return share


def received(sends: Iterable[tuple[Source, datetime]], day_of: DayOf) -> list[tuple[Cell, Amounts]]:
    """Return what these sends add."""
    sums: dict[Cell, Decimal] = {}
    for source, at in sends:
        cell = Cell(day_of(at), source)
        sums[cell] = sums.get(cell, Decimal()) + 1
    return [(cell, {"received": number}) for cell, number in sums.items()]


def moves(share: Share, *, is_spam: bool) -> list[tuple[Cell, Amounts]]:
    """Return what the counters lack, or have too much: spam counts nowhere (decision 43)."""
    wanted: Sums = {} if is_spam else share.sums
    found: list[tuple[Cell, Amounts]] = []
    for cell in sorted({*wanted, *share.held}, key=str):
        if lacking := _difference(wanted.get(cell, {}), share.held.get(cell, {})):
            found.append((cell, lacking))
    return found


def counted(share: Share, done: Iterable[tuple[Cell, Amounts]]) -> Share:
    """Return the share when these moves are made."""
    held = {cell: dict(amounts) for cell, amounts in share.held.items()}
    for cell, amounts in done:
        held[cell] = added(held.get(cell, {}), amounts)
    held = {cell: amounts for cell, amounts in held.items() if amounts}
    return replace(share, counted=None if held == share.sums else held)


def added(some: Amounts, more: Amounts) -> dict[str, Decimal]:
    """Return both together; what comes to nothing is left out."""
    names = dict.fromkeys([*some, *more])
    sums = {name: some.get(name, Decimal()) + more.get(name, Decimal()) for name in names}
    return {name: amount for name, amount in sums.items() if amount}


def _entered(share: Share, entry: Entry, channel: str, day_of: DayOf) -> Share:
    if not isinstance(entry, Message):
        return share
    if not entry.is_inbound:
        is_own = not entry.is_automatic
        return share if is_own else replace(share, automatic=share.automatic | {entry.sequence})
    if entry.is_automatic:
        return share
    day = day_of(entry.created_at)
    if entry.attribution is None:
        return _plus(share, Cell(day, Source(channel=channel)), {"texts": Decimal(1)})
    source = source_of(entry.attribution, channel)
    answered = (*share.answered, (entry.sequence, source))
    return _plus(replace(share, answered=answered), Cell(day, source), {"replies": Decimal(1)})


def _count(fact: Fact) -> int:
    return fact.count if isinstance(fact, Click) else 0


def _taken(share: Share, fact: Fact) -> tuple[Share, dict[str, Decimal]]:
    match fact:
        case Left(sequence=sequence, links=links) if sequence not in share.left:
            amounts = {"messages": Decimal(1), "links": Decimal(links)}
            return replace(share, left=share.left | {sequence}), amounts
        case Click(link=link, count=count) if count > share.clicks.get(link, 0):
            new = Decimal(count - share.clicks.get(link, 0))
            return replace(share, clicks={**share.clicks, link: count}), {"clicks": new}
        case Order(id=own_id) if own_id not in share.orders:
            amounts = {"orders": Decimal(1), f"{REVENUE}{fact.currency}": fact.value}
            return replace(share, orders=share.orders | {own_id}), amounts
        case _:
            return share, {}


def _source(share: Share, fact: Fact, channel: str) -> Source:
    """Return what the customer had answered last when the message was written."""
    before = [source for sequence, source in share.answered if sequence < fact.sequence]
    return before[-1] if before else Source(channel=channel)


def _plus(share: Share, cell: Cell, amounts: Amounts) -> Share:
    if not amounts:
        return share
    held = share.held
    sums = {**share.sums, cell: added(share.sums.get(cell, {}), amounts)}
    return replace(share, sums=sums, counted=held)


def _difference(wanted: Amounts, held: Amounts) -> Mapping[str, Decimal]:
    return added(wanted, {name: -amount for name, amount in held.items()})
