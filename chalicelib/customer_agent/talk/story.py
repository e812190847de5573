"""A conversation as another helpdesk reads it. Pure."""

from collections.abc import Iterable, Sequence
from typing import Literal

from chalicelib.channels.model import KnownBy
from chalicelib.customer_agent.helpdesks.model import Line, Story
from chalicelib.tickets.model import AuthorType, Message, Ticket

Who = Literal["customer", "agent", "human"]
_DOUBTS = frozenset({"unverified_sender", "unproved_sender"})
_AUTHORS: dict[AuthorType, Who] = {AuthorType.customer: "customer", AuthorType.agent: "human"}


def story(ticket: Ticket, messages: Sequence[Message], *, known_by: KnownBy) -> Story:
    """Return all that was said, with its moments, and who said it (acceptance 127).

    `known_by` tells what the address is that they wrote from.
    """
    customer = ticket.customer
    asked = next((each.text for each in messages if each.is_inbound and each.text.strip()), "")
    return Story(
        conversation_id=ticket.id,
        channel=ticket.channel,
        subject=ticket.subject or asked,
        lines=tuple(line(each) for each in messages),
        email=customer.email or (ticket.person if known_by == "email" else None),
        phone=customer.phone or (ticket.person if known_by == "phone" else None),
        name=customer.name or None,
        profile_id=customer.id or None,
        is_typed=known_by == "user" and any(_is_doubtful(each) for each in messages),
    )


def line(message: Message) -> Line:
    """Return a message as it is told; files stay with us, so their names are."""
    author: Who = _AUTHORS.get(message.author.type, "agent")
    return Line(
        at=message.created_at,
        author=author,
        name=message.author.name or author.title(),
        text="\n".join(filter(None, (message.text, _files(message)))),
    )


def untold(messages: Iterable[Message]) -> list[Message]:
    """Return what the customer said themselves, and not their machine."""
    return [each for each in messages if each.is_inbound and not each.is_automatic]


def _is_doubtful(message: Message) -> bool:
    return message.is_inbound and not _DOUBTS.isdisjoint(message.flags)


def _files(message: Message) -> str:
    names = ", ".join(file.name for file in message.attachments)
    return f"[{names}]" if names else ""
