"""A shop's domains, what DNS and the way here say of them, and who asks."""

import itertools
import json
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from chalicelib import jobs as workers
from chalicelib.accounts.model import Role
from chalicelib.core.desk import Reply
from chalicelib.core.place import RESOLVERS
from chalicelib.marketing.domains import prove
from chalicelib.messaging.deliver import deliver
from chalicelib.messaging.reply import reply
from tests.accounts.conftest import Jobs
from tests.accounts.shop import Shop
from tests.builders import an_agent
from tests.edge import Edge
from tests.kit.http_world import Sent
from tests.kit.http_world import reply as reply_of
from tests.marketing.texts import Phone, text

PROBE = "https://*.shop.example/l/probe/*"
CLOUDFLARE, GOOGLE = (f"{resolver}*" for resolver in RESOLVERS)
numbers = itertools.count(1)


def leading(whole: Edge) -> Callable[[Sent], Reply]:
    """Return a host that hands over to us and leaves the Host header alone."""

    def lead(asked: Sent) -> Reply:
        parts = urlsplit(asked.url)
        status, body, _ = whole.call("GET", parts.path, Host=parts.hostname or "")
        return reply_of(status, text=body.decode() if isinstance(body, bytes) else "")

    return lead


def asking(whole: Edge, shop: Shop) -> Any:
    token = shop.session(shop.hire(Role.manager))
    return partial(whole.call, Authorization=f"Bearer {token}")


def proved(ask: Any, domain: str, records: dict[str, list[str]]) -> Any:
    record = ask("PUT", "/v1/link_domain", {"domain": domain})[1]["record"]
    records[record["name"]] = [record["value"]]
    return ask("POST", "/v1/link_domain/check")[1]


def sent(shop: Shop, phone: Phone) -> str:
    ticket = text(shop).ticket
    assert ticket
    done = reply(
        shop.desk(), ticket.id, an_agent(), "https://shop.example/for-your-kitchen/blue-mug"
    )
    deliver(shop.desk(), ticket.id, done.entries[-1].sequence)
    return phone.got[-1].text


def visit(whole: Edge, host: str, path: str) -> int:
    return whole.call("GET", path, Host=host, User_Agent="Mozilla/5.0 (iPhone)")[0]


def swept(jobs: Jobs) -> None:
    """Let the minute's sweep pass, and what it orders here be done; other tests share the table."""
    workers.sweep()
    for order in jobs():
        if order.get("job") == prove.CHECK_JOB:
            workers.run_job(json.dumps(order))
