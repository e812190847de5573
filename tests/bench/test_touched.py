"""A call is told by the names of the keys that it is about."""

from typing import Any

import pytest

from bench.touched import touched
from chalicelib.table import keys
from dev.aws.gate import gate

KEYS = {
    "account": keys.account("acc"),
    "agent": keys.agent("acc", "agt"),
    "block": keys.block("acc", "blk"),
    "block_list": keys.block_list("acc"),
    "credential": keys.credential("acc", "s", "agt", "0"),
    "customer": keys.customer("acc", "cus"),
    "customer_ticket": keys.customer_ticket("acc", "cus", "tkt"),
    "entry": keys.entry("acc", "tkt", 1),
    "folded": keys.folded("acc", "tkt"),
    "job": keys.job("acc", "job"),
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
