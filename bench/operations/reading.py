"""What the console reads all day, by HTTP, in a process that knows who asks."""

import itertools
from datetime import timedelta

from bench import fill
from bench.registry import Action, growth, operation
from bench.shop import Shop, shop
from bench.stage import Stage
from chalicelib.tickets import storage
from chalicelib.tickets.filters import BUILT_IN

LIST = "/v1/tickets"
MESSAGES = "/v1/tickets/{ticket_id}/messages"
OF_CUSTOMER = "/v1/customers/{customer_id}/tickets"


@operation("a ticket opens with its newest 50", requests=1, read=6, write=0)
def ticket_opens(stage: Stage) -> Action:
    """Read head and entries."""
    open_shop = shop(stage)
    ticket = open_shop.ticket(messages=60)
    return open_shop.api().warm("GET", MESSAGES, ticket_id=ticket.id)


def _page(view: str, count: int) -> None:
    read = 3.5 if count else 0.5
    size = "50 tickets" if count else "no ticket"

    @operation(f"the view {view} with {size}", requests=1, read=read, write=0)
    def page(stage: Stage) -> Action:
        open_shop = shop(stage)
        owner = open_shop.founded.owner.id
        assignee = owner if view == "mine" else None
        tickets = fill.tickets(open_shop, count, assignee_id=assignee, is_spam=view == "spam")
        fill.write(tickets)
        return open_shop.api().warm("GET", LIST, view=view, limit="50")


for _view, _count in itertools.product(BUILT_IN, (0, 60)):
    _page(_view, _count)


@operation("the feed, nothing new", requests=1, read=0.5, write=0)
def feed(stage: Stage) -> Action:
    """Ask what changed since the last change."""
    open_shop = shop(stage)
    open_shop.ticket()
    stage.fold()
    api = open_shop.api()
    reached = api.json("GET", "/v1/feed")["sequence"]
    return api.warm("GET", "/v1/feed", after=str(reached))


def _customers(open_shop: Shop, count: int) -> str:
    tickets = [open_shop.ticket() for _ in range(count)]
    return tickets[0].customer.id


@operation("a customer's tickets", requests=4, read=15, write=0)
def customer(stage: Stage) -> Action:
    """Show what else this customer wrote: how many tickets, and the 20 with the last activity."""
    open_shop = shop(stage)
    customer_id = _customers(open_shop, 22)
    return open_shop.api().warm("GET", OF_CUSTOMER, customer_id=customer_id, limit="20")


@operation("the next 20 of a customer's tickets", requests=3, read=14, write=0)
def customers_next(stage: Stage) -> Action:
    """Go on, without counting again."""
    open_shop = shop(stage)
    customer_id, api = _customers(open_shop, 42), open_shop.api()
    first = api.json("GET", OF_CUSTOMER, customer_id=customer_id, limit="20")
    cursor = first["next_cursor"]
    return api.warm("GET", OF_CUSTOMER, customer_id=customer_id, limit="20", cursor=cursor)


@operation("a customer's closed tickets, none of 100", requests=12, read=60, write=0)
def customers_closed(stage: Stage) -> Action:
    """Look for a status that nothing of somebody's has."""
    open_shop = shop(stage)
    customer_id, api = _customers(open_shop, 100), open_shop.api()
    return api.warm("GET", OF_CUSTOMER, customer_id=customer_id, limit="20", status="closed")


@growth("10 more of a customer's tickets, however many", sizes=(25, 100, 300))
def customers_many(stage: Stage, size: int) -> Action:
    """Read a page of somebody who writes more and more."""
    open_shop = shop(stage)
    customer_id, api = _customers(open_shop, size), open_shop.api()
    first = api.json("GET", OF_CUSTOMER, customer_id=customer_id, limit="10")
    cursor = first["next_cursor"]
    return api.warm("GET", OF_CUSTOMER, customer_id=customer_id, limit="10", cursor=cursor)


@growth("a ticket opens, however long", sizes=(50, 1_000, 10_000))
def long_ticket_opens(stage: Stage, size: int) -> Action:
    """Read head and newest entries of a longer and longer thread."""
    open_shop = shop(stage)
    ticket = fill.long_ticket(open_shop, size)
    return lambda: storage.thread(open_shop.desk(), ticket.id)


@growth("a ticket opens, however old", sizes=(1, 1_000))
def old_ticket_opens(stage: Stage, size: int) -> Action:
    """Read a ticket that came so many days ago."""
    open_shop = shop(stage)
    ticket = open_shop.ticket(messages=20)
    stage.now += timedelta(days=size)
    return open_shop.api().warm("GET", MESSAGES, ticket_id=ticket.id)
