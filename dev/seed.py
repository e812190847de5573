"""Two demo shops, made by the product's own verbs, and some life in them, made from outside."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from chalicelib import wiring
from chalicelib.accounts import api_keys, create, people, rules
from chalicelib.accounts.model import Agent, Role
from chalicelib.core.desk import Desk
from chalicelib.inboxes.connect import connect
from chalicelib.inboxes.model import Wanted
from dev import shopping
from dev.product import Product
from dev.web.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """A demo account: its owner first."""

    name: str
    domain: str
    sms_number: str
    whatsapp_number: str
    instagram_handle: str
    people: tuple[tuple[str, Role], ...]


SHOPS = (
    Shop(
        name="Fern & Moss",
        domain="fern.example",
        sms_number="+12025550142",
        whatsapp_number="+12025550143",
        instagram_handle="fern.and.moss",
        people=(
            ("Olivia Okafor", Role.owner),
            ("Adam Lindqvist", Role.admin),
            ("Maya Rossi", Role.manager),
            ("Alice Brandt", Role.support),
            ("Bob Castro", Role.support),
            ("Carol Deng", Role.support),
        ),
    ),
    Shop(
        name="Kettle Works",
        domain="kettle.example",
        sms_number="+447700900142",
        whatsapp_number="+447700900143",
        instagram_handle="kettle.works",
        people=(("Otto Haas", Role.owner), ("Charlie Novak", Role.support)),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A customer's first mail, and what the team does about it."""

    shop: int
    sender: str
    subject: str
    text: str
    reply: str = ""
    note: str = ""
    then: str = ""


MAILS = (
    Mail(
        shop=0,
        sender="Priya Nair <priya@mail.example>",
        subject="Where is my order 1043?",
        text="Hi, the tracking page has not moved since Monday. Could you have a look?\n\nPriya",
        reply="Hello Priya, the parcel left our depot this morning; it should arrive tomorrow.",
    ),
    Mail(
        shop=0,
        sender="Jonas Weber <jonas@post.example>",
        subject="Topf kam zerbrochen an",
        text="Guten Tag, der große Topf ist leider zerbrochen. Was kann man da tun?\n\nJonas",
        note="Second broken pot this week: ask the warehouse about the packaging.",
    ),
    Mail(
        shop=0,
        sender="Lucía Prieto <lucia@correo.example>",
        subject="Do you ship to Spain?",
        text="Hello! I love the hanging planter. Do you ship to Spain, and what does it cost?",
        reply="Hello Lucía, we do: 9 euros, three to five days.",
        then="close",
    ),
    Mail(
        shop=0,
        sender="Sam Doyle <sam@inbox.example>",
        subject="Changing the delivery address",
        text="I moved last week. Can order 1051 go to 12 Elm Street instead?",
    ),
    Mail(
        shop=0,
        sender="Hanna Lind <hanna@brev.example>",
        subject="Sending a planter back",
        text="Hello, I would like to return the planter, it is too small. How do I get a refund?",
    ),
    Mail(
        shop=0,
        sender="Rank Rockets <offers@rank.example>",
        subject="First page guaranteed",
        text="Buy 10,000 backlinks today, special price $99! Click https://rank.example/buy now.",
    ),
    Mail(
        shop=1,
        sender="Nora Berg <nora@mail.example>",
        subject="Kettle whistles too early",
        text="It whistles at about 80 degrees. Is that normal?",
    ),
)

TEAM = {
    "name": "Returns & refunds",
    "description": "Whatever comes back",
    "tags": ["returns"],
}

CHAT = ("tess@mail.example", "Hi! Is the fern in the window still available?")


def people_of(product: Product) -> list[dict[str, Any]]:
    """Make both accounts with their agents; return what `.dev/run.json` says of them."""
    return [_account(shop, product) for shop in SHOPS]


