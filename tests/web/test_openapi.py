"""The description of the API says what the routes are."""

import inspect
import json
import re
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

import app
from chalicelib.accounts.settings.model import Settings
from chalicelib.search.routes import SearchQuery
from chalicelib.web import mount
from chalicelib.web.openapi import REFERENCE, document
from chalicelib.web.queries import ListQuery

TABLE = [route for each in mount.mounts for route in each.routes.table]


@pytest.fixture
def described() -> dict[str, Any]:
    """Return the description of the whole app, as it is read."""
    return json.loads(json.dumps(document(TABLE, "https://desk.example")))


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


def test_a_choice_lists_what_is_offered(described: dict[str, Any]) -> None:
    schemas = described["components"]["schemas"]

    assert "domain" in schemas["BlockKind"]["enum"]
    assert "manager" in schemas["Role"]["enum"]


def test_it_tells_who_may_call(described: dict[str, Any]) -> None:
    badge = described["paths"]["/v1/badge"]["get"]
    session = described["paths"]["/v1/sessions"]["post"]

    assert badge["x-permission"] == "tickets:read"
    assert badge["security"] == [{"bearer": []}]
    assert session["security"] == []


def test_operation_ids_are_unique(described: dict[str, Any]) -> None:
    ids = [op["operationId"] for item in described["paths"].values() for op in item.values()]

    assert len(ids) == len(set(ids))


def test_it_is_valid(described: dict[str, Any]) -> None:
    validate(described, cls=OpenAPIV31SpecValidator)


def test_it_refers_to_nothing_that_the_outside_cannot_look_up(described: dict[str, Any]) -> None:
    text = json.dumps(described)

    assert re.findall(r"\([^()]*\d[^()]*\)|acceptance|decision \d", text) == []
    assert "End the conversation; the next message starts another." in text


@pytest.mark.parametrize(
    "text",
    [
        "Opens. (acceptance 44)", "Opens (37).", "Opens (decision 3), again", "(84, decision 10)",
        "(16, 18, decision 17)", "(70-72, decision 18)", "(decisions 12, 23-25)", "(decision 4c)",
    ],
)  # fmt: skip
def test_every_kind_of_reference_is_found(text: str) -> None:
    assert not re.search(r"\d", REFERENCE.sub("", f"a {text}"))


def test_a_query_s_parameters_are_described(described: dict[str, Any]) -> None:
    listed = described["paths"]["/v1/tickets"]["get"]["parameters"]
    of = {each["name"]: each for each in listed}

    assert {each["in"] for each in listed} == {"query"}
    assert of["limit"]["schema"]["maximum"] == 100
    assert "snoozed" in of["status"]["schema"]["items"]["enum"]
    assert (of["updated_after"]["schema"]["format"], of["cursor"]["required"]) == (
        "date-time", False,
    )  # fmt: skip


def test_every_list_that_leads_on_takes_a_cursor(described: dict[str, Any]) -> None:
    sources = {route: inspect.getsource(route.view) for route in TABLE}
    leading = [
        route for route, text in sources.items() if "onward(" in text or "query.limit" in text
    ]

    assert len(leading) > 6
    lists = [route for route in leading if route.query is not SearchQuery]  # the best few are all
    assert all(route.query and issubclass(route.query, ListQuery) for route in lists)


def test_no_view_reads_a_query_that_is_not_described() -> None:
    own = [route for route in TABLE if route.path.startswith("/v1/")]

    assert [r.path for r in own if "request.quer" in inspect.getsource(r.view)] == []


def test_the_settings_are_described_as_they_are_changed(described: dict[str, Any]) -> None:
    change = described["paths"]["/v1/settings"]["patch"]["requestBody"]
    schemas = described["components"]["schemas"]

    assert "null" in change["description"]
    assert change["content"]["application/json"]["schema"] == reference("SettingsPatch")
    assert set(schemas["SettingsPatch"]["properties"]) == set(Settings.__struct_fields__)
    assert schemas["OfficeHoursPatch"]["properties"]["time_zone"]["anyOf"] == [
        {"type": "string", "maxLength": 254, "default": "UTC"}, {"type": "null"},
    ]  # fmt: skip


def test_every_answer_has_the_status_that_is_described() -> None:
    for route in TABLE:
        source = inspect.getsource(route.view)
        status = {"no_content()": 204, "created(": 201}
        said = [number for word, number in status.items() if word in source]
        assert said in ([], [route.status]), route.path


def reference(name: str) -> dict[str, str]:
    """Return how another schema is named."""
    return {"$ref": f"#/components/schemas/{name}"}
