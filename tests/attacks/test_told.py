"""A-94: what another system tells in one go is held to the same bounds as what people write."""

from typing import Any

import pytest

from chalicelib.accounts.model import Role
from tests.accounts.shop import Shop
from tests.edge import Edge

MARKUP = "<img src=x onerror=alert(1)><script>alert(2)</script>"


def an_event(number: int, **facts: Any) -> dict[str, Any]:
    customer = {"email": "ann@customer.example"}
    return {"id": f"e-{number}", "metric": "Opened", "customer": customer, **facts}


def nested(levels: int) -> Any:
    deep: Any = "end"
    for _ in range(levels):
        deep = [deep]
    return deep


@pytest.fixture
def bearer(shop: Shop) -> str:
    return f"Bearer {shop.key(shop.hire(Role.manager), 'events:write', 'customers:read')}"


def tell(whole: Edge, bearer: str, *events: dict[str, Any]) -> tuple[int, Any]:
    status, body, _ = whole.call("POST", "/v1/events", {"events": events}, Authorization=bearer)
    return status, body


def known(whole: Edge, bearer: str, customer_id: str) -> list[dict[str, Any]]:
    path = f"/v1/customers/{customer_id}/events"
    return whole.call("GET", path, Authorization=bearer)[1]["data"]


@pytest.mark.parametrize(
    ("events", "status", "code"),
    [
        ([an_event(1, properties={"deep": nested(500)})], 400, "malformed_body"),
        ([an_event(n, properties={"long": "x" * 3_000}) for n in range(100)], 413, "too_large"),
        ([an_event(n) for n in range(101)], 422, "invalid"),
        ([], 422, "invalid"),
    ],
    ids=["deep", "large", "many", "none"],
)
def test_what_is_too_much_is_refused_whole(
    whole: Edge, bearer: str, events: list[dict[str, Any]], status: int, code: str
) -> None:
    answer = tell(whole, bearer, *events)

    assert (answer[0], answer[1]["code"]) == (status, code)


def test_an_id_that_comes_twice_counts_once(whole: Edge, bearer: str) -> None:
    _, body = tell(whole, bearer, an_event(1, value="5"), an_event(1, value="7"), an_event(2))

    assert [each["outcome"] for each in body["data"]] == ["recorded", "known", "recorded"]
    found = known(whole, bearer, body["data"][0]["customer_id"])
    assert sorted((each["id"], each["value"]) for each in found) == [("e-1", "5"), ("e-2", None)]


def test_markup_is_text(whole: Edge, bearer: str) -> None:
    told = an_event(1, metric=MARKUP, properties={MARKUP: MARKUP})
    customer_id = tell(whole, bearer, told)[1]["data"][0]["customer_id"]

    status, body, headers = whole.call(
        "GET", f"/v1/customers/{customer_id}/events", Authorization=bearer
    )
    assert (status, headers["Content-Type"]) == (200, "application/json")
    assert body["data"][0]["metric"] == MARKUP
    assert body["data"][0]["properties"] == {MARKUP: MARKUP}
    assert headers["X-Content-Type-Options"] == "nosniff"
