"""Being somebody else by the headers that CloudFront tells callers by."""

import itertools
import json
from collections.abc import Iterator
from dataclasses import replace
from ipaddress import IPv4Address

import pytest

from chalicelib import wiring
from chalicelib.web.front import HOST, PROOF, VIEWER
from tests.attacks.test_access_sessions import client

SECRET = "only-cloudfront-knows"
MOST = 30
"""Sign-in links that one source may ask for."""
_places = itertools.count(int(IPv4Address("198.18.0.0")))


@pytest.fixture
def behind(ports: wiring.Ports) -> Iterator[None]:
    """Let CloudFront stand in front."""
    wiring.install(replace(ports, front_secret=SECRET))
    yield
    wiring.install(ports)


def link_for(email: str, headers: dict[str, str]) -> int:
    """Ask for a sign-in link; return the status."""
    sent = {"Content-Type": "application/json", **headers}
    body = json.dumps({"email": email}).encode()
    return client().http.request("POST", "/v1/sessions", headers=sent, body=body).status_code


def place() -> str:
    """Return an address that nobody has asked from."""
    return str(IPv4Address(next(_places)))


def through(viewer: str) -> dict[str, str]:
    """Return what CloudFront adds to a request."""
    return {PROOF: SECRET, VIEWER: viewer, HOST: "help.shop.example"}


@pytest.mark.usefixtures("alone", "behind")
def test_a_flood_from_one_place_keeps_nobody_else_out() -> None:
    """All come from CloudFront's own address: what is counted must be theirs."""
    flood, other = place(), place()

    answers = [link_for(f"a{n}@flood.example", through(flood)) for n in range(MOST + 1)]

    assert answers == [202] * MOST + [429]
    assert link_for("b@quiet.example", through(other)) == 202


@pytest.mark.usefixtures("alone", "behind")
@pytest.mark.parametrize("proof", ["", "wrong", SECRET.upper()])
def test_past_it_nobody_is_from_where_they_say(proof: str) -> None:
    """The gateway's own name can be asked by anybody, with any header."""
    answers = [
        link_for(f"c{n}@flood.example", {**through(place()), PROOF: proof}) for n in range(MOST + 1)
    ]

    assert answers == [202] * MOST + [429]