def life(product: Product, site: Site, accounts: list[dict[str, Any]]) -> None:
    """Give the first shop a team, send mails and a chat in, and let agents answer."""
    _team(site, accounts[0])
    shopping.connect(product, site, accounts[0]["agents"][0]["api_key"])
    for mail in MAILS:
        raw = _raw(mail, accounts[mail.shop]["inbound_address"], product.clock.now())
        product.post.receive(raw, [accounts[mail.shop]["inbound_address"]], verdicts={})
    product.loop.drain()
    _chat(site, accounts[0])
    for at, account in enumerate(accounts):
        _work(site, account, [mail for mail in MAILS if mail.shop == at])
    product.loop.drain()


def _account(shop: Shop, product: Product) -> dict[str, Any]:
    (owner_name, _), *team = shop.people
    stranger = wiring.desk_for("")
    founded = create.create(
        stranger,
        name=shop.name,
        email=_address(owner_name, shop),
        owner_name=owner_name,
        time_zone="Europe/Berlin",
    )
    agents = [founded.owner]
    for name, role in team:
        desk = wiring.system_desk(founded.account.id, "")
        agents.append(people.invite(desk, email=_address(name, shop), name=name, role=role))
    return {
        "id": founded.account.id,
        "name": founded.account.name,
        "public_key": founded.account.public_key,
        "inbound_address": f"{founded.account.slug}@{product.ports.place.mail_domain}",
        "sms_number": _number(product, founded.account.id, "sms", shop.sms_number),
        "whatsapp_number": _number(product, founded.account.id, "whatsapp", shop.whatsapp_number),
        "instagram_handle": _number(
            product, founded.account.id, "instagram", shop.instagram_handle
        ),
        "agents": [_agent(wiring.system_desk(founded.account.id, ""), agent) for agent in agents],
    }


def _number(product: Product, account_id: str, channel: str, address: str) -> str:
    wanted = product.network.connect(channel, address)
    connect(wiring.system_desk(account_id, ""), Wanted(**wanted))
    return address


def _agent(desk: Desk, agent: Agent) -> dict[str, str]:
    scopes = sorted(rules.permissions(agent.role))
    key = api_keys.create(desk, name="Demo", scopes=scopes, agent_id=agent.id)
    return {
        "id": agent.id,
        "email": agent.email,
        "role": agent.role.value,
        "api_key": key.token or "",
    }


def _address(name: str, shop: Shop) -> str:
    return f"{name.partition(' ')[0].lower()}@{shop.domain}"


def _raw(mail: Mail, recipient: str, at: datetime) -> bytes:
    message = EmailMessage()
    message["From"] = mail.sender
    message["To"] = recipient
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(at.astimezone(UTC))
    message["Message-ID"] = f"<{abs(hash(mail.subject)):x}@mail.example>"
    message.set_content(mail.text)
    return message.as_bytes()


def _team(site: Site, account: dict[str, Any]) -> None:
    support = [agent for agent in account["agents"] if agent["role"] == Role.support]
    body = {**TEAM, "agent_ids": [agent["id"] for agent in support]}
    site.ask("POST", "/v1/teams", body, token=account["agents"][0]["api_key"])
    site.ask("PUT", "/v1/me/presence", {"online": True}, token=support[0]["api_key"])


def _chat(site: Site, account: dict[str, Any]) -> None:
    address, text = CHAT
    opening = {"public_key": account["public_key"], "email": address}
    status, session = site.ask("POST", "/v1/chat/sessions", opening)
    if status < 300:
        site.ask("POST", "/v1/chat/messages", {"text": text}, token=session["token"])


def _work(site: Site, account: dict[str, Any], mails: list[Mail]) -> None:
    agent = next(each for each in account["agents"] if each["role"] == "support")
    token = agent["api_key"]
    _, page = site.ask("GET", "/v1/tickets?view=all", token=token)
    places = {each["subject"]: f"/v1/tickets/{each['id']}" for each in page["data"]}
    for mail in mails:
        at = places.get(mail.subject, "")  # spam is in no such list, and nobody works on it
        if mail.note:
            site.ask("POST", f"{at}/notes", {"text": mail.note}, token=token)
        if mail.reply:
            site.ask("POST", f"{at}/assign", {"agent_id": agent["id"]}, token=token)
            site.ask("POST", f"{at}/replies", {"text": mail.reply}, token=token)
        if mail.then:
            site.ask("POST", f"{at}/{mail.then}", {}, token=token)
