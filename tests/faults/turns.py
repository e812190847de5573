"""Shops whose tickets are handed out, and commands that hand them out, for faults of all kinds."""

from collections import Counter
from collections.abc import Callable, Iterator

from chalicelib.accounts.rows import AgentRow
from chalicelib.routing import rotation
from chalicelib.routing.rotation import RotationRow
from chalicelib.tickets.model import Message
from tests.faults.commands import (
    Command,
    Doing,
    arrives,
    asked,
    chatting,
    http,
    queued,
    said,
    settled,
    steps,
)
from tests.faults.invariants import Scan
from tests.faults.shop import Shop

RETURN = "I want to return my shoes and get my money back"
OFFER = "CONGRATULATIONS! You WON a FREE prize"
"""The words of a ticket for a team, and of spam."""
ALWAYS = {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
NEVER: dict[str, object] = {"sun": [["09:00", "17:00"]]}
"""Hours that the tests' Wednesday noon is in, or not."""


def settings(**parts: object) -> Doing:
    """Return a change of the account's settings."""
    return asked("PATCH", "/v1/settings", parts, by="owner")


def switched(who: str, *, on: bool) -> Doing:
    """Return a turn of somebody's own switch."""
    return asked("PUT", "/v1/me/presence", {"online": on}, by=who)


def online(shop: Shop) -> None:
    """Let Alice and Bob come online, in this order."""
    for who in ("alice", "bob"):
        switched(who, on=True)(shop)
        shop.cloud.world.pass_time(seconds=1)
    shop.cloud.settle()


def turns(shop: Shop) -> None:
    """Let Alice and Bob take turns; the first one was Alice's."""
    settings(round_robin={"enabled": True})(shop)
    online(shop)
    shop.receive()


def a_team(name: str) -> Doing:
    """Return what makes a team of both for returns; it comes first, like all of these."""

    def make(shop: Shop) -> None:
        members = [shop.alice.id, shop.bob.id]
        body = {"name": name, "agent_ids": members, "tags": ["returns"], "order": 1}
        shop.done("POST", "/v1/teams", body, by="owner")

    return make


def returns(shop: Shop) -> None:
    """Let a mail for the team wait in the queue."""
    arrives(text=shop.words(RETURN))(shop)


def spam(shop: Shop) -> None:
    """Let an offer wait in the queue."""
    arrives(text=shop.words(OFFER))(shop)


def waiting(shop: Shop) -> None:
    """Let three tickets wait for somebody; Alice and Bob come; the order is queued."""
    settings(round_robin={"enabled": True})(shop)
    for _ in range(3):
        shop.receive()
    for who in ("alice", "bob"):
        switched(who, on=True)(shop)
        shop.cloud.world.pass_time(seconds=1)
    shop.cloud.fold()


def gone(shop: Shop) -> None:
    """Let a mail answer a closed ticket of somebody who was shut out since; Alice is online."""
    settings(round_robin={"enabled": True})(shop)
    asked = {"email": "gus@acme.example", "name": "Gus", "role": "support"}
    gus = shop.done("POST", "/v1/agents", asked, by="owner")["id"]
    settled(shop)
    shop.receive()
    shop.reply()
    shop.done("POST", f"{shop.at}/assign", {"agent_id": gus})
    shop.done("POST", f"{shop.at}/close", {})
    shop.done("POST", f"/v1/agents/{gus}/deactivate", by="owner")
    switched("alice", on=True)(shop)
    settled(shop)
    reply_to = "".join(shop.cloud.posted[-1].mail["Reply-To"].split())
    arrives(to=(reply_to,))(shop)


def unfair(found: Scan) -> Iterator[str]:
    """Return where turns and tickets differ: each draw is one ticket, of whoever it was."""
    handed = 0
    for pool in (row.pk.rpartition("#")[2] for row in found.of(RotationRow)):
        drawn, members = _drawn(found, pool)
        handed += 0 if pool.startswith("+") else drawn.total()
        if drawn != (given := _given(found, pool)):
            yield f"turns of {pool}: {drawn}, tickets {given}"
        if drawn and max(drawn.values()) - min(drawn[each] for each in members) > 1:
            yield f"turns of {pool} are spread over more than one: {drawn}"
    tickets = [t for t in found.tickets.values() if t.assigned_by in ("round_robin", "team")]
    if handed != len(tickets):
        yield f"{len(tickets)} tickets were handed out, {handed} drawn"


def _drawn(found: Scan, pool: str) -> tuple[Counter[str], list[str]]:
    known = rotation.read(found.shop.desk(), pool)
    assert known
    drawn = Counter((known.found(name) or "").partition("@")[0] for name in known.drawn)
    return drawn, [member.partition("@")[0] for member in known.members]


def _given(found: Scan, pool: str) -> Counter[str]:
    tickets = found.tickets.values()
    if pool.startswith("+"):
        return Counter(ticket.team_id for ticket in tickets if ticket.team_id)
    way, team_id = ("round_robin", None) if pool == "account" else ("team", pool)
    return Counter(
        ticket.assignee_id or ""
        for ticket in tickets
        if ticket.assigned_by == way and ticket.team_id == team_id
    )


def has_owners(*whose: str) -> Callable[[Scan], bool]:
    """Return whether tickets, in order of their numbers, are these people's, and turns are fair."""

    def has(found: Scan) -> bool:
        people = {"alice": found.shop.alice.id, "bob": found.shop.bob.id, "": None}
        tickets = sorted(found.tickets.values(), key=lambda ticket: ticket.number)
        assert not (faults := list(unfair(found))), faults
        return [ticket.assignee_id for ticket in tickets] == [people[who] for who in whose]

    return has


def is_greeted(found: Scan) -> bool:
    """Tell whether the visitor was answered once, and has somebody."""
    texts = [m.text for m in found.messages if isinstance(m, Message) and m.is_automatic]
    return len(texts) == 1 and has_owners("alice", "bob")(found)


def is_offline(found: Scan) -> bool:
    """Tell whether Alice has left."""
    return not any(r.is_switched_on for r in found.of(AgentRow) if r.sk == found.shop.alice.id)


GREETING = {"web_chat": {"reply_in_hours": "Hello!"}, "office_hours": {"days": ALWAYS}}
HANDING = (
    queued("new mail in turn", "mail", steps(turns, arrives()), has_owners("alice", "bob")),
    queued("new mail for a team", "mail", steps(online, a_team("A"), settled, returns),
           has_owners("alice")),
    queued("new mail for teams in turn", "mail",
           steps(online, a_team("A"), a_team("B"), settled, returns), has_owners("alice")),
    queued("spam mail", "mail", steps(turns, spam), has_owners("alice", "")),
    queued("new mail out of hours", "mail",
           steps(turns, settings(office_hours={"days": NEVER}), settled, arrives()),
           has_owners("alice", "")),
    http("first chat message in turn", "POST", "/v1/chat/messages", said, by="visitor",
         prepare=steps(turns, settings(**GREETING), settled, chatting), effect=is_greeted),
    queued("drain", "jobs", waiting, has_owners("alice", "bob", "alice")),
    Command(name="roster falls due", act=lambda shop: shop.cloud.sweep(),
            prepare=steps(waiting, lambda shop: shop.cloud.queues["jobs"].clear()),
            effect=has_owners("alice", "bob", "alice")),
    http("no spam after all", "POST", "@/not_spam", effect=has_owners("alice", "bob"),
         prepare=steps(turns, spam, settled, lambda shop: shop.newest())),
    queued("mail to a ticket of somebody gone", "mail", gone, has_owners("alice")),
    http("go offline", "PUT", "/v1/me/presence", {"online": False}, prepare=turns,
         effect=is_offline),
)  # fmt: skip
