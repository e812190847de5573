"""Sorting and handing out: what a new ticket costs besides being made, and what waits."""

from datetime import timedelta

from bench import fill
from bench.registry import Action, growth, operation
from bench.shop import Shop, shop
from bench.stage import Stage
from chalicelib import jobs
from chalicelib.messaging.receive import receive
from chalicelib.routing import backlog
from chalicelib.routing.text.model import TAGS

TICKET = "/v1/tickets/{ticket_id}"
SPAM = (
    "Guaranteed first page rankings on Google! Buy 10,000 backlinks today, special price $99. "
    "Click https://rank.example/buy now, unsubscribe here https://rank.example/stop"
)


def _warm(stage: Stage, **settings: object) -> Shop:
    """Return a shop whose owner is online, in a process that has handed out a ticket before."""
    open_shop = shop(stage)
    api = open_shop.api()
    if settings:
        api.call("PATCH", "/v1/settings", settings)
    api.call("PUT", "/v1/me/presence", {"online": True})
    open_shop.ticket(sender="zoe@customer.example")
    return open_shop


def _team(open_shop: Shop) -> None:
    body = {"name": "All", "agent_ids": [open_shop.founded.owner.id], "tags": list(TAGS)}
    open_shop.api().call("POST", "/v1/teams", body)
    open_shop.ticket(sender="yan@customer.example")


@operation("a first mail is handed out by round robin", requests=5, read=0.5, write=17)
def round_robin(stage: Stage) -> Action:
    """Take a turn of everybody's: one write more than without."""
    open_shop = _warm(stage, round_robin={"enabled": True})
    mail = open_shop.mail()
    return lambda: receive(open_shop.desk(), mail)


@operation("a first mail is handed out by its team", requests=5, read=0.5, write=17)
def by_team(stage: Stage) -> Action:
    """Take a turn of the team's."""
    open_shop = _warm(stage)
    _team(open_shop)
    mail = open_shop.mail()
    return lambda: receive(open_shop.desk(), mail)


@operation("a first mail that is spam", requests=5, read=1, write=18)
def spam(stage: Stage) -> Action:
    """Look whether the team has answered the sender before, and write a line that says why."""
    open_shop = _warm(stage, round_robin={"enabled": True})
    mail = open_shop.mail(text=SPAM)
    return lambda: receive(open_shop.desk(), mail)


@operation("what was no spam comes back", requests=6, read=3, write=13)
def not_spam(stage: Stage) -> Action:
    """Tag it, and hand it out after all."""
    open_shop = _warm(stage, round_robin={"enabled": True})
    ticket = receive(open_shop.desk(), open_shop.mail(text=SPAM)).ticket
    assert ticket is not None
    return open_shop.api().warm("POST", f"{TICKET}/not_spam", ticket_id=ticket.id)


@operation("an agent comes online", requests=3, read=2, write=7)
def online(stage: Stage) -> Action:
    """Turn the switch, and so the roster, which falls due."""
    return shop(stage).api().warm("PUT", "/v1/me/presence", {"online": True})


@operation("nothing waits when somebody comes online", requests=5, read=2.5, write=2)
def nothing_waits(stage: Stage) -> Action:
    """Look when to look again."""
    open_shop = _warm(stage)
    stage.now += timedelta(minutes=5)
    backlog.come_due(open_shop.desk())
    stage.now += timedelta(minutes=5)
    return lambda: backlog.come_due(open_shop.desk())


def _waiting(stage: Stage, count: int) -> Shop:
    open_shop = _warm(stage)
    for number in range(count):
        open_shop.ticket(sender=f"{number}@customer.example")
    open_shop.api().call("PATCH", "/v1/settings", {"round_robin": {"enabled": True}})
    return open_shop


@growth("25 waiting tickets are handed out, among more and more", sizes=(1_000, 10_000))
def drain_among_many(stage: Stage, size: int) -> Action:
    """Find those that wait among tickets that somebody has."""
    open_shop = _waiting(stage, 24)
    fill.write(fill.tickets(open_shop, size, assignee_id=open_shop.founded.owner.id))
    return _drain(open_shop)


def _drain(open_shop: Shop) -> Action:
    return lambda: jobs.run_job(backlog.order(open_shop.account_id))


@operation("25 waiting tickets are handed out", requests=82, read=44, write=201)
def drain(stage: Stage) -> Action:
    """Take a turn for each and write its head and a line of its thread."""
    return _drain(_waiting(stage, 24))
