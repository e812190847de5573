"""Who acts, as the thread shows them."""

from chalicelib.core.desk import Desk
from chalicelib.tickets.model import SYSTEM, Author, AuthorType


def author(desk: Desk) -> Author:
    """Return the caller as the author of what they do."""
    if not desk.caller.is_agent:
        return SYSTEM
    return Author(type=AuthorType.agent, id=desk.caller.id, name=desk.caller.name)
