"""`make run`: the whole product on this machine, until Ctrl-C."""

import argparse
import importlib
import os
import signal
import sys
import time
from datetime import datetime
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from chalice.app import Chalice

from chalicelib.telemetry.log import output
from dev.aws.direct import answer_directly
from dev.product import Product
from dev.run_file import RunFile
from dev.transcript import Bugs
from dev.web.server import Server, listen
from dev.web.site import Site

DEFAULT_PORT = 8000


def main() -> int:
    """Start, say where, serve until told to stop."""
    started = time.perf_counter()
    options = _options()
    server = listen(options.port)
    if options.port and server.server_address[1] != options.port:
        print(f"Port {options.port} is in use; using {server.server_address[1]}", flush=True)
    output.setLevel(os.environ.get("POWERTOOLS_LOG_LEVEL", "WARNING"))
    answer_directly()
    product = Product(_load_app, base_url=server.base_url, is_quiet=options.quiet, at=options.at)
    Bugs(product.transcript).listen()
    site = Site(product)
    told = _signals_to_stop()
    run_file = RunFile(server.server_address[1])
    try:
        _fill(product, site, is_empty=options.empty, with_orders=options.orders)
        product.start()
        server.start(site.answer)
        run_file.write(_facts(server, site))
        _greet(server, site, run_file, time.perf_counter() - started)
        told.get()
    finally:
        _stop(server, product, run_file)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m dev", description=__doc__)
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or DEFAULT_PORT))
    parser.add_argument(
        "--empty", action="store_true", default=os.environ.get("EMPTY", "") not in ("", "0")
    )
    parser.add_argument(
        "--orders", action=argparse.BooleanOptionalAction, default=True,
        help="two years of orders, to predict from",
    )  # fmt: skip
    parser.add_argument("--at", type=datetime.fromisoformat, help="the moment to start at")
    parser.add_argument("--quiet", action="store_true", help="no line for each operation")
    return parser.parse_args()


def _load_app() -> Chalice:
    sys.path.insert(0, str(Path.cwd()))
    return importlib.import_module("app").app


def _fill(product: Product, site: Site, *, is_empty: bool, with_orders: bool) -> None:
    # Imported late: the product's modules may ask for settings that exist only now.
    seed = importlib.import_module("dev.seed")
    site.accounts = seed.people_of(product)
    product.loop.drain()
    product.post.forget()
    if not is_empty:
        seed.life(product, site, site.accounts)
        if with_orders:
            importlib.import_module("dev.orders").bring(product, site.accounts[0]["id"])


def _facts(server: Server, site: Site) -> dict[str, Any]:
    return {
        "base_url": server.base_url,
        "console_url": f"{server.base_url}/console",
        "shop_url": f"{server.base_url}/dev/shop",
        "accounts": site.accounts,
    }


def _greet(server: Server, site: Site, run_file: RunFile, seconds: float) -> None:
    print(f"\nDeskhand runs at {server.base_url} (ready in {seconds:.1f} s, Ctrl-C stops it)")
    print(f"  the team's inbox   {server.base_url}/console")
    print(f"  a shop with chat   {server.base_url}/dev/shop")
    print(f"  a customer's phone {server.base_url}/dev/phone")
    print(f"  what was sent      {server.base_url}/dev/outbox")
    for account in site.accounts:
        ways = f"mail to {account['inbound_address']}, texts to {account['sms_number']}"
        print(f"  {account['name']}: {ways}")
    print(f"  keys and ids       {run_file.path}\n", flush=True)


def _signals_to_stop() -> SimpleQueue[int]:
    # A handler runs in the thread that waits, maybe while that holds the lock of what it waits
    # for: an Event is then never over, but this queue may be put to from within. And signals
    # come more than once: a terminal sends one to the whole group, and make passes it on.
    told = SimpleQueue[int]()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _: told.put(number))
    return told


def _stop(server: Server, product: Product, run_file: RunFile) -> None:
    run_file.remove()
    server.stop()
    product.stop()
    print("Stopped.")


if __name__ == "__main__":
    sys.exit(main())
