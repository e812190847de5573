"""A day in a shop while two versions run: what the customers and the team do, step by step."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from chalicelib.tickets.event_names import EventName
from tests.faults.commands import Doing, arrives, asked, passed, reply_to, settled, steps
from tests.faults.invariants import the_stream_again_gives_the_same
from tests.faults.shop import Shop

_CLOSING = {"auto_close": {"enabled": True, "after_hours": 48, "closing_text": "Bye."}}
_READ = (
    "/v1/tickets?view=all&status=any", "/v1/tickets?view=spam", "/v1/agents",
    "/v1/settings", "/v1/teams", "/v1/views", "/v1/macros", "/v1/feed?after=0",
)  # fmt: skip
_DAYS = "from=2026-03-04&to=2026-03-09"
_REPORTS = (f"/v1/reports/summary?{_DAYS}",)
_LATER = {"seconds": 10}
"""What a process remembers of the table, it has forgotten by then."""


def _reply(shop: Shop) -> None:
    shop.reply()
    shop.cloud.settle()


def _answer_by_mail(shop: Shop) -> None:
    arrives(to=(reply_to(shop),))(shop)


def _same_key_twice(shop: Shop) -> None:
    body, key = {"text": shop.words()}, {"idempotency_key": f"twice {shop.ticket_id}"}
    first = shop.ask("POST", f"{shop.at}/notes", body, **key)
    again = shop.ask("POST", f"{shop.at}/notes", body, **key)
    assert first.status < 300, first.json
    assert again.is_replay, "the second was no replay"
    assert again.json["id"] == first.json["id"], (first.json, again.json)


def _chat(shop: Shop) -> None:
    shop.chat()
    shop.say()
    shop.cloud.settle()
    shop.say()
    shop.reply()
    shop.cloud.settle()


def _take_back(shop: Shop) -> None:
    body = {"text": "Oh no", "hold_seconds": 30}
    held = shop.done("POST", f"{shop.at}/replies", body)["id"]
    shop.cloud.settle()
    shop.done("POST", f"{shop.at}/messages/{held}/withdraw")


def _sweep(shop: Shop) -> None:
    shop.cloud.sweep()


WALK: Sequence[tuple[str, Doing]] = (
    ("mail comes in", lambda shop: shop.receive()),
    ("the team takes turns", asked("PATCH", "/v1/settings", {"round_robin": {"enabled": True}},
                                   by="owner")),
    ("somebody comes online", asked("PUT", "/v1/me/presence", {"online": True})),
    ("an answer", _reply),
    ("the customer's answer", _answer_by_mail),
    ("a note", lambda shop: shop.done("POST", f"{shop.at}/notes", {"text": shop.words("Hm")})),
    ("tags", asked("POST", "@/tags", {"add": ["late", "mug"]})),
    ("a request sent twice", _same_key_twice),
    ("snoozed", asked("POST", "@/snooze", {"until": "2026-03-05T12:00:00Z"})),
    ("a day passes, it wakes", steps(passed(hours=25), _sweep)),
    ("an answer taken back", _take_back),
    ("closed", asked("POST", "@/close")),
    ("the customer writes again", _answer_by_mail),
    ("spam", asked("POST", "@/spam")),
    ("no spam after all", asked("POST", "@/not_spam")),
    ("another mail", lambda shop: shop.receive()),
    ("given away", lambda shop: shop.done(
        "POST", f"{shop.at}/assign", {"agent_id": shop.bob.id, "force": True})),
    ("bulk", asked("POST", "/v1/tickets/bulk", {"action": "tag", "view": "all", "tags": ["big"]})),
    ("a view", asked("POST", "/v1/views", {"name": "Late", "filters": {"tags": ["late"]}})),
    ("a macro", asked("POST", "/v1/macros", {"title": "Thanks", "text": "Thank you!"})),
    ("a chat", _chat),
    ("the chat ends", asked("POST", "/v1/chat/end", by="visitor")),
    ("auto-close", asked("PATCH", "/v1/settings", _CLOSING, by="owner")),
    ("an answer that stays the last", _reply),
    ("three days pass", steps(passed(hours=73), _sweep, settled, _sweep)),
)  # fmt: skip


def walk(shop: Shop) -> Iterator[str]:
    """Go all the way; yield what is done next."""
    for name, doing in WALK:
        yield name
        doing(shop)
        shop.cloud.settle()
        shop.cloud.world.pass_time(**_LATER)
    yield "calm"
    shop.cloud.calm(minutes=15)
    yield "the stream again"
    the_stream_again_gives_the_same(shop)


def paths(shop: Shop) -> list[str]:
    """Return what is asked of both, at the end."""
    tickets = shop.done("GET", "/v1/tickets?view=all&status=any")["data"]
    own = [f"/v1/tickets/{each['id']}{rest}" for each in tickets for rest in ("", "/messages")]
    return [*_READ, *_REPORTS, *own]


def lost(before: Any, after: Any, at: str = "") -> Iterator[str]:
    """Yield where `after` differs from `before` in what both know."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in before.keys() & after.keys():
            yield from lost(before[name], after[name], f"{at}/{name}")
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for place, pair in enumerate(zip(before, after, strict=True)):
            yield from lost(*pair, f"{at}/{place}")
    elif before != after and not _MOVING.search(at) and _OTHER not in (before, after):
        yield f"{at}: {before!r} here, {after!r} there"


_OTHER = EventName.other.value
"""What one version calls a thing that only the other knows."""
_MOVING = re.compile(r"_url$|next_cursor$|/cursor$")
"""Made anew with each answer."""
