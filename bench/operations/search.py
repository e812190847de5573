"""Finding tickets, and keeping the index that they are found by."""

from functools import cache

from bench import fill
from bench.capacity import dollars
from bench.library import Library
from bench.meter import Usage, metered
from bench.operations.warm import over_chalice
from bench.registry import Action, figure, operation
from bench.shop import ANNA, Shop, shop
from bench.stage import Stage, stage
from chalicelib.search import documents, find, index, segment, storage
from chalicelib.search.model import Manifest

MILLION = 1_000_000
TICKETS, QUESTIONS, TIMED = 10_000, 200, 40
SEARCH = "/v1/search"
PUT_DOLLARS, GET_DOLLARS, QUEUE_DOLLARS = 5e-6, 0.4e-6, 0.4e-6
"""S3 and SQS in us-east-1, a request."""


def _indexed(stage: Stage) -> Shop:
    open_shop = shop(stage)
    for number in range(30):
        open_shop.ticket(sender=f"anna{number}@customer.example")
    open_shop.ticket()
    _index(stage, open_shop)
    return open_shop


def _index(stage: Stage, open_shop: Shop) -> None:
    stage.fold()
    before = None
    while before != (before := storage.load(open_shop.desk(), consistent=True)):
        index.work_off(open_shop.desk(), {})


def _search(open_shop: Shop, words: str) -> Action:
    api = open_shop.api()
    api.call("GET", SEARCH, q=words)  # the files are known from then on
    return api.warm("GET", SEARCH, q=words)


@operation("a search for words", requests=3, read=20, write=0)
def words(stage: Stage) -> Action:
    """Ask for words that 20 tickets have, with the index's files known."""
    return _search(_indexed(stage), "broken mug")


@operation("a search for a number", requests=3, read=2, write=0)
def number(stage: Stage) -> Action:
    """Ask for one ticket: the manifest, the feed, the ticket."""
    return _search(_indexed(stage), "#7")


@operation("a search for an address", requests=6, read=3, write=0)
def address(stage: Stage) -> Action:
    """Ask for a customer: whose it is, and what tickets they have."""
    return _search(_indexed(stage), ANNA)


@operation("a search in a process that knows no file", requests=4, read=20, write=0)
def cold(stage: Stage) -> Action:
    """Fetch the index, which is one small file here."""
    action = _search(_indexed(stage), "broken mug")
    storage._remembered = type(storage._remembered)()
    return action


@operation("a message is indexed", requests=8, read=5, write=3)
def one_message(stage: Stage) -> Action:
    """Add one message of one ticket to the index, which takes a small file and its merging."""
    open_shop = _indexed(stage)
    return _indexing(stage, open_shop, 1)


@operation("20 messages are indexed", requests=27, read=44, write=3)
def many_messages(stage: Stage) -> Action:
    """Add what came in two minutes, each to a ticket of its own."""
    open_shop = _indexed(stage)
    return _indexing(stage, open_shop, 20)


@operation("the index has everything", requests=2, read=2, write=0)
def nothing_new(stage: Stage) -> Action:
    """Look whether there is anything new."""
    open_shop = _indexed(stage)
    return lambda: index.work_off(open_shop.desk(), {})


def _indexing(stage: Stage, open_shop: Shop, count: int) -> Action:
    for at in range(count):
        open_shop.ticket(sender=f"bea{at}@customer.example")
    stage.fold()
    return lambda: index.work_off(open_shop.desk(), {})


@figure("a million messages indexed, 20 at a time", most=4, unit="dollars")
def price() -> float:
    """Order, index and write what came in two minutes; each request to S3 and SQS has its price."""
    return _price(20)


@figure("the same, each alone", most=16, unit="dollars")
def price_alone() -> float:
    """Do the same for a shop that gets one message in two minutes."""
    return _price(1)


def _price(count: int) -> float:
    with stage() as world:
        act = _indexing(world, _indexed(world), count)
        with metered() as usage:
            act()
    # Ordering is one request to the queue, and its worker makes two.
    return MILLION / count * (_cost(usage) + 3 * QUEUE_DOLLARS)


def _cost(usage: Usage) -> float:
    names = [charge.name for charge in usage.charges]
    files = names.count("s3.PutObject") * PUT_DOLLARS + names.count("s3.GetObject") * GET_DOLLARS
    return dollars(read=usage.read_units, write=usage.write_units) + files


@figure("200 questions about 10,000 tickets, right one not first", most=0.05, unit="of all")
def wrong() -> float:
    """Ask in several languages for numbers, orders, addresses, names and words."""
    return _asked()[0]


@figure("a question about 10,000 tickets", most=1_500, unit="x Chalice")
def time_of_a_question() -> float:
    """Ask them all; 200 ms are some ten thousand times what Chalice needs."""
    return _asked()[1]


@cache
def _asked() -> tuple[float, float]:
    with stage() as world:
        open_shop = shop(world)
        library = Library(TICKETS)
        desk = open_shop.desk()
        for change in library.changes:
            fill.write(fill.rows(open_shop.account_id, change))
        packed = segment.pack(documents.of_tickets((c.ticket, c.entries) for c in library.changes))
        file = storage.add_file(desk, "library", packed)
        storage.save(desk, Manifest(), Manifest(files=(file,), indexed_until=world.now))
        questions = library.questions(QUESTIONS)
        missed = [q for q in questions if _first(open_shop, q.text) != q.number]
        some = questions[:TIMED]
        ratio = over_chalice(lambda: [_first(open_shop, q.text) for q in some], times=1)
    return len(missed) / QUESTIONS, ratio / TIMED


def _first(open_shop: Shop, text: str) -> int:
    found = find.find(open_shop.desk(), text, limit=find.MOST).found
    return found[0].ticket.number if found else 0
