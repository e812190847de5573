"""A capability's routes behind a guard of the test's own, over Chalice's test client."""

import json
from dataclasses import dataclass
from typing import Any

from chalice.app import Chalice
from chalice.test import Client

from chalicelib.core.desk import Caller, Desk
from chalicelib.web.mount import Guard, put
from chalicelib.web.request import Request
from chalicelib.web.routes import Route, Routes
from tests.kit import described


@dataclass(frozen=True)
class Edge:
    """The routes as a caller from outside meets them."""

    client: Client
    table: tuple[Route, ...] = ()

    def call(
        self, method: str, path: str, body: object = None, **headers: str
    ) -> tuple[int, Any, dict[str, Any]]:
        """Return status, decoded body and headers; `If_Match="..."` becomes If-Match.

        Whatever is answered must be what the description of the API says.
        """
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        raw = json.dumps(body).encode() if body is not None else b""
        answer = self.client.http.request(
            method, path, headers={"Content-Type": "application/json", **sent}, body=raw
        )
        text = answer.body
        is_json = "json" in str(answer.headers.get("Content-Type"))
        decoded = json.loads(text) if is_json and text else text
        if route := described.route_of(self.table, method, path):
            described.check(route, answer.status_code, decoded, answer.headers)
        return answer.status_code, decoded, answer.headers


def edge(routes: Routes | tuple[Routes, ...], guard: Guard) -> Edge:
    """Return an app of these routes alone, guarded so."""
    app = Chalice("test")
    several = routes if isinstance(routes, tuple) else (routes,)
    for each in several:
        put(app, each, guard)
    return Edge(Client(app), tuple(route for each in several for route in each.table))


def admit(account_id: str, caller: Caller) -> Guard:
    """Return a guard that takes everybody for this caller."""

    def guard(desk: Desk, _request: Request) -> Desk:
        return desk.for_account(account_id, caller)

    return guard
