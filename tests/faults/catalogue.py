"""All commands, for every fault that is tried on every command."""

import pytest

from chalicelib.channels.model import Kind
from chalicelib.tickets.model import State, Status
from tests.faults.commands import (
    Command,
    a_bulk_job,
    a_key,
    a_link,
    a_session,
    a_test_mail,
    a_ticket,
    a_view,
    an_address,
    an_order_to_look_at,
    answered_chat,
    arrives,
    asked,
    auto_closing,
    bobs,
    chatting,
    give,
    has_mailed,
    has_tickets,
    http,
    in_chat,
    is_at,
    is_looked_at,
    is_mine,
    is_sent,
    is_switched,
    passed,
    queued,
    replied,
    reply_to,
    reported,
    said,
    settled,
    steps,
    take,
    with_words,
)  # fmt: skip
from tests.faults.customer_agent import CUSTOMER_AGENT
from tests.faults.profiles import PROFILES
from tests.faults.shop import Shop
from tests.faults.turns import HANDING

CLOSE = asked("POST", "@/close")
DAY = {"until": "2026-03-05T12:00:00Z"}
TAGGED = asked("POST", "@/tags", {"add": ["old"]})
NEW_AGENT = {"email": "new@acme.example", "name": "Nia", "role": "support"}
NEW_KEY = {"name": "Sync", "scopes": ["tickets:read"]}
OPENING = {"name": "Next Shop", "email": "next@shop.example", "owner_name": "Nora"}


def failed_reply(shop: Shop) -> None:
    """Start with a reply that a mailbox refused."""
    replied(shop)
    settled(shop)
    reported("Bounce", bounceType="Transient")(shop)
    settled(shop)
    shop.cloud.posted.clear()
    entries = shop.done("GET", f"{shop.at}/messages")["data"]
    shop.hand = entries[-1]["id"]


def held_reply(shop: Shop) -> None:
    """Start with an answer that is held."""
    a_ticket(shop)
    body = {"text": "Oh no", "hold_seconds": 30}
    shop.hand = shop.done("POST", f"{shop.at}/replies", body)["id"]
    settled(shop)


def named_chat(shop: Shop) -> None:
    """Let the same person come back in another browser, now with a name."""
    opening = {"public_key": shop.account.public_key, "email": "vic@mail.example", "name": "Vic"}
    shop.visitor = shop.done("POST", "/v1/chat/sessions", opening, by="nobody")["token"]
    with_words(shop)


def replied_and_closed(shop: Shop) -> None:
    """Let the stream hold several changes of one ticket."""
    a_ticket(shop)
    shop.reply()
    CLOSE(shop)


TICKETS = (
    http("take an answer back", "POST", "@/messages/~/withdraw", prepare=held_reply,
         effect=lambda found: not any(m.text.startswith("Oh no") for m in found.messages)),
    http("reply", "POST", "@/replies", said, prepare=steps(a_ticket, with_words), effect=is_sent),
    http("reply to a closed one", "POST", "@/replies", said, effect=is_at(Status.open),
         prepare=steps(a_ticket, CLOSE, with_words)),
    http("reply in a chat", "POST", "@/replies", said, prepare=steps(in_chat, with_words)),
    http("long reply", "POST", "@/replies", said, effect=is_sent,
         prepare=steps(a_ticket, lambda shop: setattr(shop, "hand", shop.words("x" * 7_000)))),
    http("note", "POST", "@/notes", said, prepare=steps(a_ticket, with_words)),
    http("assign", "POST", "@/assign", give, effect=is_mine),
    http("take over", "POST", "@/assign", take, prepare=bobs, effect=is_mine),
    http("unassign", "POST", "@/assign", {"agent_id": None}, prepare=bobs,
         effect=lambda found: all(t.assignee_id is None for t in found.tickets.values())),
    http("snooze", "POST", "@/snooze", DAY, effect=is_at(Status.snoozed)),
    http("close", "POST", "@/close", effect=is_at(Status.closed)),
    http("reopen", "POST", "@/reopen", prepare=steps(a_ticket, CLOSE), effect=is_at(Status.open)),
    http("tag", "POST", "@/tags", {"add": ["new", "hot"], "remove": ["old"]},
         prepare=steps(a_ticket, TAGGED),
         effect=lambda found: {t.name for k in found.tickets.values() for t in k.tags}
         == {"new", "hot"}),
    http("read", "POST", "@/read",
         effect=lambda found: not any(
             t.is_unread_for(found.shop.alice.id) for t in found.tickets.values())),
    http("unread", "POST", "@/unread", prepare=steps(a_ticket, asked("POST", "@/read"))),
    http("spam", "POST", "@/spam", effect=lambda f: all(t.is_spam for t in f.tickets.values())),
    http("not spam", "POST", "@/not_spam", prepare=steps(a_ticket, asked("POST", "@/spam"))),
    http("bulk", "POST", "/v1/tickets/bulk", lambda shop: {"action": "close",
         "ids": [shop.ticket_id]}, effect=is_at(Status.closed)),
    http("bulk view", "POST", "/v1/tickets/bulk", {"action": "tag", "view": "all",
         "tags": ["big"]}, effect=lambda f: all(len(t.tags) == 1 for t in f.tickets.values())),
)  # fmt: skip


