"""A request, decoded once."""

import base64

import pytest

from chalicelib.web.request import from_chalice
from tests.web.requests import a_request, an_event


def test_a_request_is_what_api_gateway_says() -> None:
    request = from_chalice(an_event(headers={"X-Forwarded-For": "198.51.100.1"}))

    assert (request.method, request.path) == ("POST", "/v1/things/{thing_id}")
    assert (request.source_ip, request.request_id) == ("203.0.113.7", "req-1")
    assert (request.params, request.query, request.body) == ({}, {}, b"")


def test_an_event_that_knows_little_is_read_too() -> None:
    context = {"httpMethod": "GET", "resourcePath": "/"}

    request = from_chalice(an_event(requestContext=context))

    assert (request.source_ip, request.request_id) == ("", "")


@pytest.mark.parametrize(
    ("sent", "read"),
    [("a%2Fb", "a/b"), ("x%23T", "x#T"), ("%C3%A9", "é"), ("%ff", "\N{REPLACEMENT CHARACTER}")],
)
def test_path_parameters_are_decoded(sent: str, read: str) -> None:
    assert from_chalice(an_event(pathParameters={"thing_id": sent})).params == {"thing_id": read}


def test_of_a_name_that_comes_twice_the_last_value_counts() -> None:
    query = {"limit": ["1", "2"], "view": ["all"]}

    request = from_chalice(an_event(multiValueQueryStringParameters=query))

    assert request.query == {"limit": "2", "view": "all"}


@pytest.mark.parametrize(("body", "is_encoded"), [("é", False), ("w6k=", True)])
def test_a_body_is_bytes(body: str, is_encoded: object) -> None:
    request = from_chalice(an_event(body=body, isBase64Encoded=is_encoded))

    assert request.body == "é".encode()
    assert base64.b64decode("w6k=") == request.body


@pytest.mark.parametrize(
    ("header", "token"),
    [
        ("Bearer abc", "abc"),
        ("bearer  abc ", "abc"),
        ("Basic abc", ""),
        ("Bearer", ""),
        ("abc", ""),
        ("", ""),
    ],
)
def test_a_token_is_that_of_the_authorization_header(header: str, token: str) -> None:
    assert a_request(headers={"authorization": header}).bearer == token
    assert a_request().bearer == ""


def test_header_names_have_no_case() -> None:
    assert from_chalice(an_event(headers={"If-Match": '"3"'})).headers == {"if-match": '"3"'}
