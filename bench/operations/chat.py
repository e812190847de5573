"""A visitor's chat, by HTTP."""

from bench.api import Api
from bench.registry import Action, operation
from bench.shop import WORDS, Shop, shop
from bench.stage import Stage

MESSAGES = "/v1/chat/messages"


def _visitor(open_shop: Shop) -> Api:
    key = open_shop.founded.account.public_key
    started = Api(token="").json("POST", "/v1/chat/sessions", {"public_key": key})
    return Api(token=started["token"])


@operation("a chat's first message", requests=7, read=3, write=16)
def first_message(stage: Stage) -> Action:
    """Open a ticket from the shop's page."""
    open_shop = shop(stage)
    open_shop.ticket()
    visitor = _visitor(open_shop)
    return lambda: visitor.call("POST", MESSAGES, {"text": WORDS})


@operation("a chat's next message", requests=5, read=2, write=9)
def next_message(stage: Stage) -> Action:
    """Go on writing."""
    visitor = _visitor(shop(stage))
    visitor.call("POST", MESSAGES, {"text": WORDS})
    return lambda: visitor.call("POST", MESSAGES, {"text": WORDS})


@operation("a chat's poll, nothing new", requests=3, read=1.5, write=0)
def poll(stage: Stage) -> Action:
    """Ask again within the 20 seconds of one heartbeat."""
    visitor = _visitor(shop(stage))
    visitor.call("POST", MESSAGES, {"text": WORDS})
    visitor.call("GET", MESSAGES)
    return lambda: visitor.call("GET", MESSAGES, after="9")


@operation("a chat's poll that is a heartbeat", requests=4, read=1.5, write=1)
def heartbeat(stage: Stage) -> Action:
    """Ask for the first time."""
    visitor = _visitor(shop(stage))
    visitor.call("POST", MESSAGES, {"text": WORDS})
    return lambda: visitor.call("GET", MESSAGES)
