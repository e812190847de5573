"""`make run`: the whole product on this machine, until Ctrl-C."""

import argparse
import importlib
import json
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

from chalice.app import Chalice

from dev.product import Product
from dev.web.server import Server, listen
from dev.web.site import Site

RUN_FILE = Path(".dev/run.json")
DEFAULT_PORT = 8000


def main() -> int:
    """Start, say where, serve until told to stop."""
    started = time.perf_counter()
    options = _options()
    server = listen(options.port)
    if options.port and server.server_address[1] != options.port:
        print(f"Port {options.port} is taken.")
    os.environ.setdefault("POWERTOOLS_LOG_LEVEL", "WARNING")
    product = Product(_load_app, base_url=server.base_url, is_quiet=options.quiet)
    site = Site(product)
    is_over = _stop_on_signals()
    try:
        _fill(product, site, is_empty=options.empty)
        product.start()
        server.start(site.answer)
        _write_run_file(server, site)
        _greet(server, site, time.perf_counter() - started)
        is_over.wait()
    finally:
        _stop(server, product)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m dev", description=__doc__)
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or DEFAULT_PORT))
    parser.add_argument(
        "--empty", action="store_true", default=os.environ.get("EMPTY", "") not in ("", "0")
    )
    parser.add_argument("--quiet", action="store_true", help="no line for each operation")
    return parser.parse_args()


def _load_app() -> Chalice:
    sys.path.insert(0, str(Path.cwd()))
    return importlib.import_module("app").app


def _fill(product: Product, site: Site, *, is_empty: bool) -> None:
    # Imported late: the product's modules may ask for settings that exist only now.
    seed = importlib.import_module("dev.seed")
    site.accounts = seed.people_of(product)
    product.loop.drain()
    product.post.forget()
    if not is_empty:
        seed.life(product, site, site.accounts)


def _write_run_file(server: Server, site: Site) -> None:
    run: dict[str, Any] = {
        "base_url": server.base_url,
        "console_url": f"{server.base_url}/console",
        "shop_url": f"{server.base_url}/dev/shop",
        "accounts": site.accounts,
    }
    RUN_FILE.parent.mkdir(exist_ok=True)
    fresh = RUN_FILE.with_suffix(".new")
    fresh.write_text(json.dumps(run, indent=1))
    fresh.replace(RUN_FILE)


def _greet(server: Server, site: Site, seconds: float) -> None:
    print(f"\nDeskhand runs at {server.base_url} (ready in {seconds:.1f} s, Ctrl-C stops it)")
    print(f"  the team's inbox   {server.base_url}/console")
    print(f"  a shop with chat   {server.base_url}/dev/shop")
    print(f"  mail that was sent {server.base_url}/dev/outbox")
    for account in site.accounts:
        print(f"  {account['name']}: mail to {account['inbound_address']}")
    print(f"  keys and ids       {RUN_FILE}\n", flush=True)


def _stop_on_signals() -> threading.Event:
    is_over = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: is_over.set())
    return is_over


def _stop(server: Server, product: Product) -> None:
    RUN_FILE.unlink(missing_ok=True)
    server.stop()
    product.stop()
    print("Stopped.")


if __name__ == "__main__":
    sys.exit(main())
