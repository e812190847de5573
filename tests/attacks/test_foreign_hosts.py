"""Requests that must never leave: private addresses, odd spellings, other ports, redirects."""

import socket
from ipaddress import ip_address

import pytest
from pytest_socket import SocketConnectBlockedError

from chalicelib.aws import http
from chalicelib.aws.http import GuardedHttp
from chalicelib.core.desk import Reply
from chalicelib.core.errors import DeliveryFailed
from tests.kit.sockets import Resolver, answering

PUBLIC = "93.184.215.14"


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


@pytest.mark.parametrize("location", ["http://127.0.0.1:1/", "file:///etc/passwd", "/again"])
def test_redirects_are_not_followed(location: str) -> None:
    def answer(connection: socket.socket, _request: bytes) -> None:
        head = f"HTTP/1.1 307 There\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n"
        connection.sendall(head.encode())

    with answering(answer) as url:
        reply = GuardedHttp(is_local_allowed=True).request("GET", url, headers={}, body=None)

    assert (reply.status, reply.headers["location"]) == (307, location)


def test_localhost_is_reached_only_where_it_is_allowed() -> None:
    with pytest.raises(DeliveryFailed):
        GuardedHttp().request("GET", "http://localhost:8000/", headers={}, body=None)
