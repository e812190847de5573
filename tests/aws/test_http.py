"""What leaves for foreign hosts, and above all what does not (A-84, A-85, A-87, A-88)."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from typing import Any

import pytest
from pytest_socket import SocketConnectBlockedError

from chalicelib.aws import http
from chalicelib.aws.http import GuardedHttp
from chalicelib.core.desk import Reply
from chalicelib.core.errors import DeliveryFailed, Unavailable, Uncertain

PUBLIC = "93.184.215.14"


class Resolver:
    """A name server that is asked, and may change its mind."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, int]] = []

    def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append((host, port))
        return self.answers.pop(0)


def get(url: str, *addresses: str) -> Reply:
    guarded = GuardedHttp(resolve=Resolver(list(addresses or [PUBLIC])))
    return guarded.request("GET", url, headers={}, body=None)


PRIVATE = [
    "127.0.0.1", "127.255.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255",
    "192.168.1.1", "169.254.169.254", "169.254.170.2", "100.64.0.1", "192.0.2.1", "198.18.0.1",
    "224.0.0.1", "239.1.2.3", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1",
    "::ffff:93.184.215.14", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1",
    "ff02::1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2001:db8::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2", "::127.0.0.1",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_that_leads_to_an_address_of_ours_is_refused(address: str) -> None:
    with pytest.raises(DeliveryFailed) as refused:
        get("https://innocent.example/", address)

    assert refused.value.permanent is True


@pytest.mark.parametrize("address", PRIVATE)
def test_one_private_address_among_public_ones_is_enough(address: str) -> None:
    with pytest.raises(DeliveryFailed):
        get("https://innocent.example/", PUBLIC, address)


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert http.is_public(ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "https://2130706433/", "https://0x7f.1/", "https://0x7f000001/", "https://0177.0.0.1/",
        "https://127.1/", "https://127.0.0.1/", "https://①27.0.0.1/", "https://[::1]/",
        "https://[fe80::1%25eth0]/", "https://[::ffff:7f00:1]/", "https://localhost/",
        "https://localhost./", "https://host.example./", "https://user@host.example/",
        "https://host.example@127.0.0.1/", "https://host.example#@127.0.0.1/",
        "https://host.example\\@127.0.0.1/", "https://host.example\t/", "https://host.exa mple/",
        "https://host.example/\r\nX-Injected: 1", "https:///etc/passwd", "https://", "",
        "https://hóst.example/", "https://host.example:99999/", "https://host.example:x/",
        "https://-host.example/", "https://host..example/", "https://host_name.example/",
    ],
)  # fmt: skip
def test_odd_spellings_are_refused_before_any_name_is_looked_up(url: str) -> None:
    resolver = Resolver([PUBLIC])
    with pytest.raises(DeliveryFailed):
        GuardedHttp(resolve=resolver).request("GET", url, headers={}, body=None)

    assert resolver.asked == []


@pytest.mark.parametrize(
    "url",
    [
        *(f"https://host.example:{port}/" for port in (22, 25, 80, 6379, 444, 9200)),
        *(f"{scheme}://host.example/" for scheme in ("http", "gopher", "ftp", "ws", "dict")),
        "file:///etc/passwd", "data:text/plain,x", "http://localhost/", "//host.example/",
    ],
)  # fmt: skip
def test_other_ports_and_schemes_are_refused(url: str) -> None:
    with pytest.raises(DeliveryFailed):
        get(url)


def test_a_scheme_in_capitals_is_the_same_scheme() -> None:
    assert http.read("HTTPS://Host.Example/A?b=C").host == "host.example"


def test_the_connection_goes_to_the_address_that_was_checked_and_to_no_second_answer() -> None:
    rebinding = Resolver([PUBLIC], ["127.0.0.1"])
    with pytest.raises((SocketConnectBlockedError, UserWarning), match=PUBLIC):
        GuardedHttp(resolve=rebinding).request("GET", "https://a.example/", headers={}, body=None)

    assert rebinding.asked == [("a.example", 443)]


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


@contextmanager
def answering(answer: Callable[[socket.socket, bytes], None]) -> Iterator[str]:
    """Serve one connection on this machine."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(5)

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                answer(connection, connection.recv(65536))

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://localhost:{listener.getsockname()[1]}"
        thread.join()


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


@pytest.mark.parametrize("location", ["http://127.0.0.1:1/", "file:///etc/passwd", "/again"])
def test_redirects_are_not_followed(location: str) -> None:
    def answer(connection: socket.socket, _request: bytes) -> None:
        head = f"HTTP/1.1 307 There\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n"
        connection.sendall(head.encode())

    with answering(answer) as url:
        reply = local("GET", url)

    assert (reply.status, reply.headers["location"]) == (307, location)


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
    length = http.MAX_REPLY + 1
    try:
        connection.sendall(f"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n".encode())
        connection.sendall(bytes(length))
    except OSError:
        return


@pytest.mark.parametrize("answer", [drip, hang_up, never_answer, too_much, too_many_headers])
@pytest.mark.parametrize(("method", "error"), [("GET", Unavailable), ("POST", Uncertain)])
def test_only_what_may_have_had_an_effect_is_uncertain(
    answer: Callable[[socket.socket, bytes], None], method: str, error: type[Exception]
) -> None:
    with answering(answer) as url, pytest.raises(error):
        local(method, url, seconds=0.3)


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


def test_localhost_is_reached_only_where_it_is_allowed() -> None:
    with pytest.raises(DeliveryFailed):
        GuardedHttp().request("GET", "http://localhost:8000/", headers={}, body=None)
