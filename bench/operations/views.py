"""Views that a shop makes of its own filters, by HTTP, in a process that knows who asks."""

from bench import fill
from bench.registry import Action, growth, operation
from bench.shop import Shop, shop
from bench.stage import Stage
from chalicelib.tickets.model import Tag

VIEWS = "/v1/views"
LIST = "/v1/tickets"
BODY = {"name": "Broken mugs", "filters": {"channel": "email", "assignee": "none"}}


def _of(open_shop: Shop, **filters: object) -> Action:
    api = open_shop.api()
    view_id = api.json("POST", VIEWS, {"name": "Broken mugs", "filters": filters})["id"]
    return api.warm("GET", LIST, view=view_id, limit="50")


@operation("the views", requests=1, read=1, write=0)
def views(stage: Stage) -> Action:
    """List all, of which one is the shop's own."""
    api = shop(stage).api()
    api.call("POST", VIEWS, BODY)
    return api.warm("GET", VIEWS)


@operation("a view is made", requests=3, read=2, write=8)
def made(stage: Stage) -> Action:
    """Read all, write the view, the shelf and what happened, and read it back."""
    return shop(stage).api().warm("POST", VIEWS, BODY)


@operation("a custom view with no ticket", requests=1, read=0.5, write=0)
def empty(stage: Stage) -> Action:
    """List a page of nothing; what the view filters by is known."""
    return _of(shop(stage), channel="email", assignee="none")


@operation("a custom view with 50 tickets", requests=1, read=3.5, write=0)
def full(stage: Stage) -> Action:
    """List a page that all tickets match."""
    open_shop = shop(stage)
    fill.write(fill.tickets(open_shop, 60))
    return _of(open_shop, channel="email", assignee="none")


@operation("a custom view, one ticket in ten matches", requests=4, read=36, write=0)
def some(stage: Stage) -> Action:
    """List a page of which DynamoDB reads ten times as much."""
    open_shop = shop(stage)
    _fill(open_shop, 1_000, every=10)
    return _of(open_shop, tags=["mug"])


@operation("a custom view, nothing matches", requests=5, read=68, write=0)
def rare(stage: Stage) -> Action:
    """Look at so many tickets and no more; the page ends early, with a cursor."""
    open_shop = shop(stage)
    fill.write(fill.tickets(open_shop, 2_000))
    return _of(open_shop, tags=["mug"])


@growth("a custom view, however many tickets", sizes=(1_000, 10_000))
def growing(stage: Stage, size: int) -> Action:
    """List a page of more and more tickets, half of which match."""
    open_shop = shop(stage)
    _fill(open_shop, size, every=2)
    return _of(open_shop, tags=["mug"])


def _fill(open_shop: Shop, count: int, *, every: int) -> None:
    rows = list(fill.tickets(open_shop, count))
    tagged = list(fill.tickets(open_shop, count, tags=(Tag(name="mug"),)))
    fill.write(tagged[at] if at % every == 0 else row for at, row in enumerate(rows))
