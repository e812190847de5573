"""Consents over HTTP."""

from functools import partial
from typing import Any

import pytest

from chalicelib.customers.consent.model import Standing
from chalicelib.customers.consent.rules import standing
from chalicelib.customers.identify import identify
from chalicelib.customers.model import IdentityKind
from chalicelib.customers.storage import load
from dev.aws.gate import Call, gate
from tests.accounts.shop import Shop
from tests.edge import Edge

PHONE = "+442079460000"
YES = {"channel": "sms", "kind": "marketing", "state": "subscribed"}
NO = {**YES, "state": "unsubscribed"}
EARLIER, LATER = {"at": "2026-01-01T10:00:00Z"}, {"at": "2026-01-02T10:00:00+01:00"}


@pytest.fixture
def ask(whole: Edge, shop: Shop) -> Any:
    """Return a way to ask as somebody who answers customers."""
    return partial(whole.call, Authorization=f"Bearer {shop.session(shop.hire())}")


@pytest.fixture
def ann(shop: Shop) -> str:
    """Return the path of a customer."""
    return f"/v1/customers/{identify(shop.desk(), IdentityKind.phone, PHONE).id}"


def states(shown: list[dict[str, Any]]) -> list[str]:
    return [f"{each['channel']} {each['kind']} {each['state']}" for each in shown]


def test_a_word_is_noted_with_its_source_and_moment(ask: Any, ann: str) -> None:
    body = {**YES, **EARLIER, "source": "checkout", "detail": "order 7"}

    status, noted, _ = ask("POST", f"{ann}/consents", body)

    expected = {**body, "at": "2026-01-01T10:00:00.000Z"}
    assert (status, noted["current"]) == (201, [expected])
    assert ask("GET", ann)[1]["consents"] == [expected]
    assert ask("GET", f"{ann}/consents")[1]["data"] == [expected]


def test_without_a_source_it_is_whoever_asks_now(ask: Any, ann: str) -> None:
    [noted] = ask("POST", f"{ann}/consents", YES)[1]["current"]

    assert (noted["source"], noted["detail"]) == ("agent", None)


def test_an_older_word_stays_in_the_history_and_changes_nothing(ask: Any, ann: str) -> None:
    ask("POST", f"{ann}/consents", {**NO, **LATER})

    noted = ask("POST", f"{ann}/consents", {**YES, **EARLIER})[1]

    history = ask("GET", f"{ann}/consents")[1]
    assert states(noted["current"]) == states(history["current"]) == ["sms marketing unsubscribed"]
    assert states(history["data"]) == ["sms marketing unsubscribed", "sms marketing subscribed"]


def test_the_same_word_told_again_is_there_once(ask: Any, ann: str) -> None:
    for _ in range(2):
        ask("POST", f"{ann}/consents", {**YES, **EARLIER})

    assert len(ask("GET", f"{ann}/consents")[1]["data"]) == 1


def test_the_history_comes_page_by_page(ask: Any, ann: str) -> None:
    for day in range(1, 6):
        ask("POST", f"{ann}/consents", {**YES, "at": f"2026-01-0{day}T10:00:00Z"})

    first = ask("GET", f"{ann}/consents?limit=3")[1]
    second = ask("GET", f"{ann}/consents?limit=3&cursor={first['next_cursor']}")[1]

    days = [each["at"][8:10] for page in (first, second) for each in page["data"]]
    assert days == ["05", "04", "03", "02", "01"]
    assert (first["has_more"], second["has_more"]) == (True, False)


def test_a_request_that_comes_twice_is_done_once(ask: Any, ann: str) -> None:
    ask("POST", f"{ann}/consents", YES, Idempotency_Key="k")
    ask("POST", f"{ann}/consents", NO)

    status, again, headers = ask("POST", f"{ann}/consents", YES, Idempotency_Key="k")

    assert (status, headers["Idempotent-Replayed"]) == (201, "true")
    assert states(again["current"]) == ["sms marketing unsubscribed"]


def test_two_words_at_once_both_count(ask: Any, ann: str) -> None:
    rivals = [{**YES, "channel": "whatsapp"}]

    def meanwhile(call: Call) -> None:
        if call.name == "dynamodb.TransactWriteItems" and rivals:
            ask("POST", f"{ann}/consents", rivals.pop())

    with gate.hooked(before=meanwhile):
        noted = ask("POST", f"{ann}/consents", YES)[1]

    assert states(noted["current"]) == ["sms marketing subscribed", "whatsapp marketing subscribed"]


def test_consents_are_kept_through_every_other_change(ask: Any, ann: str) -> None:
    ask("POST", f"{ann}/consents", YES)

    ask("PATCH", ann, {"name": "Zoë", "segments": ["VIP"]})

    assert states(ask("GET", ann)[1]["consents"]) == ["sms marketing subscribed"]


def test_another_system_notes_consents_by_an_address(ask: Any, shop: Shop) -> None:
    body = {"phone": PHONE, "consents": [{**YES, **EARLIER, "source": "klaviyo"}, NO]}

    known = ask("POST", "/v1/customers/identify", body)[1]

    assert states(known["consents"]) == ["sms marketing unsubscribed"]
    assert len(ask("GET", f"/v1/customers/{known['id']}/consents")[1]["data"]) == 2
    assert standing(load(shop.desk(), known["id"]).consents, "sms") is Standing.opted_out


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({**YES, "channel": "instagram"}, "/channel"),
        ({**YES, "kind": "other"}, "/kind"),
        ({**YES, "state": "pending"}, "/state"),
        ({**YES, "at": "2026-01-01T10:00:00"}, "/at"),
        ({**YES, "at": "2999-01-01T10:00:00Z"}, "/at"),
        ({**YES, "source": "x" * 61}, "/source"),
        ({"channel": "sms", "kind": "marketing"}, "/state"),
    ],
)
def test_a_faulty_word_is_refused(ask: Any, ann: str, body: dict[str, str], pointer: str) -> None:
    status, problem, _ = ask("POST", f"{ann}/consents", body)

    assert (status, problem["errors"][0]["pointer"]) == (422, pointer)


def test_nobody_is_made_by_a_faulty_word(ask: Any) -> None:
    future = {**YES, "at": "2999-01-01T10:00:00Z"}

    status, problem, _ = ask(
        "POST", "/v1/customers/identify", {"phone": PHONE, "consents": [YES, future]}
    )

    assert (status, problem["errors"][0]["pointer"]) == (422, "/consents/1/at")
    assert ask("POST", "/v1/customers/identify", {"phone": PHONE})[1]["version"] == 1


def test_a_key_that_only_reads_notes_nothing(whole: Edge, shop: Shop, ann: str) -> None:
    token = shop.key(shop.hire(), "customers:read")

    answer = whole.call("POST", f"{ann}/consents", YES, Authorization=f"Bearer {token}")

    assert answer[0] == 403
