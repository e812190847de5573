"""Many at once, on an engine that is atomic under threads (`make test-engine`)."""

import random
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.accounts import sessions
from chalicelib.core.desk import Caller, CallerKind, Desk
from chalicelib.core.errors import Conflict, DeskhandError, Gone
from chalicelib.messaging import deliver
from chalicelib.table import keys
from chalicelib.table.read import find
from chalicelib.tickets import apply, counts, feed, storage
from chalicelib.tickets.assignment import assign
from chalicelib.tickets.authors import author
from chalicelib.tickets.feed import BadgesRow, Touched
from chalicelib.tickets.model import Message, State, Ticket
from tests.faults.commands import a_link
from tests.faults.invariants import scan, threads_read_as_prefixes, what_was_accepted_is_there_once
from tests.faults.shop import Answer, Shop
from tests.kit.history import History, Operation, assert_linearizable

pytestmark = pytest.mark.engine


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Start all at the same instant; return what each returned or raised, in order."""
    results: list[Any] = [None] * len(works)
    start = threading.Barrier(len(works))

    def run(place: int) -> None:
        start.wait()
        try:
            results[place] = works[place]()
        except Exception as error:
            results[place] = error

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def agent_desk(shop: Shop, number: int) -> Desk:
    """Return the desk of one of many agents."""
    caller = Caller(kind=CallerKind.agent, id=f"agt_{number}", name=f"Agent {number}")
    return replace(shop.desk(), caller=caller)


def assert_whole(shop: Shop) -> None:
    """Check what needs no stream: nothing lost, nothing twice, no gap."""
    found = scan(shop)
    assert list(what_was_accepted_is_there_once(found)) == []
    assert list(threads_read_as_prefixes(found)) == []


def test_sixteen_writers_leave_no_gap_in_a_thread(shop: Shop) -> None:
    shop.receive()

    def write(text: str) -> Callable[[], object]:
        return lambda: shop.done("POST", f"{shop.at}/notes", {"text": text}, by="alice")

    results = at_once(*(write(shop.words("Note")) for _ in range(16)))

    assert [each for each in results if isinstance(each, Exception)] == []
    assert_whole(shop)


def test_two_first_chat_messages_at_once_make_one_ticket(shop: Shop) -> None:
    shop.chat()
    texts = [shop.words() for _ in range(2)]

    at_once(*(lambda text=text: shop.done("POST", "/v1/chat/messages", {"text": text}, by="visitor")
              for text in texts))  # fmt: skip

    assert len(scan(shop).tickets) == 1
    assert_whole(shop)


def test_a_mail_in_the_hands_of_eight_workers_arrives_once(shop: Shop) -> None:
    body = shop.mail()

    results = at_once(*(lambda: shop.cloud.deliver_batch("mail", [body]) for _ in range(8)))

    assert results == [[]] * 8
    assert len(scan(shop).tickets) == 1
    assert_whole(shop)


@pytest.mark.parametrize("count", [2, 10])
def test_requests_at_once_with_one_key_are_one(shop: Shop, count: int) -> None:
    shop.receive()
    text = shop.words("Dear Ada")

    def reply() -> Answer:
        body = {"text": text}
        return shop.ask("POST", f"{shop.at}/replies", body, idempotency_key="k")

    answers = at_once(*(reply for _ in range(count)))

    assert {(answer.status, answer.json["id"]) for answer in answers} == {
        (201, answers[0].json["id"])
    }
    assert sum(not answer.is_replay for answer in answers) == 1
    assert_whole(shop)


def test_of_two_bodies_with_one_key_one_is_refused(shop: Shop) -> None:
    shop.receive()

    def reply(text: str) -> Callable[[], Answer]:
        body = {"text": text}
        return lambda: shop.ask("POST", f"{shop.at}/replies", body, idempotency_key="k")

    first, second = at_once(reply("One."), reply("Two."))

    assert sorted([first.status, second.status]) == [201, 422]
    told = first if first.status == 201 else second
    assert scan(shop).messages[-1].text == told.json["text"]


def test_one_of_five_who_take_a_ticket_has_it(shop: Shop) -> None:
    shop.receive()
    history = History()

    def take(number: int) -> str:
        desk = agent_desk(shop, number)
        by, now = author(desk), desk.now()
        try:
            apply.apply(desk, shop.ticket_id, lambda t: assign(t, by.id, by, now))
        except Conflict as conflict:
            return str(conflict.extra["assignee_id"])
        return by.id

    at_once(*(lambda n=n: history.call("take", take, n) for n in range(5)))

    def step(holder: str, operation: Operation) -> str | None:
        after = holder or f"agt_{operation.args[0]}"
        return after if operation.result == after else None

    assert_linearizable(history, step, "")


@pytest.mark.parametrize("seed", range(20))
def test_taking_and_giving_back_is_linearizable(shop: Shop, seed: int) -> None:
    shop.receive()
    history, chance = History(), random.Random(seed)

    def give(desk: Desk, agent_id: str | None) -> str:
        by, now = author(desk), desk.now()
        try:
            done = apply.apply(desk, shop.ticket_id, lambda t: assign(t, agent_id, by, now))
        except DeskhandError as refusal:
            return f"refused: {refusal.extra.get('assignee_id')}"
        return done.ticket.assignee_id or ""

    def work(number: int, moves: list[bool]) -> None:
        for takes in moves:
            desk = agent_desk(shop, number)
            name, wanted = ("take", desk.caller.id) if takes else ("free", None)
            with history.operation(name, number) as operation:
                operation.result = give(desk, wanted)

    plans = [[chance.random() < 0.6 for _ in range(4)] for _ in range(4)]
    at_once(*(lambda n=n: work(n, plans[n]) for n in range(len(plans))))

    assert_linearizable(history, _assignment, "")


def _assignment(holder: str, operation: Operation) -> str | None:
    agent_id = f"agt_{operation.args[0]}"
    if operation.name == "free":
        return "" if operation.result == "" else None
    if holder in ("", agent_id):
        return agent_id if operation.result == agent_id else None
    return holder if operation.result == f"refused: {holder}" else None


def test_sixteen_intakes_get_sixteen_numbers(shop: Shop) -> None:
    bodies = [shop.mail(sender=f"ada{number}@mail.example") for number in range(16)]

    at_once(*(lambda body=body: shop.cloud.deliver_batch("mail", [body]) for body in bodies))

    numbers = Counter(ticket.number for ticket in scan(shop).tickets.values())
    assert sum(numbers.values()) == len(numbers) == 16
    assert_whole(shop)


def test_a_flood_of_mail_loses_nothing(shop: Shop) -> None:
    bodies = [shop.mail(sender=f"ada{number % 50}@mail.example") for number in range(500)]

    def work(part: list[str]) -> list[str]:
        return [left for at in range(0, len(part), 10)
                for left in shop.cloud.deliver_batch("mail", part[at : at + 10])]  # fmt: skip

    assert at_once(*(lambda n=n: work(bodies[n::8]) for n in range(8))) == [[]] * 8

    assert len(scan(shop).tickets) == 500
    assert_whole(shop)


def test_four_folders_with_doubles_and_disorder_count_right(shop: Shop) -> None:
    seen: list[Ticket] = []
    for _ in range(6):
        shop.receive()
        for path in ("read", "unread", "close", "reopen"):
            seen.append(storage.load(shop.desk(), shop.ticket_id))
            shop.done("POST", f"{shop.at}/{path}", {})
        seen.append(storage.load(shop.desk(), shop.ticket_id))

    def fold(seed: int) -> None:
        records = [*seen, *seen]
        random.Random(seed).shuffle(records)
        for ticket in records:
            _until_done(shop, Touched(ticket_id=ticket.id, ticket=ticket))

    assert at_once(*(lambda seed=seed: fold(seed) for seed in range(4))) == [None] * 4

    badges = find(BadgesRow, keys.badges(shop.account.id), consistent=True)
    assert badges
    assert badges.counts == counts.recount(scan(shop).tickets.values())


def _until_done(shop: Shop, touched: Touched) -> None:
    # The stream brings a batch again that could not be folded.
    for _ in range(20):
        try:
            return feed.fold(shop.desk(), [touched])
        except DeskhandError:
            continue
    raise AssertionError("never folded")


def test_one_of_eight_workers_sends_a_reply(shop: Shop) -> None:
    shop.receive()
    shop.reply()

    results = at_once(*(lambda: deliver.deliver(shop.desk(), shop.ticket_id, 2) for _ in range(8)))

    assert Counter(results) == {State.sent: 1, None: 7}
    assert sum(posted.ref != "invitation" for posted in shop.cloud.posted) == 1
    message = storage.entry_at(shop.desk(), shop.ticket_id, 2, consistent=True)
    assert isinstance(message, Message)
    assert (message.state, message.attempts) == (State.sent, 1)


def test_a_sign_in_link_lets_one_of_eight_in(shop: Shop) -> None:
    a_link(shop)

    results = at_once(*(lambda: sessions.confirm(wiring.desk_for(""), shop.hand) for _ in range(8)))

    assert sum(isinstance(each, sessions.SignedIn) for each in results) == 1
    assert sum(isinstance(each, Gone) for each in results) == 7
