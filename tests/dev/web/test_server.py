"""The gateway and its socket answer as API Gateway would, problem documents included."""

import http.client
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from dev.web.exchange import Answered, Asked
from dev.web.gateway import MAX_BODY, Gateway
from dev.web.server import Server, listen
from tests.dev import stub

JSON = {"content-type": "application/json"}


@pytest.fixture(scope="module")
def gateway() -> Gateway:
    return Gateway(stub.make())


@pytest.fixture(scope="module")
def server(gateway: Gateway) -> Iterator[Server]:
    server = listen(0)
    server.start(gateway.answer)
    yield server
    server.stop()


@pytest.fixture
def client(server: Server) -> Iterator[http.client.HTTPConnection]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=5)
    yield connection
    connection.close()


def ask(gateway: Gateway, method: str, target: str, body: bytes = b"", **headers: str) -> Answered:
    return gateway.answer(Asked(method=method, target=target, headers=headers or JSON, body=body))


def test_an_unknown_path_is_a_problem_document(gateway: Gateway) -> None:
    answered = ask(gateway, "GET", "/v1/nowhere")

    assert answered.status == 404
    assert dict(answered.headers)["Content-Type"] == "application/problem+json"
    assert json.loads(answered.body)["code"] == "not_found"


def test_another_method_is_told_which_ones_there_are(gateway: Gateway) -> None:
    answered = ask(gateway, "DELETE", "/v1/page")

    assert answered.status == 405
    assert dict(answered.headers)["Allow"] == "GET, HEAD, OPTIONS"


def test_options_tells_the_methods_without_asking_the_app(gateway: Gateway) -> None:
    answered = ask(gateway, "OPTIONS", "/v1/echo/x")

    assert (answered.status, dict(answered.headers)["Allow"]) == (204, "OPTIONS, POST")


def test_the_app_sees_what_api_gateway_shows(gateway: Gateway) -> None:
    answered = ask(gateway, "POST", "/v1/echo/a%2Fb?q=1&q=2", "ü\xff".encode())

    seen = json.loads(answered.body)
    assert (seen["name"], seen["body"], seen["query"]) == ("a%2Fb", "ü\xff", {"q": "2"})
    assert seen["ip"] == "127.0.0.1"
    assert len(seen["request_id"]) == 36


def test_bytes_that_are_no_text_are_replaced_as_on_aws(gateway: Gateway) -> None:
    answered = ask(gateway, "POST", "/v1/echo/x", b"\xff\xfe{")

    assert json.loads(answered.body)["body"] == "\ufffd\ufffd{"


def test_binary_types_arrive_whole(gateway: Gateway) -> None:
    octets = {"content-type": "application/octet-stream"}
    answered = ask(gateway, "POST", "/v1/bytes", b"\0\xff", **octets)

    assert answered.body == b"00ff"


def test_a_body_over_the_gateways_limit_never_reaches_the_app(gateway: Gateway) -> None:
    assert ask(gateway, "POST", "/v1/echo/x", b"x" * (MAX_BODY + 1)).status == 413


def test_head_is_get_without_the_body(client: http.client.HTTPConnection) -> None:
    client.request("HEAD", "/v1/page")
    answer = client.getresponse()

    assert (answer.status, answer.getheader("Content-Length"), answer.read()) == (200, "8", b"")


def test_a_connection_is_kept_and_repeated_headers_stay_apart(
    client: http.client.HTTPConnection,
) -> None:
    for _ in range(3):
        client.request("GET", "/v1/page")
        answer = client.getresponse()
        assert answer.read() == b"<p>hello"

    assert answer.headers.get_all("X-Many") == ["a", "b"]
    assert answer.getheader("Server") is None


def test_requests_in_many_threads_are_not_mixed_up(server: Server) -> None:
    wrong: list[Any] = []

    def talk(name: str) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=9)
        for _ in range(20):
            connection.request("POST", f"/v1/echo/{name}", body=name, headers=JSON)
            seen = json.loads(connection.getresponse().read())
            wrong.extend([seen] if (seen["name"], seen["body"]) != (name, name) else [])
        connection.close()

    threads = [threading.Thread(target=talk, args=(f"name{number}",)) for number in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert wrong == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Length": "many"}, 400),
        ({"Content-Length": "99999999999"}, 413),
        ({"Transfer-Encoding": "chunked"}, 411),
    ],
)
def test_a_body_of_unclear_length_is_refused(
    client: http.client.HTTPConnection, headers: dict[str, str], status: int
) -> None:
    client.putrequest("POST", "/v1/echo/x")
    for name, value in headers.items():
        client.putheader(name, value)
    client.endheaders()

    assert client.getresponse().status == status


def test_the_next_free_port_is_taken() -> None:
    first = listen(0)
    second = listen(first.server_address[1])

    assert second.server_address[1] > first.server_address[1]
    first.stop()
    second.stop()
