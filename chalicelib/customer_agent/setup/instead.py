"""What is said where nobody is handed off: a message, and a line for each link. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from chalicelib.channels.model import Capabilities, Kind
from chalicelib.core.errors import Fault
from chalicelib.customer_agent.setup.model import KINDS, Handoff, Setup

_NAMES = {"chat": "the chat", "sms": "SMS", "whatsapp": "WhatsApp", "email": "mail",
          "instagram": "Instagram"}  # fmt: skip


def whole(handoff: Handoff) -> str:
    """Return all of it."""
    return "\n".join([handoff.message.strip(), *_lines(handoff)]).strip()


def fitting(handoff: Handoff, carries: Capabilities) -> str:
    """Return what one message carries: words may be cut, a link is there whole or not at all."""
    lines = _lines(handoff)
    while lines and carries.length("\n".join(lines)) > carries.max_text:
        lines.pop()
    told = "\n".join(lines)
    room = carries.max_text - carries.length(f"\n{told}" if told else "")
    message = replace(carries, max_text=max(room, 0)).beginning(handoff.message.strip())
    return "\n".join([message.rstrip(), told]).strip()


def faults(
    before: Setup, after: Setup, capabilities: Callable[[Kind], Capabilities]
) -> Iterator[Fault]:
    """Return a fault for each channel that cannot carry what is chosen for it now.

    What was chosen before this was looked at stays until it is changed.
    """
    for name, kind in KINDS.items():
        was, handoff = getattr(before.channels, name).handoff, getattr(after.channels, name).handoff
        carries = capabilities(kind)
        length = carries.length(whole(handoff))
        if handoff.method != "none" or handoff == was or length <= carries.max_text:
            continue
        unit = "bytes" if carries.counts_bytes else "characters"
        most = f"at most {carries.max_text} {unit}"
        detail = f"By {_NAMES[name]} message and links may have {most} together; these have"
        yield Fault(f"/channels/{name}/handoff/message", "too_long", f"{detail} {length}.")


def _lines(handoff: Handoff) -> list[str]:
    return [f"{link.label}: {link.url}" for link in handoff.links]
