"""What may stand in the settings of the Customer Agent. Pure."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import msgspec

from chalicelib.accounts.model import CustomerAgent
from chalicelib.core.errors import Fault
from chalicelib.core.ids import is_id
from chalicelib.customer_agent.setup.model import KINDS, Channel, Handoff, Setup
from chalicelib.web.policies import picture

DEFAULT_NAME = "Customer Agent"


def faults(before: Setup, setup: Setup) -> list[Fault]:
    """Return everything that the types let pass and that makes no sense."""
    found = [] if setup.avatar_url == before.avatar_url else _of_avatar(setup)
    return [*_of_tone(setup), *found, *_of_rules(setup), *_of_channels(setup)]


def tidied(setup: Setup, new_id: Callable[[], str]) -> Setup:
    """Return the settings with an id for each new rule, and without outer spaces."""
    rules = tuple(
        msgspec.structs.replace(
            rule, id=rule.id or new_id(), title=rule.title.strip(), trigger=rule.trigger.strip()
        )
        for rule in setup.rules
    )
    return msgspec.structs.replace(
        setup, name=setup.name.strip(), greeting=setup.greeting.strip(), rules=rules
    )


def front(setup: Setup, version: int) -> CustomerAgent:
    """Return what every message and every chat has to know."""
    on = [KINDS[name] for name, channel in _channels(setup) if channel.is_on]
    return CustomerAgent(
        channels=tuple(on) if setup.is_on else (),
        name=setup.name or DEFAULT_NAME,
        greeting=setup.greeting,
        avatar_url=setup.avatar_url or "",
        version=version,
    )


def chosen(setup: Setup) -> Iterator[tuple[str, str]]:
    """Return each pointer to a helpdesk that hand-offs go to, with its name."""
    for name, channel in _channels(setup):
        if channel.handoff.method == "helpdesk":
            yield f"/channels/{name}/handoff/helpdesk", channel.handoff.helpdesk


def _channels(setup: Setup) -> Iterator[tuple[str, Channel]]:
    for name in KINDS:
        yield name, getattr(setup.channels, name)


def _of_tone(setup: Setup) -> list[Fault]:
    if setup.tone != "custom" or (setup.custom_tone or "").strip():
        return []
    return [Fault("/custom_tone", "required", "Describe the custom tone.")]


def _of_avatar(setup: Setup) -> list[Fault]:
    address = setup.avatar_url
    if not address or (_is_address(address) and picture(address)):
        return []
    if not _is_address(address):
        detail = "The avatar must be an https address, without spaces, quotes or a user's name."
    elif not picture(f"{address.partition('?')[0].partition('#')[0].rstrip('/')}/a.png"):
        detail = "The avatar's address must name a public host, such as cdn.example.com."
    else:
        detail = "The avatar's address must lead to a picture: its path must not end with a slash."
    return [Fault("/avatar_url", "bad_link", detail)]


def _of_rules(setup: Setup) -> Iterator[Fault]:
    ids = [rule.id for rule in setup.rules]
    for at, rule in enumerate(setup.rules):
        if not rule.title or not rule.trigger:
            yield Fault(f"/rules/{at}", "required", "A rule needs a title and a trigger.")
        if not is_id("rule", rule.id):
            yield Fault(f"/rules/{at}/id", "invalid", "Leave the id of a new rule out.")
        if ids.index(rule.id) != at:
            yield Fault(f"/rules/{at}/id", "duplicate", "Another rule has this id.")


def _of_channels(setup: Setup) -> Iterator[Fault]:
    for name, channel in _channels(setup):
        yield from _of_handoff(channel.handoff, f"/channels/{name}/handoff")


def _of_handoff(handoff: Handoff, at: str) -> Iterator[Fault]:
    if handoff.method == "none" and not handoff.message.strip():
        yield Fault(f"{at}/message", "required", "Say what shoppers are told instead.")
    for number, link in enumerate(handoff.links):
        if not _is_address(link.url):
            yield Fault(f"{at}/links/{number}/url", "bad_link", "A link must be an https address.")


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    is_plain = text.isprintable() and not any(sign in text for sign in " <>\"'`\\")
    return is_plain and parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc
