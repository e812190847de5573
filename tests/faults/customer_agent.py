"""The Customer Agent in a chat: what is done with it, for every fault."""

from chalicelib.customer_agent.outcomes import storage as outcomes
from chalicelib.customer_agent.outcomes import unanswered
from chalicelib.customer_agent.setup import storage as setups
from chalicelib.tickets.model import Event, EventName
from chalicelib.tickets.session import Outcome, Stage
from tests.faults.commands import asked, http, passed, queued, settled, steps
from tests.faults.invariants import Scan
from tests.faults.shop import Shop

ON = {"is_on": True, "channels": {"chat": {"is_on": True}}}
WANTED = {"is_wanted": True, "email": "vic@mail.example"}


def switched_on(shop: Shop) -> None:
    """Let the Customer Agent answer chats; others remember the account for some seconds."""
    asked("PATCH", "/v1/customer_agent", ON, by="owner")(shop)
    steps(settled, passed(seconds=6))(shop)


def wondering(shop: Shop) -> None:
    """Let a visitor ask what nobody has written down; the order to answer waits in the queue."""
    switched_on(shop)
    shop.chat()
    shop.say()
    shop.cloud.fold()


def is_set_up(found: Scan) -> bool:
    """Tell whether the settings are there, and the account repeats them."""
    kept = setups.load(found.shop.desk())
    return (kept.version, kept.setup.is_on) == (1, True)


def is_offered(found: Scan) -> bool:
    """Tell whether a human was offered, once, and the question is known as one without answer."""
    [ticket] = found.tickets.values()
    groups = unanswered.groups(found.shop.desk())
    is_asked = ticket.session is not None and ticket.session.stage is Stage.offered
    return is_asked and [group.count for group in groups] == [1]


def is_handed_off(found: Scan) -> bool:
    """Tell whether the team has the conversation, once, and the figures know."""
    [ticket] = found.tickets.values()
    desk = found.shop.desk()
    every = [entry for entries in found.entries.values() for entry in entries]
    events = [each for each in every if isinstance(each, Event)]
    names = [event.name for event in events].count(EventName.handed_off)
    day = desk.now().date().isoformat()
    counted = [dict(amounts) for _, amounts in outcomes.sums(desk, day, day)]
    is_routed = ticket.session is not None and ticket.session.outcome is Outcome.routed
    return is_routed and names == 1 and counted == [{"conversations": 1, "routed": 1}]


CUSTOMER_AGENT = (
    http("set the Customer Agent up", "PATCH", "/v1/customer_agent", ON, by="owner",
         prepare=settled, effect=is_set_up),
    queued("the Customer Agent answers", "jobs", wondering, is_offered),
    http("hand off", "POST", "/v1/chat/handoff", WANTED, by="visitor",
         prepare=steps(wondering, settled), effect=is_handed_off),
)  # fmt: skip
