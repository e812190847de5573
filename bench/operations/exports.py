"""Taking figures away as a file."""

from bench.operations.activity import counted_out
from bench.registry import Action, operation
from bench.shop import Shop
from bench.stage import Stage
from chalicelib.reports.exports import work


def _asked(stage: Stage, tickets: int = 1) -> tuple[Shop, str, dict[str, str]]:
    open_shop = counted_out(stage, tickets)
    day = stage.now.date().isoformat()
    return open_shop, "/v1/reports/exports", {"from": day, "to": day}


def _begun(stage: Stage, tickets: int = 1) -> tuple[Shop, str]:
    open_shop, path, days = _asked(stage, tickets)
    return open_shop, open_shop.api().json("POST", path, days)["id"]


@operation("an export is asked for", requests=6, read=5, write=8)
def start(stage: Stage) -> Action:
    """Store it, and order its first step."""
    open_shop, path, days = _asked(stage)
    return open_shop.api().warm("POST", path, days)


@operation("an export of 100 tickets is made", requests=14, read=110, write=4)
def made(stage: Stage) -> Action:
    """Read each ticket's share and head once, and write one file."""
    open_shop, own_id = _begun(stage, 100)
    order = {"export_id": own_id, "version": 1}
    return lambda: work.work_off(open_shop.desk(), order)


@operation("an export is looked at", requests=1, read=2, write=0)
def shown(stage: Stage) -> Action:
    """Read one row."""
    open_shop, own_id = _begun(stage)
    return open_shop.api().warm("GET", "/v1/reports/exports/{export_id}", export_id=own_id)


@operation("the last exports are listed", requests=1, read=2, write=0)
def listed(stage: Stage) -> Action:
    """Read the newest rows."""
    open_shop, _ = _begun(stage)
    return open_shop.api().warm("GET", "/v1/reports/exports")
