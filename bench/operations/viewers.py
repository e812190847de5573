"""Who else has a ticket open, by HTTP, in a process that knows who asks."""

from datetime import timedelta

from bench.api import Api
from bench.registry import Action, operation
from bench.shop import Shop, shop
from bench.stage import Stage

FEED = "/v1/feed"


def _poll(open_shop: Shop, api: Api, **others: str) -> Action:
    return api.warm("GET", FEED, after="1", ticket=open_shop.ticket().id, **others)


@operation("the feed with a ticket open", requests=2, read=1, write=0)
def open_still(stage: Stage) -> Action:
    """Ask what changed and who else is there; that the agent is there was noted seconds ago."""
    open_shop = shop(stage)
    return _poll(open_shop, open_shop.api())


@operation("the feed while an agent types", requests=3, read=1, write=1)
def typing(stage: Stage) -> Action:
    """Note it each three seconds."""
    open_shop = shop(stage)
    act = _poll(open_shop, open_shop.api(), typing="true")
    stage.now += timedelta(seconds=4)
    return act
