"""Work on many tickets: each costs the same, however many there are."""

from datetime import timedelta
from functools import cache

from bench import fill
from bench.meter import Usage, metered
from bench.registry import Action, figure, growth, operation
from bench.shop import Shop, shop
from bench.stage import Stage
from bench.stage import stage as new_stage
from chalicelib.messaging import bulk
from chalicelib.messaging.jobs_storage import CHUNK
from chalicelib.messaging.jobs_storage import Stage as JobStage

BULK = "/v1/tickets/bulk"
JOB = "/v1/jobs/{job_id}"
SIZES = (500, 1_000, 10_000)
CLOSE = {"action": "close", "view": "unassigned"}


def _started(open_shop: Shop, body: object = None) -> str:
    return open_shop.api().json("POST", BULK, body or CLOSE)["job_id"]


def _ids(open_shop: Shop, count: int) -> list[str]:
    return [open_shop.ticket().id for _ in range(count)]


def _gathered(open_shop: Shop) -> str:
    """Start a job on all tickets, and let it write them down."""
    job_id = _started(open_shop)
    while bulk.run(open_shop.desk(), job_id).stage is JobStage.gathering:
        pass
    return job_id


@operation("a bulk job is started", requests=4, read=1, write=6)
def start(stage: Stage) -> Action:
    """Count it, write the job with its tickets, and hand it to a worker."""
    open_shop = shop(stage)
    body = {"action": "close", "ids": _ids(open_shop, 1)}
    return open_shop.api().warm("POST", BULK, body)


@operation("a bulk job closes 10 tickets", requests=34, read=23, write=106)
def chunk(stage: Stage) -> Action:
    """Do one chunk: a look for its mark, a read and a transaction a ticket."""
    open_shop = shop(stage)
    job_id = _started(open_shop, {"action": "close", "ids": _ids(open_shop, 10)})
    return lambda: bulk.run(open_shop.desk(), job_id)


@operation("a bulk job writes down 500 tickets", requests=5, read=38, write=46)
def gather(stage: Stage) -> Action:
    """Read a page of the list, and write the ids in chunks."""
    open_shop = shop(stage)
    fill.write(fill.tickets(open_shop, 600))
    job_id = _started(open_shop)
    return lambda: bulk.run(open_shop.desk(), job_id)


@operation("a bulk job's outcome", requests=2, read=1.5, write=0)
def outcome(stage: Stage) -> Action:
    """Look how far it is."""
    open_shop = shop(stage)
    job_id = _started(open_shop, {"action": "close", "ids": _ids(open_shop, 1)})
    return open_shop.api().warm("GET", JOB, job_id=job_id)


@operation("a bulk job is cancelled", requests=5, read=30, write=60)
def cancelled(stage: Stage) -> Action:
    """Take a whole chunk from under its worker."""
    open_shop = shop(stage)
    fill.write(fill.tickets(open_shop, CHUNK))
    return open_shop.api().warm("POST", f"{JOB}/cancel", job_id=_gathered(open_shop))


@growth("a bulk job's chunk, however many tickets", sizes=SIZES)
def next_chunk(stage: Stage, size: int) -> Action:
    """Work off a chunk of a larger and larger job."""
    open_shop = shop(stage)
    fill.write(fill.tickets(open_shop, size))
    job_id = _gathered(open_shop)
    return lambda: bulk.run(open_shop.desk(), job_id)


@growth("a bulk job writes down, however many tickets", sizes=SIZES)
def last_page(stage: Stage, size: int) -> Action:
    """Write down the last tickets of a longer and longer list, which nobody touched lately."""
    open_shop = shop(stage)
    fill.write(fill.tickets(open_shop, size + CHUNK))
    stage.now += timedelta(hours=1)
    job_id = _started(open_shop)
    for _ in range(size // bulk.GATHERED):
        bulk.run(open_shop.desk(), job_id)
    return lambda: bulk.run(open_shop.desk(), job_id)


@figure("a bulk job on 1,000 tickets: requests a ticket", most=3.4)
def requests() -> float:
    """Do all of it, from the list to the last outcome."""
    return whole(1_000).requests / 1_000


@figure("a bulk job on 1,000 tickets: WU a ticket", most=14)
def write_units() -> float:
    """Close: the ticket in its lists, an event, a mark; and a share of what the job notes."""
    return whole(1_000).write_units / 1_000


@cache
def whole(size: int) -> Usage:
    """Return what a job on so many tickets costs."""
    with new_stage() as stage:
        open_shop = shop(stage)
        fill.write(fill.tickets(open_shop, size))
        with metered() as usage:
            job_id = _started(open_shop)
            while not (job := bulk.run(open_shop.desk(), job_id)).is_finished:
                pass
    assert job.done == size
    return usage
