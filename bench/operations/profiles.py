"""What stands beside a ticket of its customer: events, and the filter that an agent chose."""

from bench.api import Api
from bench.operations.marketing import NUMBER
from bench.registry import Action, growth, operation
from bench.shop import Shop, shop
from bench.stage import Stage
from chalicelib.customers.identify import identify
from chalicelib.customers.merging.merge import merge
from chalicelib.customers.model import Identity, IdentityKind

EVENTS = "/v1/customers/{customer_id}/events"
FILTER = "/v1/me/event_filter"
METRICS = ("Viewed Product", "Clicked Email", "Placed Order", "Opened Email", "Active on Site")


def _told(stage: Stage, count: int) -> tuple[Shop, Api, str]:
    open_shop = shop(stage)
    customer = identify(open_shop.desk(), IdentityKind.phone, NUMBER)
    api = open_shop.api()
    for start in range(0, count, 100):
        events = [_event(number) for number in range(start, min(count, start + 100))]
        api.call("POST", "/v1/events", {"events": events})
    return open_shop, api, customer.id


def _event(number: int) -> dict[str, object]:
    at = f"2026-02-{1 + number // 1440 % 28:02}T{number // 60 % 24:02}:{number % 60:02}:00Z"
    properties = {"url": "https://shop.example/for-your-kitchen/mug", "title": "Mug " * 20}
    return {"id": str(number), "metric": METRICS[number % len(METRICS)], "time": at,
            "customer": {"phone": NUMBER}, "properties": properties}  # fmt: skip


@operation("the newest 10 events of one metric", requests=3, read=6.5, write=0)
def filtered(stage: Stage) -> Action:
    """Read their places from the index, and then them."""
    _, api, customer_id = _told(stage, 60)
    return api.warm("GET", EVENTS, customer_id=customer_id, metric=METRICS[0], limit="10")


@operation("of which metrics a customer has events", requests=2, read=1, write=0)
def metrics(stage: Stage) -> Action:
    """Read a row of each."""
    _, api, customer_id = _told(stage, 10)
    return api.warm("GET", f"{EVENTS}/metrics", customer_id=customer_id)


@operation("one event in detail", requests=3, read=1.5, write=0)
def detail(stage: Stage) -> Action:
    """Ask the mark of its id where it is."""
    _, api, customer_id = _told(stage, 1)
    return api.warm("GET", f"{EVENTS}/{{event_id}}", customer_id=customer_id, event_id="0")


@operation("an agent's event filter is kept", requests=1, read=0, write=2)
def keep_filter(stage: Stage) -> Action:
    """Write one row."""
    return shop(stage).api().warm("PUT", FILTER, {"metrics": [METRICS[0]]})


@operation("an agent's event filter", requests=1, read=1, write=0)
def read_filter(stage: Stage) -> Action:
    """Read one row."""
    api = shop(stage).api()
    api.call("PUT", FILTER, {"metrics": [METRICS[0]]})
    return api.warm("GET", FILTER)


@growth("the newest 10 events of one metric, however many", sizes=(100, 400, 1_000))
def filtered_many(stage: Stage, size: int) -> Action:
    """Read a page of somebody who does more and more."""
    _, api, customer_id = _told(stage, size)
    return api.warm("GET", EVENTS, customer_id=customer_id, metric=METRICS[0], limit="10")


def _two(stage: Stage) -> tuple[Shop, str, str]:
    open_shop = shop(stage)
    desk, proof = open_shop.desk(), Identity(kind=IdentityKind.phone, address=NUMBER)
    one = identify(desk, proof.kind, proof.address, name="Anna", is_verified=True)
    two = identify(desk, IdentityKind.user, "7", name="Anna", is_verified=True, also=proof)
    return open_shop, one.id, two.id


@operation("which profiles could be merged", requests=3, read=2, write=0)
def mergeable(stage: Stage) -> Action:
    """Look whom the addresses that are proved for somebody are proved for too."""
    open_shop, customer_id, _ = _two(stage)
    path = "/v1/customers/{customer_id}/merges"
    return open_shop.api().warm("GET", path, customer_id=customer_id)


@operation("two profiles are merged", requests=6, read=4, write=6)
def merge_two(stage: Stage) -> Action:
    """Write both, and what the one was before; then show it with the number of its tickets."""
    open_shop, customer_id, other_id = _two(stage)
    path = "/v1/customers/{customer_id}/merge"
    return open_shop.api().warm("POST", path, {"other_id": other_id}, customer_id=customer_id)


@operation("two profiles are parted", requests=7, read=5, write=6)
def part_two(stage: Stage) -> Action:
    """Read what the one was before, and write both."""
    open_shop, customer_id, other_id = _two(stage)
    merge(open_shop.desk(), customer_id, other_id)
    path = "/v1/customers/{customer_id}/unmerge"
    return open_shop.api().warm("POST", path, {"other_id": other_id}, customer_id=customer_id)


@operation("the profile of two, by the other's id", requests=4, read=2, write=0)
def behind(stage: Stage) -> Action:
    """Read the one that stands for it; tickets are counted in both."""
    open_shop, customer_id, other_id = _two(stage)
    merge(open_shop.desk(), customer_id, other_id)
    return open_shop.api().warm("GET", "/v1/customers/{customer_id}", customer_id=other_id)
