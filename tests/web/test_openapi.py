"""The description of the API says what the routes are."""

import inspect
import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

import app
from chalicelib.accounts.settings.model import Settings
from chalicelib.search.routes import SearchQuery
from chalicelib.web import mount
from chalicelib.web.description import answers
from chalicelib.web.description.document import REFERENCE, document
from chalicelib.web.queries import ListQuery

TABLE = [route for each in mount.mounts for route in each.routes.table]


@cache
def _written() -> str:
    return json.dumps(document(TABLE, "https://desk.example", mount.open_to_all()))


@pytest.fixture
def described() -> dict[str, Any]:
    """Return the description of the whole app, as it is read."""
    return json.loads(_written())


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


def test_whoever_is_signed_in_is_not_everybody(described: dict[str, Any]) -> None:
    me = described["paths"]["/v1/me"]["get"]

    assert me["security"] == [{"bearer": []}]
    assert "403" in me["responses"]


def test_every_route_says_what_it_answers() -> None:
    silent = [
        route.line for route in TABLE
        if route.path.startswith("/v1/") and answers.success_of(route) is None
    ]  # fmt: skip

    assert silent == []


def test_nothing_is_said_of_routes_that_there_are_not() -> None:
    packages = {route.view.__module__.rpartition(".")[0] for route in TABLE}
    said = {line for package in packages for line in answers.said(package)}

    assert said - {route.line for route in TABLE} == set()


def test_what_a_route_answers_is_said_by_its_own_package() -> None:
    shapes = {f"{path.parent}" for path in Path("chalicelib").rglob("shapes.py")}
    packages = {route.view.__module__.rpartition(".")[0].replace(".", "/") for route in TABLE}

    shared = {"chalicelib/marketing", "chalicelib/web/description"}
    assert shapes - shared <= packages


def test_nothing_that_the_api_loads_at_its_start_knows_the_shapes() -> None:
    """What is described costs nobody who asks for something else anything."""
    loaded = subprocess.run(
        [sys.executable, "-c", _LOAD], capture_output=True, text=True, check=True
    ).stdout.split()

    assert "chalicelib.tickets.action_routes" in loaded
    assert [name for name in loaded if name.endswith(".shapes") or ".description" in name] == []


_LOAD = """
import sys
import app
from chalicelib.web.mount import mounts
for each in mounts: each.routes
print(*sys.modules, sep=chr(10))
"""


def test_every_list_has_the_type_of_what_it_lists(described: dict[str, Any]) -> None:
    listed = described["paths"]["/v1/tickets"]["get"]["responses"]["200"]
    schemas = described["components"]["schemas"]

    assert listed["content"]["application/json"]["schema"] == reference("ListedTicket")
    assert schemas["ListedTicket"]["properties"]["data"]["items"] == reference("Ticket")
    assert "assignee" in schemas["Ticket"]["required"]


def test_names_tell_nothing_of_our_modules(described: dict[str, Any]) -> None:
    names = list(described["components"]["schemas"])

    assert all(re.fullmatch(r"[A-Za-z0-9]+", name) for name in names)
    assert len(names) == len({name.lower() for name in names})


def test_problems_are_listed_by_their_status(described: dict[str, Any]) -> None:
    shown = described["paths"]["/v1/tickets/{ticket_id}"]["get"]["responses"]
    summary = described["paths"]["/v1/reports/summary"]["get"]["responses"]
    reply = described["paths"]["/v1/tickets/{ticket_id}/replies"]["post"]["responses"]

    assert set(shown) == {"200", "400", "401", "403", "404", "429", "5XX"}
    assert {"402", "422"} <= set(summary)
    assert {"409", "413", "415", "422"} <= set(reply)
    assert list(reply["422"]["content"]) == ["application/problem+json"]
    assert set(reply["429"]["headers"]) == {"Retry-After"}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("delete", "/v1/customer_platform"), ("delete", "/v1/helpdesks/zendesk"),
        ("delete", "/v1/helpdesks/gorgias"), ("delete", "/v1/link_domain"),
        ("delete", "/v1/shop"), ("delete", "/v1/subscription_platform"),
        ("post", "/v1/api_keys"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_described_where_no_path_names_it(
    described: dict[str, Any], method: str, path: str
) -> None:
    assert "404" in described["paths"][path][method]["responses"]


def test_headers_that_count_are_described(described: dict[str, Any]) -> None:
    macro = described["paths"]["/v1/macros/{macro_id}"]
    takes = {each.get("$ref", "").rpartition("/")[2] for each in macro["patch"]["parameters"]}

    assert takes >= {"If-Match", "Idempotency-Key"}
    assert "ETag" in macro["get"]["responses"]["200"]["headers"]


def test_operations_stand_under_areas(described: dict[str, Any]) -> None:
    tags = {tag["name"] for tag in described["tags"]}
    used = {
        tag
        for item in described["paths"].values()
        for operation in item.values()
        for tag in operation["tags"]
    }

    assert used == tags
    assert "More" not in tags
    assert described["paths"]["/v1/chat/messages"]["post"]["tags"] == ["Chat"]


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
