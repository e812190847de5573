"""Keep what this version writes, and ask this version about what another one wrote.

Programs, since a product takes the whole of moto: `python -m tests.releases.working keep FOLDER`
keeps a version (`make keep`), `... live FOLDER` only its rows, `... ask FOLDER OUT` asks.
"""

import importlib
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from dev.lambdas import Lambdas
from dev.product import Product
from dev.web.site import Site
from tests.releases import kept
from tests.releases.asked import Asking
from tests.releases.kept import Item

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
"""The moment at which each life begins."""
_INVOKE = "_invoke"
ASKED_AT = AT + timedelta(hours=1)


def main(verb: str, folder: Path, *rest: str) -> None:
    """Do one of them."""
    folder.mkdir(parents=True, exist_ok=True)
    if verb in {"keep", "live"}:
        rows, orders = lived()
        kept.save_rows(folder, rows)
        kept.save_orders(folder, orders)
    if verb == "keep":
        kept.save_answers(folder, asked(rows))
    if verb == "ask":
        Path(rest[0]).write_text(json.dumps(asked(kept.rows(folder))), encoding="utf-8")


def lived() -> tuple[list[Item], dict[str, list[str]]]:
    """Return every row as it was last, also of those that are gone, and one order of each job."""
    rows: dict[tuple[str, str], Item] = {}
    orders: dict[str, dict[str, str]] = {}

    def heard(name: str, event: dict[str, Any]) -> None:
        for record in event.get("Records", []):
            if image := record.get("dynamodb", {}).get("NewImage"):
                rows[image["pk"]["S"], image["sk"]["S"]] = image
            elif "body" in record:
                job = json.loads(record["body"]).get("job", name)
                orders.setdefault(name, {}).setdefault(str(job), record["body"])

    with _listening(heard), _product(AT) as (product, site):
        seed = importlib.import_module("dev.seed")
        site.accounts = seed.people_of(product)
        assert product.loop.drain()
        seed.life(product, site, site.accounts)
        importlib.import_module("tests.releases.life").Life(product, site).live()
    return (
        [rows[place] for place in sorted(rows)],
        {name: [found[job] for job in sorted(found)] for name, found in sorted(orders.items())},
    )


def asked(rows: Sequence[Item]) -> dict[str, Any]:
    """Return what this code answers over these rows, by path."""
    with _product(ASKED_AT) as (product, site):
        table = product.cloud.client("dynamodb")
        for row in rows:
            table.put_item(TableName=importlib.import_module("dev.aws.cloud").TABLE, Item=row)
        return Asking(site, rows, ASKED_AT).answers()


@contextmanager
def _product(at: datetime) -> Iterator[tuple[Product, Site]]:
    product = Product(_app, base_url="http://localhost:1", is_quiet=True, at=at)
    try:
        yield product, Site(product)
    finally:
        product.stop()


def _app() -> Any:
    return importlib.import_module("app").app


@contextmanager
def _listening(heard: Callable[[str, dict[str, Any]], None]) -> Iterator[None]:
    invoke: Any = vars(Lambdas)[_INVOKE]

    def invoked(lambdas: Lambdas, name: str, handler: Any, event: dict[str, Any]) -> Any:
        heard(name, event)
        return invoke(lambdas, name, handler, event)

    setattr(Lambdas, _INVOKE, invoked)
    try:
        yield
    finally:
        setattr(Lambdas, _INVOKE, invoke)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
