"""From Klaviyo's webhook to an attributed text, an order, a word about consent."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib import jobs as workers
from chalicelib.channels.model import Kind
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Forbidden, Unavailable
from chalicelib.customers import storage as customers
from chalicelib.customers.events import storage as events
from chalicelib.customers.model import Who
from chalicelib.customers.predictions import ledger
from chalicelib.customers.whom import whom
from chalicelib.marketing.platform import connect, door, inbound, klaviyo, work
from chalicelib.marketing.sends import storage as sends
from chalicelib.marketing.sends.record import Told
from chalicelib.marketing.sends.record import record as record_send
from chalicelib.web import doors
from dev.aws.gate import gate
from dev.providers.klaviyo import delivery
from tests.accounts.conftest import Jobs
from tests.accounts.shop import Shop
from tests.edge import Edge
from tests.kit.http_world import NOON, World
from tests.marketing.platform.klaviyo_world import API_KEY, Klaviyo
from tests.marketing.platform.test_klaviyo import an_item
from tests.marketing.texts import NUMBER, text

SECRET = "sixteen-letters-and-more"
FLOW = {"$flow": "F1", "Flow Name": "Back in stock", "Message Body": "It is back!",
        "To Number": NUMBER}  # fmt: skip


@pytest.fixture
def klaviyo_world(world: World) -> Klaviyo:
    """Return a Klaviyo that knows one number."""
    found = Klaviyo(segments={NUMBER: []})
    found.listen(world)
    return found


@pytest.fixture(autouse=True)
def connected(shop: Shop, klaviyo_world: Klaviyo) -> None:
    """Connect the platform."""
    connect.connect(shop.desk(), "klaviyo", api_key=API_KEY, webhook_secret=SECRET)


def told(whole: Edge, shop: Shop, *items: Any, secret: str = SECRET, now: datetime = NOON,
         **changed: Any) -> tuple[int, Any]:  # fmt: skip
    asked = delivery(shop.account.id, secret, list(items), now)
    headers = {**asked.headers, **changed.pop("headers", {})}
    answer = whole.client.http.request(
        "POST",
        changed.get("target", asked.target),
        headers={**headers, "Content-Type": "application/json"},
        body=changed.get("body", asked.body),
    )
    return answer.status_code, answer.body


def worked_off(jobs: Jobs) -> int:
    """Let the workers do what was ordered, to the end; return how many orders there were."""
    count = 0
    while waiting := jobs():
        for order in waiting:
            count += 1
            workers.run_job(json.dumps(order))
    return count


def the_customer(shop: Shop) -> str:
    return whom(shop.desk(), Who(phone=NUMBER))


def events_of(shop: Shop) -> list[Any]:
    found, _ = events.history(shop.desk(), (the_customer(shop),), limit=50, position={})
    return found


@pytest.mark.acceptance(118, 122)
def test_a_text_that_answers_klaviyos_flow_is_attributed_to_it(
    whole: Edge, shop: Shop, jobs: Jobs
) -> None:
    assert told(whole, shop, an_item(properties=FLOW))[0] == 204
    worked_off(jobs)

    received = text(shop)

    assert received.entry
    assert received.entry.attribution
    assert (received.entry.attribution.kind, received.entry.attribution.name) == (
        "flow", "Back in stock",
    )  # fmt: skip


def test_at_the_door_nothing_is_done_but_to_look_and_hand_over(
    whole: Edge, shop: Shop, jobs: Jobs
) -> None:
    with gate.recorded() as calls:
        told(whole, shop, an_item(properties=FLOW))

    services = [call.service for call in calls]
    assert set(services) <= {"dynamodb", "kms", "sqs"}
    # Whose it is, and, once a minute, that the platform's deliveries come.
    assert services.count("dynamodb") <= 2
    assert len(jobs()) == 1


def test_a_batch_is_told_twice_and_counts_once(whole: Edge, shop: Shop, jobs: Jobs) -> None:
    items = [an_item(properties=FLOW, external_id=str(n)) for n in range(3)]
    for _ in range(2):
        told(whole, shop, *items, items[0])
        worked_off(jobs)

    found = sends.newest(shop.desk(), the_customer(shop), Kind.sms, limit=50)

    assert sorted(send.id for send in found) == ["klaviyo 0", "klaviyo 1", "klaviyo 2"]


def test_a_large_batch_is_worked_off_in_parts(
    whole: Edge, shop: Shop, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbound, "AT_ONCE", 2)
    monkeypatch.setattr(doors, "LONGEST_ORDER", 100)
    items = [an_item(properties=FLOW, external_id=str(n)) for n in range(5)]

    told(whole, shop, *items)
    [order] = jobs()
    assert order["body_key"].startswith(f"hooks/{shop.account.id}/hook_")
    workers.run_job(json.dumps(order))

    assert worked_off(jobs) == 2
    assert len(sends.newest(shop.desk(), the_customer(shop), Kind.sms, limit=50)) == 5


def test_one_that_cannot_be_read_keeps_no_other_away(
    whole: Edge, shop: Shop, jobs: Jobs, klaviyo_world: Klaviyo
) -> None:
    nobody = {**FLOW, "To Number": "12"}
    klaviyo_world.key = "another"
    items = [an_item(properties=nobody), {}, an_item(properties=FLOW, external_id="2")]

    told(whole, shop, *items)
    worked_off(jobs)

    [send] = sends.newest(shop.desk(), the_customer(shop), Kind.sms, limit=50)
    assert send.id == "klaviyo 2"


def trouble_with(monkeypatch: pytest.MonkeyPatch, *ids: str) -> None:
    def record(desk: Desk, told: Told) -> None:
        if told.id in ids:
            raise Unavailable("Busy.")
        record_send(desk, told)

    monkeypatch.setattr(work, "record_send", record)


def test_a_passing_trouble_brings_back_what_failed_and_no_more(
    whole: Edge, shop: Shop, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(whole, shop, *(an_item(properties=FLOW, external_id=str(n)) for n in range(3)))
    with monkeypatch.context() as trouble:
        trouble_with(trouble, "klaviyo 1")
        [order] = jobs()
        workers.run_job(json.dumps(order))
        [again] = jobs()
        with pytest.raises(Unavailable):
            workers.run_job(json.dumps(again))
    assert (again["only"], jobs()) == ([1], [])

    workers.run_job(json.dumps(again))

    assert len(sends.newest(shop.desk(), the_customer(shop), Kind.sms, limit=50)) == 3


def test_one_that_fails_holds_up_no_later_part_of_its_delivery(
    whole: Edge, shop: Shop, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbound, "AT_ONCE", 1)
    trouble_with(monkeypatch, "klaviyo 0")
    told(whole, shop, *(an_item(properties=FLOW, external_id=str(n)) for n in range(3)))

    with pytest.raises(Unavailable):  # what failed, once more and alone
        worked_off(jobs)
    worked_off(jobs)

    found = sends.newest(shop.desk(), the_customer(shop), Kind.sms, limit=50)
    assert {send.id for send in found} == {"klaviyo 1", "klaviyo 2"}


def test_words_of_a_conversation_are_no_campaign(whole: Edge, shop: Shop, jobs: Jobs) -> None:
    told(whole, shop, an_item(properties={"To Number": NUMBER, "Message Body": "Yes, we do."}))
    worked_off(jobs)

    assert sends.newest(shop.desk(), the_customer(shop), Kind.sms) == []


def test_who_is_only_a_profile_is_asked_for(
    whole: Edge, shop: Shop, jobs: Jobs, klaviyo_world: Klaviyo
) -> None:
    item = an_item(properties={"$flow": "F1"})
    item["payload"]["data"]["relationships"]["profile"]["data"]["id"] = NUMBER

    told(whole, shop, item)
    worked_off(jobs)

    assert len(sends.newest(shop.desk(), the_customer(shop), Kind.sms)) == 1


@pytest.mark.parametrize("topic", ["event:shopify.placed_order", "event:api.placed_order"])
def test_orders_are_recorded(whole: Edge, shop: Shop, jobs: Jobs, topic: str) -> None:
    order = {"$value": 49.9, "$event_id": "1001", "$currency_code": "EUR", "Phone Number": NUMBER}

    told(whole, shop, an_item(topic=topic, properties=order))
    worked_off(jobs)

    [event] = events_of(shop)
    assert (event.metric, str(event.value), event.currency) == ("Placed Order", "49.9", "EUR")
    assert event.properties == {"order_id": "1001", **order}
    [noted] = ledger.of_customer(shop.desk(), the_customer(shop))
    assert (noted.id, noted.total_minor, noted.placed_at) == ("1001", 4_990, event.at)


@pytest.mark.acceptance(30, 34)
@pytest.mark.parametrize(("topic", "expected"), klaviyo.SUBSCRIPTIONS.items())
def test_consent_is_noted(
    whole: Edge, shop: Shop, jobs: Jobs, topic: str, expected: tuple[str, bool]
) -> None:
    item = an_item(topic=topic, properties={"Phone Number": NUMBER})
    for _ in range(2):
        told(whole, shop, item)
        worked_off(jobs)

    [consent] = customers.load(shop.desk(), the_customer(shop)).consents
    assert (consent.channel, consent.state == "subscribed") == expected
    assert (consent.kind, consent.source, consent.at) == ("marketing", "klaviyo", NOON)


def test_what_is_of_no_concern_is_left_out(whole: Edge, shop: Shop, jobs: Jobs) -> None:
    told(whole, shop, an_item(topic="list:klaviyo.renamed", properties=FLOW))
    worked_off(jobs)

    assert events_of(shop) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"secret": "another-secret-of-16"},
        {"headers": {"klaviyo-signature": "0" * 64}},
        {"headers": {"klaviyo-signature": ""}},
        {"headers": {"klaviyo-webhook-id": "another"}},
        {"body": b'{"data":[],"meta":{}}'},
        {"now": NOON - timedelta(minutes=6)},
        {"now": NOON + timedelta(minutes=6)},
        {"now": NOON - timedelta(days=30)},
        {"target": "/hooks/klaviyo/acc_00000000000000000000000000"},
        {"target": "/hooks/klaviyo/x%23ACCOUNT"},
    ],
)
def test_what_klaviyo_did_not_sign_for_this_shop_is_refused(
    whole: Edge, shop: Shop, jobs: Jobs, changed: dict[str, Any]
) -> None:
    status, body = told(whole, shop, an_item(properties=FLOW), **changed)

    assert (status, json.loads(body)["code"]) == (401, "unauthenticated")
    assert jobs() == []


def test_another_shops_delivery_is_refused(
    whole: Edge, shop: Shop, other_shop: Shop, jobs: Jobs
) -> None:
    connect.connect(
        other_shop.desk(), "klaviyo", api_key=API_KEY, webhook_secret="other-secret-of-16"
    )
    asked = delivery(shop.account.id, "other-secret-of-16", [an_item(properties=FLOW)], NOON)

    assert told(whole, shop, body=asked.body, headers=dict(asked.headers))[0] == 401
    assert jobs() == []


def test_without_a_secret_nobody_is_believed(whole: Edge, other_shop: Shop) -> None:
    connect.connect(other_shop.desk(), "klaviyo", api_key=API_KEY, webhook_secret="")

    assert told(whole, other_shop, an_item(), secret="")[0] == 401


def test_a_delivery_has_an_end(whole: Edge, shop: Shop) -> None:
    assert told(whole, shop, body=b"x" * (door.MAX_BODY + 1))[0] == 413


def test_an_order_names_no_file_of_another_account(shop: Shop, other_shop: Shop) -> None:
    with pytest.raises(Forbidden):
        inbound.work_off(shop.desk(), {"body_key": f"hooks/{other_shop.account.id}/hook_1"})
