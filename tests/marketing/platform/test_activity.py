"""What Klaviyo tells of customers stands among their events and on their profiles."""

import pytest

from chalicelib.customers import storage as customers
from tests.accounts.conftest import Jobs
from tests.accounts.shop import Shop
from tests.edge import Edge
from tests.kit.http_world import NOON
from tests.marketing.platform.test_inbound import (
    connected,
    events_of,
    klaviyo_world,
    the_customer,
    told,
    worked_off,
)
from tests.marketing.platform.test_klaviyo import an_item
from tests.marketing.texts import NUMBER

__all__ = ["connected", "klaviyo_world"]


@pytest.mark.acceptance(3, 64)
def test_what_customers_do_stands_among_their_events(whole: Edge, shop: Shop, jobs: Jobs) -> None:
    viewed = {"URL": "https://shop.example/mug", "To Number": NUMBER, "Tags": ["new"]}
    item = an_item(topic="event:api.viewed_product", properties=viewed)
    for _ in range(2):
        told(whole, shop, item)
        worked_off(jobs)

    [event] = events_of(shop)
    assert (event.metric, event.at, event.properties) == ("Viewed Product", NOON, viewed)


def test_a_metric_has_the_name_that_the_delivery_tells(whole: Edge, shop: Shop, jobs: Jobs) -> None:
    item = an_item(topic="event:api.custom", properties={"To Number": NUMBER})
    item["payload"]["data"]["relationships"]["metric"] = {"data": {"type": "metric", "id": "M1"}}
    metric = {"type": "metric", "id": "M1", "attributes": {"name": "Sat on a sofa"}}
    item["payload"]["included"] = [metric]

    told(whole, shop, item)
    worked_off(jobs)

    assert [event.metric for event in events_of(shop)] == ["Sat on a sofa"]


def test_of_a_huge_event_is_kept_what_fits(whole: Edge, shop: Shop, jobs: Jobs) -> None:
    huge = {"To Number": NUMBER, "Page": "x" * 9_000, "Title": "Mug"}

    told(whole, shop, an_item(topic="event:api.viewed_product", properties=huge))
    worked_off(jobs)

    [event] = events_of(shop)
    assert event.properties == {"To Number": NUMBER, "Title": "Mug"}


@pytest.mark.acceptance(3)
@pytest.mark.parametrize("is_event", [True, False])
def test_what_the_platform_knows_of_somebody_is_on_their_profile(
    whole: Edge, shop: Shop, jobs: Jobs, *, is_event: bool
) -> None:
    knows = {"phone_number": NUMBER, "first_name": "Ann", "last_name": "Lee", "updated": "",
             "properties": {"Size": "M", "Points": 12, "Cart": [1]}}  # fmt: skip
    item = an_item(topic="event:api.viewed_product", properties={})
    profile = {"type": "profile", "id": "P1", "attributes": knows}
    if is_event:
        item["payload"]["data"]["relationships"]["profile"]["data"]["id"] = "P1"
        item["payload"]["included"] = [profile]
    else:
        knows["updated"] = NOON.isoformat()
        item = {**item, "topic": "profile:klaviyo.updated", "payload": {"data": profile}}

    told(whole, shop, item)
    worked_off(jobs)
    known = customers.load(shop.desk(), the_customer(shop))
    told(whole, shop, item)
    worked_off(jobs)

    assert (known.name, known.phone) == ("Ann Lee", NUMBER)
    assert known.properties == {"Points": 12, "Size": "M"}
    assert customers.load(shop.desk(), known.id) == known
    assert len(events_of(shop)) == is_event
