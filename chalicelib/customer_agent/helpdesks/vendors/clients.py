"""Which client speaks to which helpdesk; each is loaded when it is asked first."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol, cast

from chalicelib.core.desk import Desk
from chalicelib.customer_agent.helpdesks.model import (
    Access,
    Answer,
    Handed,
    Helpdesk,
    Made,
    Story,
    Word,
)


class Client(Protocol):
    """What both modules do, each in its vendor's words."""

    check: Callable[[Desk, Access], None]
    url: Callable[[Access, str], str]
    find: Callable[[Desk, Access, str], Made | None]
    create: Callable[[Desk, Access, Story], Made]
    say: Callable[[Desk, Access, Handed, Word], Made]
    find_word: Callable[[Desk, Access, Handed, Word], Made | None]
    answers: Callable[[Desk, Access, Handed], list[Answer]]
    is_genuine: Callable[[bytes, Mapping[str, str], str, datetime], bool]


def client(helpdesk: Helpdesk) -> Client:
    """Return the module."""
    if helpdesk is Helpdesk.zendesk:
        from chalicelib.customer_agent.helpdesks.vendors import zendesk as found
    else:
        from chalicelib.customer_agent.helpdesks.vendors import gorgias as found
    return cast("Client", found)
