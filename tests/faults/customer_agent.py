"""The Customer Agent in a chat: what is done with it, for every fault."""

from collections.abc import Callable

from chalicelib.customer_agent.outcomes import storage as outcomes
from chalicelib.customer_agent.outcomes import unanswered
from chalicelib.customer_agent.setup import storage as setups
from chalicelib.customer_agent.talk.words import SENT_TO_TEAM
from chalicelib.tickets.event_names import EventName
from chalicelib.tickets.model import AuthorType, Event, Message, State
from chalicelib.tickets.session import Outcome, Stage
from tests.faults.commands import asked, http, passed, queued, settled, steps
from tests.faults.invariants import Scan
from tests.faults.shop import Shop

ON = {"is_on": True, "channels": {"chat": {"is_on": True}}}
MAIL_ON = {"is_on": True, "channels": {"email": {"is_on": True}}}
QUESTION, ANSWER = "How long does delivery take?", "Delivery takes three to five working days."
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


def knowing(shop: Shop, channel: str) -> None:
    """Let somebody ask what an article answers; the order to answer waits in the queue."""
    article = {"title": QUESTION, "text": ANSWER, "questions": ["When does my parcel arrive?"]}
    asked("POST", "/v1/knowledge", article, by="owner")(shop)
    on = {"is_on": True, "channels": {channel: {"is_on": True}}}
    asked("PATCH", "/v1/customer_agent", on, by="owner")(shop)
    steps(settled, passed(seconds=6))(shop)
    shop.said.append(QUESTION)
    if channel == "chat":
        shop.chat()
        shop.done("POST", "/v1/chat/messages", {"text": QUESTION}, by="visitor")
    else:
        shop.cloud.queues["mail"].append(shop.mail(QUESTION))
        shop.cloud.step("mail")
    shop.cloud.fold()
    shop.newest()


def by_mail(shop: Shop) -> None:
    """Let the answer to a mail wait until it is sent."""
    knowing(shop, "email")
    shop.cloud.step("jobs")
    shop.cloud.fold()


def riddled(shop: Shop) -> None:
    """Let a mail ask what nobody has written down: it is handed off without a question."""
    asked("PATCH", "/v1/customer_agent", MAIL_ON, by="owner")(shop)
    steps(settled, passed(seconds=6))(shop)
    shop.cloud.queues["mail"].append(shop.mail())
    shop.cloud.step("mail")
    shop.cloud.fold()
    shop.newest()


def answers(found: Scan) -> list[Message]:
    """Return what the Customer Agent said."""
    every = [entry for entries in found.entries.values() for entry in entries]
    own = AuthorType.customer_agent
    return [each for each in every if isinstance(each, Message) and each.author.type is own]


def is_answered(found: Scan) -> bool:
    """Tell whether it was said once, and nothing is owed any more."""
    [ticket] = found.tickets.values()
    is_calm = ticket.session is not None and not ticket.session.owes
    return is_calm and [each.text for each in answers(found)] == [ANSWER]


def has_left(found: Scan) -> bool:
    """Tell whether it went out once; where nobody knows whether it did, the team has it."""
    [ticket] = found.tickets.values()
    [said] = answers(found)
    letters = len(found.shop.cloud.letters)
    if said.state is State.unknown:
        return letters <= 1 and not ticket.is_helped and not ticket.read_by
    return letters == 1 and ticket.is_helped


def steps_of(*effects: Callable[[Scan], bool]) -> Callable[[Scan], bool]:
    """Return whether all of them hold."""
    return lambda found: all(effect(found) for effect in effects)


def is_with_team(found: Scan) -> bool:
    """Tell whether the team has it, and the customer was told so once."""
    [ticket] = found.tickets.values()
    every = [entry for entries in found.entries.values() for entry in entries]
    names = [each.name for each in every if isinstance(each, Event)]
    told = [each.text for each in answers(found)]
    is_once = names.count(EventName.handed_off) == 1 and told == [SENT_TO_TEAM["en"]]
    return is_once and not ticket.is_helped


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
    queued("the Customer Agent answers from an article", "jobs",
           lambda shop: knowing(shop, "chat"), is_answered),
    queued("the Customer Agent answers a mail", "jobs", lambda shop: knowing(shop, "email"),
           steps_of(is_answered, has_left)),
    queued("the Customer Agent's answer leaves", "deliver", by_mail,
           steps_of(is_answered, has_left)),
    queued("the Customer Agent hands a mail off", "jobs", riddled, is_with_team),
    http("hand off", "POST", "/v1/chat/handoff", WANTED, by="visitor",
         prepare=steps(wondering, settled), effect=is_handed_off),
)  # fmt: skip
