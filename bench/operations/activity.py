"""What the team does, in figures: counting tickets, and reading a month."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from random import Random

from bench.operations.marketing import inbound, linked
from bench.registry import Action, operation
from bench.shop import Shop, shop
from bench.stage import Stage
from chalicelib.messaging.receive import receive
from chalicelib.messaging.reply import reply
from chalicelib.reports.activity import count
from chalicelib.reports.activity.figures import COUNTS
from chalicelib.reports.activity.histogram import bucket
from chalicelib.reports.activity.model import ONE, Cell, Family, Time
from chalicelib.reports.activity.storage import place
from chalicelib.table import counters
from chalicelib.table.write import transact
from chalicelib.tickets.apply import apply
from chalicelib.tickets.rules.marking import retag
from chalicelib.tickets.rules.states import close

FIRST, DAYS = date(2026, 3, 1), 31
AGENTS, TAGS = 10, 15
_ID = "agt_0000000000000000000000"
_CAMPAIGN = "sms:campaign:01KJWBG7G0000000000"
_MOST = {Family.agent: AGENTS, Family.team: 5, Family.tag: TAGS, Family.source: 10}
_PREFIX = {Family.tag: "a tag of the team ", Family.source: _CAMPAIGN}
_SPREAD = 1.5
"""Of the logarithm of durations: nine of ten within a factor of twelve from the middle."""


def _counting(open_shop: Shop) -> Action:
    """Return the counting of what the feed has; what was there before is counted already."""
    open_shop.stage.fold()
    return lambda: count.step(open_shop.desk())


def _counted(stage: Stage, tickets: int = 1) -> tuple[Shop, list[str]]:
    open_shop = shop(stage)
    open_shop.ticket()
    _counting(open_shop)()
    return open_shop, [open_shop.ticket().id for _ in range(tickets)]


@operation("the reports look for what is new", requests=2, read=2, write=0)
def nothing(stage: Stage) -> Action:
    """Find nothing."""
    open_shop, _ = _counted(stage, 0)
    return _counting(open_shop)


@operation("a ticket is counted as it comes", requests=6, read=5, write=21)
def opened(stage: Stage) -> Action:
    """Add it to the day and to the month, for all and for its channel."""
    return _counting(_counted(stage)[0])


@operation("a ticket is counted as it is answered and closed", requests=6, read=5, write=33)
def closed(stage: Stage) -> Action:
    """Add its times, for the agent and two tags, too."""
    open_shop, [ticket_id] = _counted(stage)
    _counting(open_shop)()
    by, now = open_shop.owner(), stage.now
    apply(open_shop.desk(), ticket_id, lambda t: retag(t, by, now, add=("a", "b"), remove=()))
    reply(open_shop.desk(), ticket_id, by, "It is on its way.")
    apply(open_shop.desk(), ticket_id, lambda t: close(t, by, stage.now))
    return _counting(open_shop)


@operation("an answer to who answered a campaign is counted", requests=6, read=5, write=21)
def answering(stage: Stage) -> Action:
    """Add its times, for the agent and the campaign, too."""
    open_shop, ticket, _ = linked(stage)
    receive(open_shop.desk(), inbound(open_shop))
    _counting(open_shop)()
    reply(open_shop.desk(), ticket.id, open_shop.owner(), "It is on its way.")
    return _counting(open_shop)


@operation("25 tickets are counted as they come", requests=30, read=55, write=69)
def many(stage: Stage) -> Action:
    """Add them to the same counters at once."""
    return _counting(_counted(stage, 25)[0])


def counted_out(stage: Stage, tickets: int, done: int = 0, later: timedelta = timedelta()) -> Shop:
    """Return a shop whose tickets are all counted, with so many of them closed."""
    open_shop, ids = _counted(stage, tickets)
    stage.now += later
    for ticket_id in ids[:done]:
        apply(open_shop.desk(), ticket_id, lambda t: close(t, open_shop.owner(), stage.now))
    while _counting(open_shop)():
        pass
    return open_shop


@operation("50 of 100 tickets behind a figure are shown", requests=4, read=60, write=0)
def behind(stage: Stage) -> Action:
    """Read the newest lists, and of those tickets alone what they add and what they are about."""
    open_shop = counted_out(stage, 100)
    day = stage.now.date().isoformat()
    return open_shop.api().warm(
        "GET", "/v1/reports/tickets", **{"from": day, "to": day, "metric": "created"}
    )


@operation("one ticket of 100 behind a figure is found", requests=4, read=4, write=0)
def one_behind(stage: Stage) -> Action:
    """Look at no other."""
    open_shop = counted_out(stage, 100, done=1)
    day = stage.now.date().isoformat()
    return open_shop.api().warm(
        "GET", "/v1/reports/tickets", **{"from": day, "to": day, "metric": "resolved"}
    )


@operation("50 of 100 tickets of the backlog are shown", requests=4, read=40, write=0)
def standing(stage: Stage) -> Action:
    """Read what is not closed now, and of those tickets what they add."""
    open_shop = counted_out(stage, 100)
    day = stage.now.date().isoformat()
    return open_shop.api().warm(
        "GET", "/v1/reports/tickets", **{"from": day, "to": day, "metric": "backlog"}
    )


@operation("50 tickets of the day before's backlog are shown", requests=8, read=60, write=0)
def stood(stage: Stage) -> Action:
    """Look through those that are not closed, and then through what was closed since."""
    day = stage.now.date().isoformat()
    open_shop = counted_out(stage, 50, done=40, later=timedelta(days=1))
    return open_shop.api().warm(
        "GET", "/v1/reports/tickets", **{"from": day, "to": day, "metric": "backlog"}
    )


def _month(
    volume: int, path: str = "summary", of: Family = Family.everything, **more: str
) -> Callable[[Stage], Action]:
    def prepare(stage: Stage) -> Action:
        """Read the sums of 31 days in one query, whatever they are of."""
        open_shop = shop(stage)
        filled(open_shop, volume, of)
        days = {"from": "2026-03-01", "to": "2026-03-31"}
        return open_shop.api().warm("GET", f"/v1/reports/{path}", **days, **more)

    return prepare


operation("a month's report, 1,000 tickets", requests=4, read=10, write=0)(_month(1_000))
operation("a month's report, 10,000 tickets", requests=4, read=10, write=0)(_month(10_000))
operation("a month's report, 100,000 tickets", requests=4, read=10, write=0)(_month(100_000))
for _of in _MOST:
    operation(f"a month's {_of.name}s, 100,000 tickets", requests=4, read=10, write=0)(
        _month(100_000, f"{_of.name}s", _of)
    )


for _of, _subject in ((Family.agent, "agent_id"), (Family.tag, "tag"), (Family.source, "source")):
    operation(f"a month's report of one {_of.name}", requests=4, read=10, write=0)(
        _month(100_000, of=ONE[_of], **{_subject: f"{_PREFIX.get(_of, _ID)}0000"})
    )


def filled(open_shop: Shop, volume: int, of: Family) -> None:
    """Write counters of one family as so many tickets in a month would leave them."""
    for cell, sums in _counters(volume).items():
        names = list(sums) if cell.family is of else []
        for some in (names[start : start + 100] for start in range(0, len(names), 100)):
            added = counters.plus(place(open_shop.desk(), 0, cell), {n: sums[n] for n in some})
            transact(open_shop.desk(), [added])


@cache
def _counters(volume: int) -> dict[Cell, dict[str, int]]:
    chance, cells = Random(volume), dict[Cell, dict[str, int]]()
    for day in (FIRST + timedelta(days=number) for number in range(DAYS)):
        whole = _times(chance, volume // DAYS)
        cells[Cell(Family.everything, "", day)] = whole
        for family, most in _MOST.items():
            part = {
                name: max(1, amount // most)
                for name, amount in whole.items()
                if len(name) < 3 and (family is not Family.tag or name[0] in "cdrR")
            }
            prefix = _PREFIX.get(family, _ID)
            cells |= {Cell(family, f"{prefix}{n:04}", day): part for n in range(most)}
            times = _times(chance, max(1, volume // DAYS // most))
            cells[Cell(ONE[family], f"{prefix}0000", day)] = times
    return cells


def _times(chance: Random, tickets: int) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for count_ in COUNTS:
        sums[count_] += max(1, tickets // 2)
    for time in Time:
        for _ in range(tickets):
            sums[f"{time}n"] += 1
            for clock, middle in ((time.value, 8.6), (time.upper(), 7.8)):  # two hours, and one
                took = int(chance.lognormvariate(middle, _SPREAD))
                sums[f"{clock}s"] += took
                sums[f"{clock}{bucket(took)}"] += 1
    return sums