CHAT = (
    http("first chat message", "POST", "/v1/chat/messages", said, by="visitor", prepare=chatting,
         effect=has_tickets(1)),
    http("next chat message", "POST", "/v1/chat/messages", said, by="visitor",
         prepare=steps(in_chat, with_words), effect=has_tickets(1)),
    http("chat message after the end", "POST", "/v1/chat/messages", said, by="visitor",
         prepare=steps(in_chat, CLOSE, with_words), effect=has_tickets(2)),
    http("chat end", "POST", "/v1/chat/end", by="visitor", prepare=in_chat),
    http("chat seen", "POST", "/v1/chat/seen", {}, by="visitor", prepare=in_chat),
    http("chat email", "POST", "/v1/chat/email", {"email": "v@mail.example"}, by="visitor",
         prepare=in_chat),
    http("chat session", "POST", "/v1/chat/sessions", by="nobody",
         body=lambda shop: {"public_key": shop.account.public_key}),
    http("chat message with a new name", "POST", "/v1/chat/messages", said, by="visitor",
         prepare=steps(in_chat, named_chat), effect=has_tickets(2)),
)  # fmt: skip


ACCOUNTS = (
    http("open an account", "POST", "/v1/accounts", OPENING, by="nobody", prepare=settled),
    http("invite", "POST", "/v1/agents", NEW_AGENT, by="owner", prepare=settled,
         effect=has_mailed("You are in the support team of Acme Shoes")),
    http("change a role", "PATCH", "/v1/agents/~", {"role": "manager"}, by="owner",
         prepare=lambda shop: setattr(shop, "hand", shop.alice.id)),
    http("hand over", "PATCH", "/v1/agents/~", {"role": "owner"}, by="owner",
         prepare=lambda shop: setattr(shop, "hand", shop.alice.id)),
    http("deactivate", "POST", "/v1/agents/~/deactivate", by="owner",
         prepare=lambda shop: setattr(shop, "hand", shop.bob.id)),
    http("confirm a sign-in", "POST", "/v1/sessions/confirm", lambda shop: {"token": shop.hand},
         by="nobody", prepare=a_link, lost=(410,)),
    http("log out", "DELETE", "/v1/sessions/current", by="session", prepare=a_session,
         lost=(401,), effect=is_switched(on=False)),
    http("go online", "PUT", "/v1/me/presence", {"online": True}, prepare=settled,
         effect=is_switched(on=True)),
    http("settings", "PATCH", "/v1/settings", {"email": {"from_name": "Acme"}}, by="owner",
         prepare=settled),
    http("pass over a step", "PATCH", "/v1/setup", {"steps": {"shop": "skipped"}}, by="owner",
         prepare=settled),
    http("create a key", "POST", "/v1/api_keys", NEW_KEY, by="owner", prepare=settled),
    http("revoke a key", "DELETE", "/v1/api_keys/~", by="owner", prepare=a_key),
    http("add an address", "POST", "/v1/settings/email/addresses", {"address": "hi@acme.example"},
         by="owner", prepare=settled),
    http("test an address", "POST", "/v1/settings/email/addresses/~/test", by="owner",
         prepare=an_address, effect=has_mailed("Forwarding test")),
    http("remove an address", "DELETE", "/v1/settings/email/addresses/~", by="owner",
         prepare=an_address),
)  # fmt: skip

