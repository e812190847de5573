"""A call is told by the names of the keys that it is about."""

from typing import Any

import pytest

from bench.touched import touched
from chalicelib.table import commerce_keys, customer_keys, helpdesk_keys, keys
from dev.aws.gate import gate

KEYS = {
    "account": keys.account("acc"),
    "alerted": keys.alerted("acc", "tkt"),
    "autoresponse": customer_keys.autoresponse("acc", "cus"),
    "agent": keys.agent("acc", "agt"),
    "block": customer_keys.block("acc", "blk"),
    "block_list": customer_keys.block_list("acc"),
    "consent": customer_keys.consent("acc", "cus", "2026"),
    "credential": keys.credential("acc", "s", "agt", "0"),
    "customer": customer_keys.customer("acc", "cus"),
    "customer_event": customer_keys.customer_event("acc", "cus", "2026", "evt"),
    "customer_platform": keys.customer_platform("acc"),
    "subscription_platform": commerce_keys.subscription_platform("acc"),
    "shop": commerce_keys.shop("acc"),
    "pending_shop": commerce_keys.pending_shop("acc", "0"),
    "order": commerce_keys.order("acc", "1"),
    "shopper_orders": (commerce_keys.shopper_orders("acc", "7"), "1"),
    "shop_delivery": commerce_keys.shop_delivery("acc", "orders/create 1"),
    "customer_ticket": customer_keys.customer_ticket("acc", "cus", "tkt"),
    "entry": keys.entry("acc", "tkt", 1),
    "folded": keys.folded("acc", "tkt"),
    "job": keys.job("acc", "job"),
    "keyword_text": customer_keys.keyword_text("acc", "cus", "01"),
    "link_domain": keys.link_domain("acc"),
    "helpdesk": helpdesk_keys.helpdesk("acc", "zendesk"),
    "handed": helpdesk_keys.handed("acc", "tkt"),
    "handed_word": helpdesk_keys.handed_word("acc", "tkt", "0"),
    "outside_ticket": helpdesk_keys.outside_ticket("acc", "fern.zendesk.com", "1"),
    "platform_segments": customer_keys.platform_segments("acc", "cus"),
    "customer_order": customer_keys.customer_order("acc", "cus", "2026", "1"),
    "recorded": keys.recorded("acc", "send", "1"),
    "send": customer_keys.send("acc", "cus", "sms", sent_at="2026", send_id="1"),
    "learned": keys.learned("acc"),
    "roster": keys.roster("acc"),
    "rotation": keys.rotation("acc", "account"),
    "team": keys.team("acc", "team"),
    "teams_version": keys.teams_version("acc"),
    "ticket": keys.ticket("acc", "tkt"),
}


@pytest.mark.parametrize("name", KEYS)
def test_a_key_is_told_by_its_function(db: Any, name: str) -> None:
    pk, sk = KEYS[name]

    with gate.recorded() as calls:
        db.get_item(TableName="shop", Key={"pk": {"S": pk}, "sk": {"S": sk}})

    assert touched(calls) == (name,)
