"""What the platform says of consent, whatever its clock says."""

from datetime import timedelta

from chalicelib.customers import storage
from chalicelib.customers.model import Who
from chalicelib.customers.whom import whom
from chalicelib.marketing.platform.consent import note_consent
from tests.accounts.shop import Shop
from tests.kit.http_world import World
from tests.marketing.texts import NUMBER


def test_a_word_from_the_future_does_not_outrank_what_is_said_next(
    shop: Shop, world: World
) -> None:
    customer_id = whom(shop.desk(), Who(phone=NUMBER))
    ahead = world.now + timedelta(days=900)
    note_consent(shop.desk(), customer_id, "sms", at=ahead, is_subscribed=True)
    world.pass_time(hours=1)

    note_consent(shop.desk(), customer_id, "sms", at=world.now, is_subscribed=False)

    [consent] = storage.load(shop.desk(), customer_id).consents
    assert (consent.state, consent.at) == ("unsubscribed", world.now)
