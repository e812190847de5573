"""`make run`, from its start to its end, as a newcomer's machine would see it."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.xdist_group("run")
ROOT = Path(__file__).parents[2]


@contextmanager
def running(folder: Path, *options: str) -> Iterator[dict[str, Any]]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-m", "dev", "--port", "0", *options]
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE) as server:
        assert server.stdout
        said = b""
        for line in server.stdout:
            said = line
            if b"keys and ids" in line:
                break
        run_file = folder / said.split()[-1].decode()
        yield json.loads(run_file.read_text())
        # More than once, as a terminal and make both send it.
        for _ in range(20):
            server.send_signal(signal.SIGTERM)
        try:
            rest, _ = server.communicate(timeout=20)
        finally:
            server.kill()
        assert server.returncode == 0
    assert b"Stopped." in rest


def asker(run: dict[str, Any], token: str) -> Callable[..., tuple[int, Any]]:
    def ask(method: str, path: str, body: object = None) -> tuple[int, Any]:
        connection = http.client.HTTPConnection(urlsplit(run["base_url"]).netloc, timeout=10)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        connection.request(method, path, json.dumps(body) if body else None, headers)
        answer = connection.getresponse()
        status, raw = answer.status, answer.read()
        connection.close()
        return status, json.loads(raw)

    return ask


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    # Without the orders of two years, which take their time.
    with running(tmp_path_factory.mktemp("demo"), "--no-orders") as run:
        yield run


def test_the_run_file_has_the_promised_shape(demo: dict[str, Any]) -> None:
    first, second = demo["accounts"]

    assert set(demo) == {"base_url", "console_url", "shop_url", "accounts"}
    assert set(first) == set(second) == {
        "id", "name", "public_key", "inbound_address", "sms_number", "whatsapp_number",
        "instagram_handle", "agents",
    }  # fmt: skip
    assert all(set(each) == {"id", "email", "role", "api_key"} for each in first["agents"])
    roles = [agent["role"] for agent in first["agents"]]
    assert roles == ["owner", "admin", "manager", "support", "support", "support"]


def test_a_newcomer_sees_life(demo: dict[str, Any]) -> None:
    ask = asker(demo, demo["accounts"][0]["agents"][3]["api_key"])

    _, page = ask("GET", "/v1/tickets?view=all")

    assert {ticket["channel"] for ticket in page["data"]} == {"email", "webchat"}
    assert len(ask("GET", "/dev/outbox")[1]["data"]) >= 2
    assert ask("GET", "/dev/dead_letters")[1] == {"data": []}


def test_a_newcomer_sees_routing(demo: dict[str, Any]) -> None:
    ask = asker(demo, demo["accounts"][0]["agents"][3]["api_key"])
    online = [each["name"] for each in ask("GET", "/v1/agents")[1]["data"] if each["is_online"]]
    [team] = ask("GET", "/v1/teams")[1]["data"]
    mine = ask("GET", f"/v1/tickets?view=mine&team={team['id']}")[1]["data"]
    [spam] = ask("GET", "/v1/tickets?view=spam")[1]["data"]
    thread = ask("GET", f"/v1/tickets/{spam['id']}/messages")[1]["data"]

    assert (team["name"], online) == ("Returns & refunds", ["Alice Brandt"])
    assert {each["subject"] for each in mine} >= {"Sending a planter back"}
    assert "Words often seen in spam" in thread[-1]["details"]["because"]


@pytest.mark.thorough
@pytest.mark.acceptance(55, 56, 57, 58, 59)
def test_a_newcomer_sees_predictions(tmp_path: Path) -> None:
    with running(tmp_path) as run:
        _sees_predictions(asker(run, run["accounts"][0]["agents"][3]["api_key"]))


def _sees_predictions(ask: Callable[..., tuple[int, Any]]) -> None:
    tickets = ask("GET", "/v1/tickets?view=all")[1]["data"]
    whose = {ticket["customer"]["name"]: ticket["customer"]["id"] for ticket in tickets}

    def of(name: str) -> Any:
        return ask("GET", f"/v1/customers/{whose[name]}/predictions")[1]

    until = time.monotonic() + 60
    while of("Priya Nair")["status"] != "ready" and time.monotonic() < until:
        time.sleep(0.2)
    priya, hanna = of("Priya Nair"), of("Hanna Lind")

    assert (priya["source"], priya["orders_placed"]) == ("own_model", 10)
    assert (priya["churn_risk"]["level"], hanna["churn_risk"]["level"]) == ("low", "high")
    assert priya["lifetime_value"]["total_minor"] > hanna["lifetime_value"]["total_minor"]
    assert priya["next_order_at"] is not None
    assert abs(priya["error"]["orders"]) < 0.15


def test_a_newcomer_sees_isolation(demo: dict[str, Any]) -> None:
    one, other = (asker(demo, each["agents"][0]["api_key"]) for each in demo["accounts"])
    _, page = one("GET", "/v1/tickets?view=all")
    ticket = page["data"][0]["id"]

    assert one("GET", f"/v1/tickets/{ticket}")[0] == 200
    assert other("GET", f"/v1/tickets/{ticket}")[0] == 404


def test_pages_for_people_are_there(demo: dict[str, Any]) -> None:
    connection = http.client.HTTPConnection(urlsplit(demo["base_url"]).netloc, timeout=10)
    email = demo["accounts"][0]["agents"][0]["email"]
    statuses = []
    for path in (
        "/",
        "/docs",
        "/dev/shop",
        "/dev/outbox",
        f"/dev/sign_in?email={email}",
    ):
        connection.request("GET", path, headers={"Accept": "text/html"})
        answer = connection.getresponse()
        answer.read()
        statuses.append(answer.status)
    connection.close()

    assert statuses == [200, 200, 200, 200, 303]


@pytest.mark.thorough
def test_an_empty_run_has_people_and_nothing_else(tmp_path: Path) -> None:
    with running(tmp_path, "--empty") as run:
        ask = asker(run, run["accounts"][0]["agents"][0]["api_key"])
        tickets, outbox = ask("GET", "/v1/tickets?view=all"), ask("GET", "/dev/outbox")

    assert tickets[1]["data"] == outbox[1]["data"] == []
    assert not (tmp_path / ".dev/run.json").exists()


@pytest.mark.thorough
def test_a_second_server_leaves_the_first_ones_file_alone(tmp_path: Path) -> None:
    with running(tmp_path, "--empty") as first:
        port = str(urlsplit(first["base_url"]).port)
        with running(tmp_path, "--empty", "--port", port) as second:
            assert len(list((tmp_path / ".dev").glob("run*.json"))) == 2
        assert second["base_url"] != first["base_url"]
        assert json.loads((tmp_path / ".dev/run.json").read_text()) == first
    assert list((tmp_path / ".dev").iterdir()) == []
