"""Made-up lives of a ticket, entry by entry."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.core.hours import Calendar
from chalicelib.tickets.event_names import EventName
from chalicelib.tickets.model import (
    SYSTEM,
    Attribution,
    Author,
    AuthorType,
    Entry,
    Message,
    State,
    Status,
    Tag,
    Ticket,
)
from tests.builders import a_message, a_ticket, a_writer, an_agent, an_answer, an_event

AGENTS = ("agt_a", "agt_b", "agt_c")
MACHINE = Author(type=AuthorType.customer_agent, id="ai")
GRID = timedelta(minutes=10)
WEEK = dict.fromkeys(
    ("mon", "tue", "wed", "thu", "fri"), (("09:00", "12:00"), ("13:00", "17:30"))
) | {"sat": (("22:00", "02:00"),)}


def hours(zone: str = "UTC", *, is_always: bool = False, holidays: Any = ()) -> Calendar:
    """Return a week with lunch, and a night shift on Saturday."""
    days = None if is_always else WEEK
    return Calendar(zone=ZoneInfo(zone), days=days, holidays=frozenset(holidays))


@dataclass
class Story:
    """A ticket's life so far; each step keeps what a reader would see after it."""

    now: datetime
    ticket: Ticket = field(default_factory=lambda: a_ticket(sequence=0))
    entries: list[Entry] = field(default_factory=list)
    seen: list[tuple[Ticket, tuple[Entry, ...]]] = field(default_factory=list)

    def step(self, what: str, who: str = AGENTS[0], after: int = 1) -> "Story":
        """Do one thing, so many steps of the grid later."""
        self.now += after * GRID
        getattr(self, what)(who)
        self.ticket = replace(self.ticket, sequence=len(self.entries))
        self.seen.append((self.ticket, tuple(self.entries)))
        return self

    def ask(self, _: str) -> None:
        self._say(a_message())
        if self.ticket.status is Status.closed:
            self.ticket = replace(self.ticket, status=Status.open)
            self._happen(EventName.reopened, a_writer())

    def ask_of(self, who: str) -> None:
        """Answer a campaign, whose name may have a colon."""
        told = Attribution(kind="campaign", name=f"c:{who}", send_id="", sent_at=self.now)
        self.ask(who)
        at = max(n for n, entry in enumerate(self.entries) if isinstance(entry, Message))
        self.entries[at] = replace(self.entries[at], attribution=told)

    def ask_in_vain(self, _: str) -> None:
        """Write into what stays closed."""
        self._say(a_message())

    def machine_mail(self, _: str) -> None:
        self._say(a_message(is_automatic=True))

    def answer(self, who: str) -> None:
        self.reopen(who)
        self._say(an_answer(author=an_agent(who), state=State.sent))

    def answer_held(self, who: str) -> None:
        self.reopen(who)
        self._say(an_answer(author=an_agent(who), state=State.queued))

    def withdraw(self, who: str) -> None:
        for place, entry in enumerate(self.entries):
            if isinstance(entry, Message) and entry.state is State.queued:
                self.entries[place] = an_event(
                    sequence=entry.sequence, name=EventName.withdrawn, details={},
                    author=an_agent(who), created_at=entry.created_at,
                )  # fmt: skip

    def leave(self, _: str) -> None:
        """Let what waits leave."""
        self.entries = [
            replace(entry, state=State.sent)
            if isinstance(entry, Message) and entry.state is State.queued else entry
            for entry in self.entries
        ]  # fmt: skip

    def autorespond(self, _: str) -> None:
        self._say(an_answer(author=SYSTEM, is_automatic=True, state=State.sent))

    def ai_answer(self, _: str) -> None:
        self._say(an_answer(author=MACHINE, state=State.sent))

    def close(self, who: str) -> None:
        self._close(an_agent(who))

    def close_quietly(self, _: str) -> None:
        self._close(SYSTEM)

    def close_by_ai(self, _: str) -> None:
        self._close(MACHINE)

    def reopen(self, who: str) -> None:
        if self.ticket.status is Status.closed:
            self.ticket = replace(self.ticket, status=Status.open)
            self._happen(EventName.reopened, an_agent(who))

    def assign(self, who: str) -> None:
        before = self.ticket.assignee_id
        if before != who:
            more = {"before": before} if before else {}
            self.ticket = replace(self.ticket, assignee_id=who)
            self._happen(EventName.assigned, an_agent(), agent_id=who, **more)

    def unassign(self, _: str) -> None:
        if before := self.ticket.assignee_id:
            self.ticket = replace(self.ticket, assignee_id=None)
            self._happen(EventName.unassigned, an_agent(), agent_id=before)

    def tag(self, who: str) -> None:
        fresh = Tag(name=f"t-{who}")
        kept = [tag for tag in self.ticket.tags if tag != fresh]
        self.ticket = replace(self.ticket, tags=(*kept, fresh))

    def untag(self, _: str) -> None:
        self.ticket = replace(self.ticket, tags=self.ticket.tags[1:])

    def team(self, who: str) -> None:
        self.ticket = replace(self.ticket, team_id=f"team-{who}")

    def judge(self, _: str) -> None:
        self.ticket = replace(self.ticket, is_spam=not self.ticket.is_spam)

    def _say(self, message: Message) -> None:
        self.entries.append(replace(message, sequence=len(self.entries) + 1, created_at=self.now))

    def _happen(self, name: EventName, by: Author, **details: str) -> None:
        self.entries.append(an_event(sequence=len(self.entries) + 1, name=name, author=by,
                                     details=details, created_at=self.now))  # fmt: skip

    def _close(self, by: Author) -> None:
        if self.ticket.status is Status.open:
            self.ticket = replace(self.ticket, status=Status.closed)
            self._happen(EventName.closed, by)


STEPS = ("ask", "ask", "ask_of", "ask_of", "answer", "answer", "answer", "close", "close",
         "close_quietly",
         "close_by_ai", "reopen", "machine_mail", "autorespond", "ai_answer", "assign", "unassign",
         "tag", "untag", "team", "judge", "answer_held", "withdraw", "leave",
         "ask_in_vain")  # fmt: skip
