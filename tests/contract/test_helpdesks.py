"""The extract of what other helpdesks take refuses what they would refuse."""

import base64
import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.contract.helpdesks import check, contract
from tests.kit.http_world import Sent

PAIR = {
    "zendesk": "olga@fern.example/token:0123456789abcdef",
    "gorgias": "olga@fern.example:0123456789abcdef",
}
SAID = {"channel": "api", "via": "api", "from_agent": False, "sender": {"id": 1}}


def asked(provider: str, method: str, path: str, body: Any = None, **headers: str) -> Sent:
    pair = base64.b64encode(PAIR[provider].encode()).decode()
    known = {"Authorization": f"Basic {pair}", "Content-Type": "application/json"}
    return Sent(
        method=method,
        url=f"https://fern.{provider}.com{path}",
        headers={**known, **headers},
        body=None if body is None else json.dumps(body).encode(),
    )


@pytest.mark.parametrize("provider", ["zendesk", "gorgias"])
def test_the_extract_is_well_formed_and_names_its_sources(provider: str) -> None:
    known = contract(provider)

    assert known["source"]
    assert known["not_found"]
    for each in known["operations"]:
        Draft202012Validator.check_schema(each.get("body", {}))


@pytest.mark.parametrize(
    ("provider", "method", "path", "body"),
    [
        ("zendesk", "PUT", "/api/v2/tickets/1.json", {"ticket": {"comment": {"body": "Hi"}}}),
        ("zendesk", "GET", "/api/v2/tickets.json?external_id=tkt_1", None),
        ("gorgias", "POST", "/api/tickets/1/messages", SAID),
        ("gorgias", "POST", "/api/customers", {"channels": []}),
    ],
)
def test_what_they_publish_is_taken(provider: str, method: str, path: str, body: Any) -> None:
    check(provider, asked(provider, method, path, body))


@pytest.mark.parametrize(
    ("provider", "method", "path", "body"),
    [
        ("zendesk", "DELETE", "/api/v2/tickets/1.json", None),
        ("zendesk", "GET", "/api/v2/tickets.json?wanted=1", None),
        ("zendesk", "PUT", "/api/v2/tickets/1.json", {"ticket": {"colour": "red"}}),
        ("zendesk", "PUT", "/api/v2/tickets/1.json", {"ticket": {"safe_update": True}}),
        ("zendesk", "PUT", "/api/v2/tickets/1.json", {"ticket": {"status": "done"}}),
        ("zendesk", "POST", "/api/v2/tickets.json", {"ticket": {"subject": "Hi"}}),
        ("gorgias", "POST", "/api/tickets", {"messages": []}),
        ("gorgias", "POST", "/api/tickets/1/messages", {**SAID, "channel": "fax"}),
        ("gorgias", "POST", "/api/tickets/1/messages", {**SAID, "receiver": {"id": 2}}),
        ("gorgias", "POST", "/api/tickets/1/messages", {**SAID, "external_id": "x" * 256}),
        ("gorgias", "POST", "/api/customers", {"name": "Ann"}),
    ],
)
def test_anything_else_is_refused(provider: str, method: str, path: str, body: Any) -> None:
    with pytest.raises(AssertionError):
        check(provider, asked(provider, method, path, body))


def test_nobody_asks_as_somebody_else() -> None:
    pair = base64.b64encode(PAIR["gorgias"].encode()).decode()
    sent = asked("zendesk", "GET", "/api/v2/users/me.json", Authorization=f"Basic {pair}")

    with pytest.raises(AssertionError):
        check("zendesk", sent)
