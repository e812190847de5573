"""Behind CloudFront a caller is who CloudFront says; past it nobody is who they say."""

import json
import shutil
import subprocess
from typing import Any

import pytest

from chalicelib.web.front import HOST, PROOF, VIEWER, seen_through
from infra.package import written

SECRET = "s3cret"
TOLD = {PROOF: SECRET, HOST: "help.shop.example", VIEWER: "198.51.100.7", "host": "abc.execute-api"}


def test_behind_it_a_caller_has_their_own_address_and_name() -> None:
    headers, source_ip = seen_through(TOLD, "203.0.113.1", SECRET)

    assert (headers["host"], source_ip) == ("help.shop.example", "198.51.100.7")


@pytest.mark.parametrize(
    ("proof", "secret"),
    [("", SECRET), ("S3cret", SECRET), ("\udc00", SECRET), ("é", SECRET), (SECRET, ""), ("", "")],
)
def test_who_cannot_prove_it_is_taken_for_nobody_else(proof: str, secret: str) -> None:
    headers, source_ip = seen_through({**TOLD, PROOF: proof}, "203.0.113.1", secret)

    assert (headers["host"], source_ip) == ("abc.execute-api", "203.0.113.1")


def test_files_that_it_asks_for_by_itself_are_asked_for_by_it() -> None:
    """There it passes on nothing of the caller."""
    headers, source_ip = seen_through({PROOF: SECRET, "host": "abc"}, "203.0.113.1", SECRET)

    assert (headers["host"], source_ip) == ("abc", "203.0.113.1")


@pytest.mark.parametrize(
    ("address", "caller"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("198.51.100.7", "198.51.100.7"),
        ("", ""),
    ],
)
def test_whoever_has_a_network_is_one_caller(address: str, caller: str) -> None:
    """Else one connection would have more addresses than anything is limited to."""
    assert seen_through({**TOLD, VIEWER: address}, address, SECRET)[1] == caller
    assert seen_through({}, address, "")[1] == caller


def test_an_address_that_is_none_stops_no_request() -> None:
    assert seen_through({**TOLD, VIEWER: "a:b"}, "203.0.113.1", SECRET)[1] == "a:b"


@pytest.fixture
def in_front() -> Any:
    """Return what stands in front, as it is deployed."""
    return written()["Resources"]


def test_what_is_deployed_says_what_is_read_here(in_front: Any) -> None:
    config = in_front["Front"]["Properties"]["DistributionConfig"]
    [origin] = config["Origins"]
    code = in_front["FrontFunction"]["Properties"]["FunctionCode"]

    assert [each["HeaderName"] for each in origin["OriginCustomHeaders"]] == [PROOF]
    assert f'"{HOST}"' in code
    assert f'"{VIEWER}"' in code
    assert config["DefaultCacheBehavior"]["FunctionAssociations"]


@pytest.mark.skipif(not shutil.which("node"), reason="the function is JavaScript")
def test_what_a_caller_writes_there_is_written_over(in_front: Any) -> None:
    code = in_front["FrontFunction"]["Properties"]["FunctionCode"]
    sent = {name: {"value": "forged"} for name in (HOST, VIEWER)}
    event = {
        "viewer": {"ip": "198.51.100.7"},
        "request": {"headers": {"host": {"value": "help.shop.example"}, **sent}},
    }
    run = f"{code}\nconsole.log(JSON.stringify(handler({json.dumps(event)}).headers))"

    done = subprocess.run(["node", "-e", run], capture_output=True, text=True, check=True)

    told = {name: each["value"] for name, each in json.loads(done.stdout).items()}
    assert told == {
        "host": "help.shop.example",
        HOST: "help.shop.example",
        VIEWER: "198.51.100.7",
    }
