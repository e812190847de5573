"""Routes are known by the list, and loaded with the first request for one of them."""

import json
import re

from chalice.app import Chalice
from chalice.test import Client

import app
from chalicelib import wiring
from chalicelib.core.desk import Desk
from chalicelib.web.mount import LIST, Mount, put
from chalicelib.web.routes import NOBODY_ASKED, Routes
from dev.routes import declared, written


def public(desk: Desk, _request: object) -> Desk:
    return desk


def some_routes() -> Routes:
    routes = Routes()
    routes.get("/things/{thing_id}", needs=NOBODY_ASKED)(lambda desk, thing_id: {"id": thing_id})
    return routes


def test_the_list_is_what_the_modules_declare() -> None:
    assert LIST.read_text() == written(declared()), "`make routes` brings it up to date"


def test_the_app_serves_what_is_listed_and_nothing_else() -> None:
    listed = {line for lines in json.loads(LIST.read_text()).values() for line in lines}

    served = {f"{method} {path}" for path, every in app.app.routes.items() for method in every}
    assert served == listed


def test_a_module_is_loaded_once_and_not_before_it_is_asked(ports: wiring.Ports) -> None:
    loaded: list[str] = []

    def load() -> Routes:
        loaded.append("things")
        return some_routes()

    tried = Chalice("test")
    Mount(tried, load, public).serve(["GET /things/{thing_id}"])
    client = Client(tried)

    assert loaded == []
    assert client.http.get("/things/1").json_body == {"id": "1"}
    assert client.http.get("/things/2").json_body == {"id": "2"}
    assert loaded == ["things"]


def test_what_is_listed_and_not_declared_is_a_problem_of_ours(ports: wiring.Ports) -> None:
    tried = Chalice("test")
    Mount(tried, some_routes, public).serve(["GET /gone"])

    answer = Client(tried).http.get("/gone")

    assert answer.status_code == 500
    assert answer.json_body["code"] == "internal_error"


def test_routes_that_are_loaded_are_served_at_once(ports: wiring.Ports) -> None:
    tried = Chalice("test")
    put(tried, some_routes(), public)

    assert Client(tried).http.get("/things/7").json_body == {"id": "7"}


def test_places_beside_each_other_have_one_name() -> None:
    """API Gateway refuses `/a/{b}` beside `/a/{c}/d`, and with it the whole deployment."""
    names: dict[str, set[str]] = {}
    for line in (line for lines in json.loads(LIST.read_text()).values() for line in lines):
        path = line.partition(" ")[2]
        for place in re.finditer(r"{\w+}", path):
            names.setdefault(path[: place.start()], set()).add(place[0])

    assert {before: found for before, found in names.items() if len(found) > 1} == {}
