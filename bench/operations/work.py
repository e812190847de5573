"""What agents do with a ticket, by HTTP, in a process that knows who asks."""

from datetime import timedelta

from bench.registry import Action, operation
from bench.shop import WORDS, Shop, shop
from bench.stage import NOON, Stage
from chalicelib.tickets.attachments.uploads import PREFIX

TICKET = "/v1/tickets/{ticket_id}"


def _act(open_shop: Shop, verb: str, body: object = None) -> Action:
    ticket = open_shop.ticket()
    return open_shop.api().warm("POST", f"{TICKET}/{verb}", body, ticket_id=ticket.id)


@operation("an agent answers", requests=2, read=1, write=10)
def reply(stage: Stage) -> Action:
    """Queue a reply."""
    return _act(shop(stage), "replies", {"text": WORDS})


@operation("an upload is begun", requests=0, read=0, write=0)
def upload(stage: Stage) -> Action:
    """Sign a form: nothing is stored before the file is."""
    body = {"name": "mug.png", "content_type": "image/png", "size": 5}
    return shop(stage).api().warm("POST", "/v1/uploads", body)


@operation("an agent answers with a file", requests=4, read=1, write=10)
def reply_with_file(stage: Stage) -> Action:
    """Look at what was uploaded and copy it, then queue the reply."""
    open_shop, upload_id = shop(stage), f"upl_{'0' * 32}"
    place = f"{PREFIX}/{open_shop.account_id}/{upload_id}"
    open_shop.desk().files.put(place, b"a mug", content_type="image/png")
    return _act(open_shop, "replies", {"text": WORDS, "attachment_ids": [upload_id]})


@operation("an agent takes an answer back", requests=5, read=3, write=8)
def take_back(stage: Stage) -> Action:
    """Put an event in its place, and keep its words as a draft."""
    open_shop = shop(stage)
    api, ticket_id = open_shop.api(), open_shop.ticket().id
    body = {"text": WORDS, "hold_seconds": 8}
    message = api.json("POST", f"{TICKET}/replies", body, ticket_id=ticket_id)
    route = f"{TICKET}/messages/{{message_id}}/withdraw"
    return api.warm("POST", route, ticket_id=ticket_id, message_id=message["id"])


@operation("an agent assigns", requests=2, read=1, write=8)
def assign(stage: Stage) -> Action:
    """Take a ticket: its entries in both lists change."""
    open_shop = shop(stage)
    return _act(open_shop, "assign", {"agent_id": open_shop.founded.owner.id})


@operation("an agent notes", requests=2, read=1, write=8)
def note(stage: Stage) -> Action:
    """Add a private note."""
    return _act(shop(stage), "notes", {"text": WORDS})


@operation("an agent snoozes", requests=2, read=1, write=9)
def snooze(stage: Stage) -> Action:
    """Hide until tomorrow: out of two lists, into two others and the due index."""
    until = (NOON + timedelta(days=1)).isoformat()
    return _act(shop(stage), "snooze", {"until": until})


@operation("an agent closes", requests=2, read=1, write=9)
def close(stage: Stage) -> Action:
    """Close."""
    return _act(shop(stage), "close")


@operation("an agent reads", requests=2, read=1, write=4)
def read(stage: Stage) -> Action:
    """Take the dot away: lists show it, so both entries are written anew."""
    return _act(shop(stage), "read")


@operation("a request from a stranger's process", requests=3, read=5, write=0)
def session_check(stage: Stage) -> Action:
    """Ask for the badge where nobody is known yet: one read for who asks, one for the team."""
    api = shop(stage).api()
    return lambda: api.call("GET", "/v1/badge")


@operation("the badge", requests=1, read=0.5, write=0)
def badge(stage: Stage) -> Action:
    """Ask again: who asks costs nothing for some seconds."""
    return shop(stage).api().warm("GET", "/v1/badge")
