"""The description of the API says what the routes are."""

from typing import Any

import pytest

import app
from chalicelib.web.openapi import document

TABLE = [route for routes, _ in app.TABLE for route in routes.table]


@pytest.fixture
def described() -> dict[str, Any]:
    """Return the description of the whole app."""
    return document(TABLE, "https://desk.example")


def test_every_route_of_the_api_is_described_once(described: dict[str, Any]) -> None:
    operations = {
        (method.upper(), path) for path, item in described["paths"].items() for method in item
    }

    served = {
        (method, path)
        for path, methods in app.app.routes.items()
        for method in methods
        if path.startswith("/v1/")
    }
    assert operations == served


def test_every_body_has_a_schema_that_refuses_unknown_names(described: dict[str, Any]) -> None:
    reply = described["paths"]["/v1/tickets/{ticket_id}/replies"]["post"]
    name = reply["requestBody"]["content"]["application/json"]["schema"]["$ref"].split("/")[-1]

    schema = described["components"]["schemas"][name]
    assert schema["required"] == ["text"]
    assert schema["additionalProperties"] is False


def test_it_tells_who_may_call(described: dict[str, Any]) -> None:
    badge = described["paths"]["/v1/badge"]["get"]
    session = described["paths"]["/v1/sessions"]["post"]

    assert badge["x-permission"] == "tickets:read"
    assert badge["security"] == [{"bearer": []}]
    assert session["security"] == []


def test_operation_ids_are_unique(described: dict[str, Any]) -> None:
    ids = [op["operationId"] for item in described["paths"].values() for op in item.values()]

    assert len(ids) == len(set(ids))
