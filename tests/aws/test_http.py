"""What leaves for foreign hosts and how it fails; what must not leave is in tests/attacks."""

import socket
import ssl
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.aws import http
from chalicelib.aws.http import GuardedHttp
from chalicelib.core.desk import MAX_FILE, MAX_REPLY, Reply
from chalicelib.core.errors import DeliveryFailed, Unavailable, Uncertain
from tests.kit.sockets import Resolver, answering

PUBLIC = "93.184.215.14"


def get(url: str, *addresses: str) -> Reply:
    guarded = GuardedHttp(resolve=Resolver(list(addresses or [PUBLIC])))
    return guarded.request("GET", url, headers={}, body=None)


def test_certificates_are_checked_for_the_name_that_was_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: dict[str, Any] = {}

    def connection(address: str, port: int, **options: Any) -> None:
        made.update(options, address=address, port=port)
        raise InterruptedError

    monkeypatch.setattr(http, "HTTPSConnection", connection)
    with pytest.raises(InterruptedError):
        get("https://shop.example:8443/")

    assert (made["address"], made["port"]) == (PUBLIC, 8443)
    assert made["server_hostname"] == made["assert_hostname"] == "shop.example"
    assert made["ssl_context"].verify_mode is ssl.CERT_REQUIRED


def test_refused_and_unknown_names_sound_alike() -> None:
    def unknown(_host: str, _port: int) -> list[str]:
        raise socket.gaierror

    with pytest.raises(Unavailable) as missing:
        GuardedHttp(resolve=unknown).request("GET", "https://a.example/", headers={}, body=None)
    with pytest.raises(DeliveryFailed) as refused:
        get("https://a.example/", "10.0.0.1")

    assert missing.value.detail == refused.value.detail


def local(method: str, url: str, *, body: bytes | None = None, seconds: float = 5) -> Reply:
    guarded = GuardedHttp(is_local_allowed=True, total_seconds=seconds)
    return guarded.request(method, url, headers={"X-Own": "1"}, body=body)


def test_a_request_goes_out_as_asked_and_the_answer_comes_back() -> None:
    requests: list[bytes] = []

    def answer(connection: socket.socket, request: bytes) -> None:
        while not request.endswith(b"{}"):
            request += connection.recv(65536)
        requests.append(request)
        connection.sendall(b"HTTP/1.1 201 Made\r\nX-Id: 7\r\nContent-Length: 2\r\n\r\nok")

    with answering(answer) as url:
        reply = local("POST", f"{url}/a/b?c=d%20e", body=b"{}")

    assert (reply.status, reply.headers["x-id"], reply.body) == (201, "7", b"ok")
    assert requests[0].startswith(b"POST /a/b?c=d%20e HTTP/1.1\r\n")
    assert b"X-Own: 1\r\n" in requests[0]
    assert requests[0].endswith(b"\r\n\r\n{}")


def drip(connection: socket.socket, _request: bytes) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    connection.settimeout(0.05)
    while True:
        try:
            if not connection.recv(65536):
                return
        except TimeoutError:
            connection.sendall(b"y")
        except OSError:
            return


def too_many_headers(connection: socket.socket, _request: bytes) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200)


def hang_up(_connection: socket.socket, _request: bytes) -> None:
    return


def never_answer(connection: socket.socket, _request: bytes) -> None:
    connection.settimeout(5)
    connection.recv(1)


def too_much(connection: socket.socket, _request: bytes) -> None:
    length = MAX_REPLY + 1
    try:
        connection.sendall(f"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n".encode())
        connection.sendall(bytes(length))
    except OSError:
        return


@pytest.mark.parametrize("answer", [drip, hang_up, never_answer, too_many_headers])
@pytest.mark.parametrize(("method", "error"), [("GET", Unavailable), ("POST", Uncertain)])
def test_only_what_may_have_had_an_effect_is_uncertain(
    answer: Callable[[socket.socket, bytes], None], method: str, error: type[Exception]
) -> None:
    with answering(answer) as url, pytest.raises(error):
        local(method, url, seconds=0.3)


def test_an_answer_that_is_too_large_will_not_be_smaller() -> None:
    with answering(too_much) as url, pytest.raises(DeliveryFailed, match="than 5 MB") as refused:
        local("GET", url)
    with answering(too_much) as url, pytest.raises(Uncertain, match="too much"):
        local("POST", url)

    assert refused.value.permanent


def test_a_file_may_be_larger_than_other_answers() -> None:
    guarded = GuardedHttp(is_local_allowed=True)
    with answering(too_much) as url:
        file = guarded.request("GET", url, headers={}, body=None, most=MAX_FILE)

    assert len(file.body) == MAX_REPLY + 1


def test_nobody_listening_means_that_nothing_was_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    with pytest.raises(Unavailable):
        local("POST", f"http://localhost:{port}/", body=b"{}")


def test_a_compressed_answer_is_not_unpacked() -> None:
    def answer(connection: socket.socket, _request: bytes) -> None:
        head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n"
        connection.sendall(head + b"\x1f\x8b\x08\x00")

    with answering(answer) as url:
        assert local("GET", url).body == b"\x1f\x8b\x08\x00"


@pytest.mark.parametrize("value", ["a\r\nX-Injected: 1", "a\nb"])
def test_headers_cannot_be_split(value: str) -> None:
    def answer(connection: socket.socket, request: bytes) -> None:
        assert b"X-Injected" not in request

    guarded = GuardedHttp(is_local_allowed=True)
    with answering(answer) as url, pytest.raises(Unavailable):
        guarded.request("GET", url, headers={"X-Own": value}, body=None)
