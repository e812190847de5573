"""The Customer Agent's part of a conversation: what it reads and writes to answer or hand off."""

from bench.operations.chat import MESSAGES, visitor
from bench.registry import Action, operation
from bench.shop import WORDS, Shop, shop
from bench.stage import Stage
from chalicelib.accounts import storage as accounts
from chalicelib.customer_agent.outcomes import fold
from chalicelib.customer_agent.talk import answering
from chalicelib.tickets import storage
from chalicelib.tickets.feed import Touched

SETUP = "/v1/customer_agent"
ON = {"is_on": True, "channels": {"chat": {"is_on": True}}}


def _helped(stage: Stage) -> Shop:
    open_shop = shop(stage)
    open_shop.api().json("PATCH", SETUP, ON)
    accounts.account(open_shop.desk())
    return open_shop


def _asked(open_shop: Shop) -> str:
    """Let a visitor ask; return the ticket."""
    guest = visitor(open_shop)
    guest.call("POST", MESSAGES, {"text": WORDS})
    return guest.json("GET", MESSAGES)["conversation"]


@operation("the Customer Agent's settings", requests=2, read=1.5, write=0)
def shown(stage: Stage) -> Action:
    """Show them."""
    return _helped(stage).api().warm("GET", SETUP)


@operation("the Customer Agent's settings change", requests=5, read=4, write=6)
def changed(stage: Stage) -> Action:
    """Write them, and what the account's row repeats of them."""
    return _helped(stage).api().warm("PATCH", SETUP, {"name": "Robin"})


@operation("the Customer Agent offers a human", requests=4, read=2, write=12)
def offered(stage: Stage) -> Action:
    """Read the thread, find nothing known, and note the question with the offer."""
    open_shop = _helped(stage)
    ticket_id = _asked(open_shop)
    return lambda: answering.answer(open_shop.desk(), ticket_id)


@operation("a conversation of the Customer Agent is counted", requests=3, read=2, write=6)
def counted(stage: Stage) -> Action:
    """Read what came, and write the conversation with its counter."""
    open_shop = _helped(stage)
    ticket = storage.load(open_shop.desk(), _asked(open_shop))
    touched = [Touched(ticket_id=ticket.id, ticket=ticket)]
    return lambda: fold.fold(open_shop.desk(), touched)


@operation("the Customer Agent's open conversations by chat", requests=2, read=1, write=0)
def listed(stage: Stage) -> Action:
    """List those of one outcome and channel, among many others."""
    open_shop = _helped(stage)
    ticket = storage.load(open_shop.desk(), _asked(open_shop))
    fold.fold(open_shop.desk(), [Touched(ticket_id=ticket.id, ticket=ticket)])
    return open_shop.api().warm("GET", f"{SETUP}/conversations", outcome="open", channel="chat")


@operation("the Customer Agent's newest conversations", requests=1, read=0.5, write=0)
def newest(stage: Stage) -> Action:
    """List all of them."""
    open_shop = _helped(stage)
    ticket = storage.load(open_shop.desk(), _asked(open_shop))
    fold.fold(open_shop.desk(), [Touched(ticket_id=ticket.id, ticket=ticket)])
    return open_shop.api().warm("GET", f"{SETUP}/conversations")
