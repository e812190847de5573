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


@operation("a chat's first message", requests=7, read=3, write=17)
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


@operation("a visitor's upload is begun", requests=3, read=0.5, write=2)
def upload(stage: Stage) -> Action:
    """Count it twice, and sign a form."""
    visitor = _visitor(shop(stage))
    body = {"name": "mug.png", "content_type": "image/png", "size": 5}
    return lambda: visitor.call("POST", "/v1/chat/uploads", body)


@operation("a chat's message with a file", requests=7, read=2, write=9)
def message_with_file(stage: Stage) -> Action:
    """Look at what was uploaded and copy it, then go on as without."""
    open_shop = shop(stage)
    visitor = _visitor(open_shop)
    visitor.call("POST", MESSAGES, {"text": WORDS})
    body = {"name": "mug.png", "content_type": "image/png", "size": 5}
    started = visitor.json("POST", "/v1/chat/uploads", body)
    open_shop.desk().files.put(started["fields"]["key"], b"a mug", content_type="image/png")
    return lambda: visitor.call("POST", MESSAGES, {"attachment_ids": [started["id"]]})


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


@operation("a chat's poll while the visitor types", requests=5, read=2, write=1)
def typing(stage: Stage) -> Action:
    """Note it, and ask whether an agent types."""
    visitor = _visitor(shop(stage))
    visitor.call("POST", MESSAGES, {"text": WORDS})
    visitor.call("GET", MESSAGES)
    return lambda: visitor.call("GET", MESSAGES, after="9", typing="true")
