"""What campaigns led to: folding it into counters, and reading them."""

from datetime import date, timedelta
from decimal import Decimal

from bench.operations.marketing import inbound, linked, several, texted
from bench.registry import Action, operation
from bench.shop import Shop, shop
from bench.stage import Stage
from chalicelib.marketing.links.follow import follow
from chalicelib.messaging.receive import receive
from chalicelib.reports import storage
from chalicelib.reports.fold import fold
from chalicelib.reports.folding import owner
from chalicelib.reports.model import Amounts, Cell, Source
from chalicelib.table.write import transact
from chalicelib.tickets.apply import apply
from chalicelib.tickets.rules.marking import judge_spam

DAYS, SOURCES = 31, 10


def _folding(stage: Stage, open_shop: Shop) -> Action:
    """Return the counting of what the stream has; earlier records are left behind."""
    records = [record["dynamodb"] for record in stage.taken(1_000)]
    own = [each for each in records if owner(each) == open_shop.account_id]
    return lambda: fold(open_shop.desk(), own)


@operation("5 sends of a campaign are counted", requests=2, read=5, write=12)
def sends(stage: Stage) -> Action:
    """See which are new, mark them and add them at once."""
    open_shop = shop(stage)
    stage.fold()
    open_shop.api().json("POST", "/v1/sends", {"sends": several(stage)})
    return _folding(stage, open_shop)


@operation("a text that answers a campaign is counted", requests=5, read=8, write=6)
def reply(stage: Stage) -> Action:
    """Read what is new in the ticket, write its share and the day's counter, look once more."""
    open_shop, _ = texted(stage)
    stage.fold()
    receive(open_shop.desk(), inbound(open_shop))
    return _folding(stage, open_shop)


@operation("a click is counted", requests=5, read=8, write=6)
def click(stage: Stage) -> Action:
    """Add it to the ticket's share and to the day."""
    open_shop, _, code = linked(stage)
    stage.fold()
    follow(open_shop.desk(), "", code, is_counted=True)
    return _folding(stage, open_shop)


@operation("a ticket that becomes spam is taken out", requests=5, read=8, write=6)
def spam(stage: Stage) -> Action:
    """Take out of each day what the ticket added."""
    open_shop, ticket = texted(stage)
    stage.fold()
    by, now = open_shop.owner(), stage.now
    apply(open_shop.desk(), ticket.id, lambda t: judge_spam(t, by, now, is_spam=True))
    return _folding(stage, open_shop)


@operation("a month's attribution, 10 campaigns a day", requests=1, read=10, write=0)
def month(stage: Stage) -> Action:
    """Read the counters of 31 days in one query, whatever they counted."""
    open_shop = shop(stage)
    first = date(2026, 3, 1)
    names = ("received", "replies", "clicks", "orders", "revenue_EUR")
    for day in (first + timedelta(days=number) for number in range(DAYS)):
        cells = [
            Cell(day, Source(channel="sms", kind="campaign", id=f"c{n}", name=f"Campaign {n}"))
            for n in range(SOURCES)
        ]
        amounts: Amounts = dict.fromkeys(names, Decimal("123456"))
        transact(open_shop.desk(), storage.added(open_shop.desk(), [(c, amounts) for c in cells]))
    return open_shop.api().warm(
        "GET", "/v1/reports/attribution", **{"from": "2026-03-01", "to": "2026-03-31"}
    )