VIEWS = (
    http("make a view", "POST", "/v1/views", {"name": "VIP", "filters": {"tags": ["vip"]}},
         prepare=settled),
    http("change a view", "PATCH", "/v1/views/~", {"name": "Late", "order": 1}, prepare=a_view),
    http("delete a view", "DELETE", "/v1/views/~", prepare=a_view),
)  # fmt: skip

WORK = (
    queued("new mail", "mail", arrives(), has_tickets(1)),
    queued("mail that answers", "mail", steps(replied, settled, lambda shop: arrives(
        In_Reply_To=f"<{shop.cloud.posted[-1].id}@eu-west-1.amazonses.com>")(shop)),
        has_tickets(1)),
    queued("mail to a closed ticket", "mail", steps(replied, settled, CLOSE, settled,
        lambda shop: arrives(to=(reply_to(shop),))(shop)),
        is_at(Status.open)),
    queued("automatic mail", "mail", arrives(Auto_Submitted="auto-replied"), has_tickets(1)),
    queued("forwarding test", "mail", a_test_mail, has_tickets(0)),
    queued("deliver", "deliver", replied, is_sent),
    queued("delivery report", "receipts", steps(replied, settled, reported("Delivery")), is_sent),
    queued("bounce", "receipts", steps(replied, settled, reported("Bounce")),
           lambda found: found.messages[-1].state is State.failed),
    http("cancel a bulk job", "POST", "/v1/jobs/~/cancel", prepare=a_bulk_job,
         effect=is_at(Status.open)),
    queued("bulk chunk", "jobs", a_bulk_job, is_at(Status.closed)),
    queued("look at orders", "jobs", an_order_to_look_at, is_looked_at),
    Command(name="look at orders falls due", act=lambda shop: shop.cloud.sweep(),
            prepare=steps(an_order_to_look_at, settled, passed(hours=25)), effect=is_looked_at),
    queued("sign-in link", "jobs", asked("POST", "/v1/sessions", {"email": "nobody@x.example"},
           by="nobody")),
    http("retry", "POST", "/v1/messages/~/retry", prepare=failed_reply, effect=is_sent),
    Command(name="fold", prepare=replied_and_closed, act=lambda shop: shop.cloud.fold()),
    Command(name="wake", act=lambda shop: shop.cloud.sweep(), effect=is_at(Status.open),
            prepare=steps(a_ticket, asked("POST", "@/snooze", DAY), settled, passed(hours=24))),
    Command(name="auto-close", act=lambda shop: shop.cloud.sweep(), prepare=auto_closing(""),
            effect=is_at(Status.closed)),
    Command(name="auto-close with words", act=lambda shop: shop.cloud.sweep(),
            prepare=auto_closing("Bye."), effect=is_at(Status.closed)),
    Command(name="follow-up", act=lambda shop: shop.cloud.sweep(), prepare=answered_chat,
            effect=lambda f: sum(m.channel is Kind.email for m in f.messages) == 1 and is_sent(f)),
    Command(name="session expiry", act=lambda shop: shop.cloud.sweep(),
            prepare=steps(a_session, passed(days=14)), effect=is_switched(on=False)),
)  # fmt: skip
COMMANDS = (*TICKETS, *CHAT, *CUSTOMER_AGENT, *ACCOUNTS, *VIEWS, *PROFILES, *WORK, *HANDING)
_EVERYDAY = {
    "reply", "assign", "new mail", "first chat message", "deliver", "invite", "bulk chunk", "wake",
}  # fmt: skip
EVERYDAY = tuple(command for command in COMMANDS if command.name in _EVERYDAY)
"""Of each way of working one; the others take minutes, and are tried by the thorough tests."""


def every(commands: tuple[Command, ...] = COMMANDS) -> pytest.MarkDecorator:
    """Try each of these commands, those that are not everyday ones in the thorough tests."""
    rest = [command for command in commands if command not in EVERYDAY]
    return pytest.mark.parametrize(
        "command",
        [*EVERYDAY, *(pytest.param(each, marks=pytest.mark.thorough) for each in rest)],
        ids=str,
    )
