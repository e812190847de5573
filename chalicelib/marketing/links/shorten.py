"""Making the links of a message short before it leaves (acceptance 74-76, decision 22)."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from chalicelib.accounts import storage as accounts
from chalicelib.core.desk import Desk
from chalicelib.marketing.links import rules, storage
from chalicelib.marketing.links.model import Link
from chalicelib.marketing.links.rules import Found
from chalicelib.telemetry.log import logger
from chalicelib.tickets.model import Message, State

_PURPOSE = "short_link"
_SOME_CODE = "0" * rules.CODE_LENGTH


@dataclass(frozen=True, slots=True, kw_only=True)
class Short:
    """A text as it leaves, and the short links in it by name."""

    text: str
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """The links of a text that get short ones, and what those begin with."""

    host: str
    start: str
    links: tuple[Found, ...]


def shorten(desk: Desk, text: str, message_id: str, *, before: tuple[str, ...] = ()) -> Short:
    """Return the text with short links, which are written in one request.

    They follow from the message and its words, so that a text sent again has the same ones;
    `before` are those that it left with before, whose host it keeps.
    """
    plan = _plan(desk, text, before) if _is_on(desk) else None
    if plan is None:
        return Short(text=text)
    made = {
        url: Link(host=plan.host, code=_code(desk, message_id, url), url=url, message_id=message_id)
        for url in dict.fromkeys(link.url for link in plan.links)
    }
    if not storage.create(desk, list(made.values())):
        logger.warning("a short link's code is taken", extra={"message_id": message_id})
        return Short(text=text)
    words = rules.replaced(text, plan.links, lambda url: f"{plan.start}{made[url].code}")
    return Short(text=words, links=tuple(link.name for link in made.values()))


def on_its_way(desk: Desk, message: Message) -> str:
    """Return a message's text as long as it leaves, or left: any code stands for its own.

    What is billed is counted on this, not on what the agent wrote.
    """
    is_ahead = message.state is State.queued and not message.template and _is_on(desk)
    plan = _plan(desk, message.text, message.links) if message.links or is_ahead else None
    if plan is None:
        return message.text
    return rules.replaced(message.text, plan.links, lambda _: f"{plan.start}{_SOME_CODE}")


def generic_host(desk: Desk) -> str:
    """Return the host of links of accounts without a domain of their own."""
    return rules.host_of(urlsplit(desk.place.base_url).netloc)


def _is_on(desk: Desk) -> bool:
    return accounts.account(desk).settings.sms.shorten_links


def _plan(desk: Desk, text: str, before: tuple[str, ...]) -> _Plan | None:
    generic, own = generic_host(desk), accounts.account(desk).link_domain
    host = before[0].partition("/")[0] if before else own or generic
    base = f"https://{host}" if host != generic else desk.place.base_url.rstrip("/")
    start = f"{base}{rules.PATH}"
    links = rules.found(
        text,
        own_hosts=frozenset({generic, own} - {""}),
        longer_than=len(start) + rules.CODE_LENGTH,
    )
    return _Plan(host=host, start=start, links=links) if links else None


def _code(desk: Desk, message_id: str, url: str) -> str:
    message = "\0".join((desk.account_id, message_id, url)).encode()
    return rules.code_of(desk.secrets.sign(_PURPOSE, message))
