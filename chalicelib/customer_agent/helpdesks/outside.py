"""Handing a conversation to another helpdesk, and telling it what the customer says then."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TypeVar

from chalicelib.channels.registry import capabilities
from chalicelib.core.desk import Desk
from chalicelib.core.errors import (
    Conflict,
    DeliveryFailed,
    Forbidden,
    Invalid,
    NotFound,
    Unavailable,
    Uncertain,
)
from chalicelib.customer_agent.helpdesks import connect, handed, rules, storage
from chalicelib.customer_agent.helpdesks.model import (
    Access,
    Connection,
    Handed,
    Helpdesk,
    Line,
    Made,
    Outside,
    Refused,
    Story,
    Word,
)
from chalicelib.customer_agent.helpdesks.vendors.clients import client
from chalicelib.table import helpdesk_keys
from chalicelib.table.write import ConditionFailed, Put

__all__ = ["Refused", "Unavailable", "connected", "create", "say"]

T = TypeVar("T")


def connected(desk: Desk, helpdesk: Helpdesk) -> bool:
    """Tell whether something can be handed to it, as far as is known; our own always takes it."""
    if helpdesk is Helpdesk.own:
        return True
    known = storage.find_now(desk, helpdesk)
    return known is not None and not known.problem


def create(desk: Desk, helpdesk: Helpdesk, story: Story) -> Outside:
    """Make a conversation a ticket there, once, however often this is asked for.

    Raises Unavailable where another try may help, and Refused where it will not.
    """
    if known := handed.of(desk, story.conversation_id):
        return known.outside
    if not story.email and not rules.goes_on_here(helpdesk, capabilities(story.channel)):
        raise Refused("It would go on by mail there, and the customer's address is not known.")
    connection, access = opened(desk, helpdesk)
    ask = client(helpdesk)

    def fill(row: handed.HandedRow, made: Made) -> list[Put]:
        outside = Outside(helpdesk=helpdesk, ticket_id=made.id, url=ask.url(access, made.id))
        became = Handed(
            conversation_id=story.conversation_id,
            outside=outside,
            place=access.place,
            person_id=made.person_id,
            channel=story.channel,
        )
        return handed.filled(desk, row, became)

    key = helpdesk_keys.handed(desk.account_id, story.conversation_id)
    asking(desk, connection, lambda: handed.once(
        desk, key,
        look=lambda _: ask.find(desk, access, story.conversation_id),
        make=lambda _: ask.create(desk, access, story),
        fill=fill,
    ))  # fmt: skip
    done = handed.of(desk, story.conversation_id)
    assert done is not None
    return done.outside


def say(desk: Desk, our_ticket_id: str, line: Line) -> None:
    """Tell the other helpdesk what the customer said, once for the same words of one moment.

    Raises NotFound for a ticket that was not handed over, else as `create` does.
    """
    known = handed.of(desk, our_ticket_id)
    if known is None:
        raise NotFound("This ticket was not handed to another helpdesk.")
    helpdesk = known.outside.helpdesk
    connection, access = opened(desk, helpdesk, place=known.place)
    word_id, ask = rules.word_id(our_ticket_id, line), client(helpdesk)

    def word(since: datetime) -> Word:
        others = handed.known_words(desk, our_ticket_id)
        return Word(id=word_id, line=line, since=since, known=others)

    asking(desk, connection, partial(
        handed.once,
        desk,
        helpdesk_keys.handed_word(desk.account_id, our_ticket_id, word_id),
        look=lambda since: ask.find_word(desk, access, known, word(since)),
        make=lambda since: ask.say(desk, access, known, word(since)),
        fill=lambda _row, _made: [],
    ))  # fmt: skip


def opened(desk: Desk, helpdesk: Helpdesk, *, place: str = "") -> tuple[Connection, Access]:
    """Return the connection and what it is used by; Refused where there is none, or another."""
    known = storage.find_now(desk, helpdesk)
    name = helpdesk.value.capitalize()
    if known is None:
        raise Refused(f"{name} is not connected.")
    if place and known.place != place:
        raise Refused(f"Another {name} is connected now.")
    token = storage.opened(desk, known).token
    return known, Access(helpdesk=helpdesk, place=known.place, email=known.email, token=token)


def asking(desk: Desk, connection: Connection, ask: Callable[[], T]) -> T:
    """Return what is answered; what no other try mends is Refused, and the merchant is shown it."""
    try:
        return ask()
    except Forbidden as error:
        connect.note(desk, connection, error)
        raise Refused(error.detail) from error
    except (Invalid, NotFound, DeliveryFailed) as error:
        raise Refused(error.detail) from error
    except (Conflict, Uncertain, ConditionFailed) as error:
        raise Unavailable("Others were at it at the same time; try again.") from error
