"""A team at work on several tickets, and what the counters should hold of it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from chalicelib.accounts import storage as accounts
from chalicelib.channels.email import CHANNEL
from chalicelib.reports.activity import count, storage
from chalicelib.reports.activity.model import ONE, Cell, Family
from chalicelib.table import keys
from chalicelib.table.read import rows
from chalicelib.tickets import changes, feed
from chalicelib.tickets import storage as tickets
from chalicelib.tickets.assignment import assign
from chalicelib.tickets.due import Policy
from chalicelib.tickets.feed import Touched
from chalicelib.tickets.model import SYSTEM, Attribution, Change, Ticket
from chalicelib.tickets.rules import marking, speaking, states
from tests.accounts.shop import Shop
from tests.builders import NOON, a_message, a_ticket, a_ticket_id, an_agent
from tests.kit.http_world import World
from tests.reports.activity.plain import Line, Plain
from tests.reports.activity.story import AGENTS

TAGS = ("Returns", "vip", "Übergröße")
CAMPAIGNS = ("Spring: 20 %", "late#1")
ALL = (date(2020, 1, 1), date(2100, 1, 1))


def of(campaign: str) -> Attribution:
    """Return that a text answers a campaign."""
    return Attribution(kind="campaign", name=campaign, send_id="", sent_at=NOON)


@dataclass
class Floor:
    """An account, its tickets, and what waits to be told of them."""

    shop: Shop
    world: World
    chance: Random
    tickets: dict[str, Ticket] = field(default_factory=dict)
    holders: dict[str, str] = field(default_factory=dict)
    untold: list[Touched] = field(default_factory=list)

    def open(self, **facts: Any) -> Ticket:
        """Let a new mail come in."""
        number = len(self.tickets) + 1
        now = self.world.now
        head = a_ticket(id=a_ticket_id(number), number=number, sequence=0, created_at=now,
                        updated_at=now, **facts)  # fmt: skip
        self.holders[head.id] = head.assignee_id or ""
        first = a_message(created_at=now)
        return self.commit(speaking.receive(changes.new(head, now), first, CHANNEL.capabilities))

    def act(self) -> None:
        """Let something happen."""
        self.world.pass_time(minutes=self.chance.randint(1, 90) * 10)
        if not self.tickets or self.chance.random() < 0.15:
            self.open(assignee_id=self.chance.choice([None, *AGENTS]))
            return
        acts = (self.write, self.write_of, self.answer, self.answer, self.close, self.close,
                self.fall_asleep, self.reopen, self.assign, self.retag, self.judge)  # fmt: skip
        self.chance.choice(acts)(self.chance.choice(sorted(self.tickets)))

    def write(
        self, ticket_id: str, *, campaign: str | None = None, is_automatic: bool = False
    ) -> None:
        message = a_message(
            created_at=self.world.now,
            is_automatic=is_automatic,
            attribution=of(campaign) if campaign else None,
        )
        draft = changes.change(self.tickets[ticket_id], self.world.now)
        self.commit(speaking.receive(draft, message, CHANNEL.capabilities))

    def write_of(self, ticket_id: str) -> None:
        self.write(ticket_id, campaign=self.chance.choice(CAMPAIGNS))

    def answer(self, ticket_id: str, who: str = "") -> None:
        by = an_agent(who or self.chance.choice(AGENTS))
        ticket = self.tickets[ticket_id]
        self.commit(
            speaking.reply(ticket, by, "Yes.", self.world.now, capabilities=CHANNEL.capabilities)
        )

    def close(self, ticket_id: str) -> None:
        by = an_agent(self.chance.choice(AGENTS))
        self.commit(states.close(self.tickets[ticket_id], by, self.world.now))

    def fall_asleep(self, ticket_id: str) -> None:
        ticket = self.tickets[ticket_id]
        self.commit(states.close(ticket, SYSTEM, self.world.now, because="inactivity"))

    def reopen(self, ticket_id: str) -> None:
        by, ticket = an_agent(self.chance.choice(AGENTS)), self.tickets[ticket_id]
        carries = CHANNEL.capabilities
        self.commit(states.reopen(ticket, by, self.world.now, capabilities=carries))

    def assign(self, ticket_id: str) -> None:
        who, ticket = self.chance.choice([None, *AGENTS]), self.tickets[ticket_id]
        self.commit(assign(ticket, who, an_agent(ticket.assignee_id or ""), self.world.now))

    def retag(self, ticket_id: str) -> None:
        by, ticket = an_agent(), self.tickets[ticket_id]
        add, remove = self.chance.choice(TAGS), self.chance.choice(TAGS)
        self.commit(marking.retag(ticket, by, self.world.now, add=(add,), remove=(remove,)))

    def judge(self, ticket_id: str) -> None:
        ticket = self.tickets[ticket_id]
        is_spam = not ticket.is_spam
        self.commit(marking.judge_spam(ticket, an_agent(), self.world.now, is_spam=is_spam))

    def commit(self, change: Change | changes.Draft) -> Ticket:
        """Write a change; the feed hears of it later."""
        done = change.done() if isinstance(change, changes.Draft) else change
        ticket = tickets.commit(self.shop.desk(), done, Policy())
        self.tickets[ticket.id] = ticket
        self.untold.append(Touched(ticket_id=ticket.id, ticket=ticket))
        return ticket

    def tell(self) -> None:
        """Fold into the feed what waits for that, each ticket's newest once, and some again."""
        newest = {touched.ticket_id: touched for touched in self.untold}
        some = self.chance.sample(list(newest.values()), len(newest))
        for start in range(0, len(some), feed.AT_ONCE):
            feed.fold(self.shop.desk(), some[start : start + feed.AT_ONCE])
        self.untold = []

    def count(self) -> None:
        """Do what the jobs would do one after the other, until nothing is left."""
        self.tell()
        while count.step(self.shop.desk()):
            pass

    def counted(self) -> dict[Line, int]:
        """Return what the counters hold that are shown."""
        desk = self.shop.desk()
        generation = storage.head(desk).shown
        found: dict[Line, int] = {}
        for family in set(Family) - set(ONE.values()):
            channel = "email" if "channel" in family else ""
            for day, subject, amounts in storage.sums(
                desk, generation, family, *ALL, channel=channel
            ):
                for name, amount in amounts.items():
                    found[family.value, subject or channel, day.isoformat(), name] = amount
        for family, subject in self._each():
            sums = storage.sums_of(desk, generation, Cell(family, subject, ALL[0]), ALL[1])
            for day, amounts in sums.items():
                for name, amount in amounts.items():
                    found[family.value, subject, day.isoformat(), name] = amount
        return found

    def _each(self) -> Iterator[tuple[Family, str]]:
        agents = {ticket.assignee_id or "" for ticket in self.tickets.values()} | set(AGENTS)
        yield from ((Family.one_source, f"email:campaign:{name}") for name in CAMPAIGNS)
        teams = {ticket.team_id or "" for ticket in self.tickets.values()}
        yield from ((Family.one_agent, agent) for agent in agents - {""})
        yield from ((Family.one_team, team) for team in teams - {""})
        yield from ((Family.one_tag, tag.casefold()) for tag in TAGS)

    def expected(self) -> dict[Line, int]:
        """Return what they should hold."""
        sums: dict[Line, int] = defaultdict(int)
        for ticket_id, holder in self.holders.items():
            ticket, entries = tickets.ahead(self.shop.desk(), ticket_id, 0)
            calendar = accounts.calendar(self.shop.desk())
            for line, amount in Plain(ticket, entries, holder, calendar).sums().items():
                sums[line] += amount
        return {line: amount for line, amount in sums.items() if amount}

    def rows(self, generation: int) -> int:
        """Return how many counters there are of a generation."""
        pk = keys.counters(self.shop.desk().account_id, f"{generation}.{Family.everything}")
        return len(rows(pk))
