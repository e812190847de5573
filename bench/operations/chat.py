"""A visitor's chat, by HTTP."""

from bench.api import Api
from bench.registry import Action, operation
from bench.shop import WORDS, Shop, shop
from bench.stage import Stage

MESSAGES = "/v1/chat/messages"


def visitor(open_shop: Shop) -> Api:
    key = open_shop.founded.account.public_key
    started = Api(token="").json("POST", "/v1/chat/sessions", {"public_key": key})
    return Api(token=started["token"])


@operation("a chat's first message", requests=7, read=3, write=17)
def first_message(stage: Stage) -> Action:
    """Open a ticket from the shop's page."""
    open_shop = shop(stage)
    open_shop.ticket()
    guest = visitor(open_shop)
    return lambda: guest.call("POST", MESSAGES, {"text": WORDS})


@operation("a chat's next message", requests=5, read=2, write=9)
def next_message(stage: Stage) -> Action:
    """Go on writing."""
    guest = visitor(shop(stage))
    guest.call("POST", MESSAGES, {"text": WORDS})
    return lambda: guest.call("POST", MESSAGES, {"text": WORDS})


@operation("a visitor's upload is begun", requests=3, read=0.5, write=2)
def upload(stage: Stage) -> Action:
    """Count it twice, and sign a form."""
    guest = visitor(shop(stage))
    body = {"name": "mug.png", "content_type": "image/png", "size": 5}
    return lambda: guest.call("POST", "/v1/chat/uploads", body)


@operation("a chat's message with a file", requests=7, read=2, write=9)
def message_with_file(stage: Stage) -> Action:
    """Look at what was uploaded and copy it, then go on as without."""
    open_shop = shop(stage)
    guest = visitor(open_shop)
    guest.call("POST", MESSAGES, {"text": WORDS})
    body = {"name": "mug.png", "content_type": "image/png", "size": 5}
    started = guest.json("POST", "/v1/chat/uploads", body)
    open_shop.desk().files.put(started["fields"]["key"], b"a mug", content_type="image/png")
    return lambda: guest.call("POST", MESSAGES, {"attachment_ids": [started["id"]]})


@operation("a chat's poll, nothing new", requests=3, read=1.5, write=0)
def poll(stage: Stage) -> Action:
    """Ask again within the 20 seconds of one heartbeat."""
    guest = visitor(shop(stage))
    guest.call("POST", MESSAGES, {"text": WORDS})
    guest.call("GET", MESSAGES)
    return lambda: guest.call("GET", MESSAGES, after="9")


@operation("a chat's poll that is a heartbeat", requests=4, read=1.5, write=1)
def heartbeat(stage: Stage) -> Action:
    """Ask for the first time."""
    guest = visitor(shop(stage))
    guest.call("POST", MESSAGES, {"text": WORDS})
    return lambda: guest.call("GET", MESSAGES)


@operation("a chat's poll while the visitor types", requests=5, read=2, write=1)
def typing(stage: Stage) -> Action:
    """Note it, and ask whether an agent types."""
    guest = visitor(shop(stage))
    guest.call("POST", MESSAGES, {"text": WORDS})
    guest.call("GET", MESSAGES)
    return lambda: guest.call("GET", MESSAGES, after="9", typing="true")
