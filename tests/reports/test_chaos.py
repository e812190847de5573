"""Counters against a plain sum, when the stream stutters, overtakes itself and workers die."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from chalicelib.accounts.settings import change
from chalicelib.core.errors import Unavailable
from chalicelib.reports import storage
from chalicelib.reports.fold import fold
from chalicelib.table import keys
from chalicelib.table.read import rows
from dev.aws.faults import Faults
from dev.aws.gate import gate
from tests.accounts.shop import Shop
from tests.builders import NOON
from tests.kit.crash import crash_everywhere, dying, fault_everywhere
from tests.kit.http_world import World
from tests.kit.seeds import seeds
from tests.kit.waits import skipped_waits
from tests.marketing.texts import Phone
from tests.reports.history import Line, Weeks, lines
from tests.reports.tape import Tape

pytestmark = pytest.mark.any_engine
ZONE = "America/New_York"
Records = list[dict[str, Any]]


@pytest.fixture
def weeks(shop: Shop, phone: Phone, world: World) -> Callable[[int], Weeks]:
    """Return a maker of histories in a zone where the clock is turned back meanwhile."""
    change.patch(shop.desk(), {"office_hours": {"time_zone": ZONE}})
    phone.capabilities = replace(phone.capabilities, reply_window=None)

    def make(seed: int) -> Weeks:
        return Weeks(shop=shop, phone=phone, world=world, chance=Random(seed), zone=ZoneInfo(ZONE))

    return make


def counted(shop: Shop) -> dict[Line, Decimal]:
    return lines(storage.sums(shop.desk(), NOON.date() - timedelta(days=9), date(2100, 1, 1)))


def without_days(sums: dict[Line, Decimal]) -> dict[tuple[str, ...], Decimal]:
    total: dict[tuple[str, ...], Decimal] = defaultdict(Decimal)
    for (_, *line), amount in sums.items():
        total[tuple(line)] += amount
    return dict(total)


def overtaken(records: Records, chance: Random) -> Records:
    """Return them in another order; DynamoDB keeps that of each row."""
    by_row: dict[str, Records] = defaultdict(list)
    for record in records:
        by_row[str(record["Keys"])].append(record)
    rows, found = list(by_row.values()), Records()
    while rows:
        row = chance.choice(rows)
        found.append(row.pop(0))
        rows = [each for each in rows if each]
    return found


def stuttering(records: Records, chance: Random) -> list[Records]:
    """Return batches; some come again, right away or much later."""
    batches: list[Records] = []
    while records:
        size = chance.randint(1, 12)
        batches.append(records[:size])
        records = records[size:]
        if chance.random() < 0.4:
            batches.append(chance.choice(batches))
    return batches


@pytest.mark.acceptance(118, 122)
@pytest.mark.parametrize("seed", seeds(1, of=3))
def test_whatever_the_stream_does_the_counters_are_the_sum(
    weeks: Callable[[int], Weeks], tape: Tape, shop: Shop, seed: int
) -> None:
    history = weeks(seed)
    history.pass_by(50)
    chance = Random(seed)

    for batch in stuttering(overtaken(tape.records, chance), chance):
        if chance.random() < 0.3:  # the worker dies somewhere, and the batch comes again
            with dying(chance.choice(("before", "after")), chance.randint(1, 12)):
                fold(shop.desk(), batch)
        fold(shop.desk(), batch)

    assert counted(shop) == history.expected()


@pytest.mark.thorough
def test_the_histories_have_all_that_is_counted(weeks: Callable[[int], Weeks]) -> None:
    history = weeks(0)
    history.pass_by(90)

    assert {name for _, _, name in history.expected()} == {
        "received", "replies", "texts", "messages", "links", "clicks", "orders", "revenue_EUR",
        "revenue_USD",
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(2))
def test_counted_while_things_go_on_it_is_the_same(
    weeks: Callable[[int], Weeks], tape: Tape, shop: Shop, seed: int
) -> None:
    history, done = weeks(seed), 0
    for _ in range(3):
        history.pass_by(6)
        batch, done = tape.records[done:], len(tape.records)
        with tape.stopped():
            fold(shop.desk(), batch)

    assert counted(shop) == history.expected()


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(2))
def test_even_in_no_order_at_all_no_total_is_wrong(
    weeks: Callable[[int], Weeks], tape: Tape, shop: Shop, seed: int
) -> None:
    history = weeks(seed)
    history.pass_by(40)
    records = list(tape.records)
    Random(seed).shuffle(records)

    for batch in stuttering(records, Random(seed)):
        fold(shop.desk(), batch)

    assert without_days(counted(shop)) == without_days(history.expected())


@pytest.mark.thorough
def test_what_the_stream_lost_is_made_good_by_the_next_record(
    weeks: Callable[[int], Weeks], tape: Tape, shop: Shop
) -> None:
    history = weeks(5)
    history.pass_by(40)
    sends = [r for r in tape.records if r.get("NewImage", {}).get("_t", {}).get("S") == "send"]
    newest = {str(record["Keys"]): record for record in tape.records}

    fold(shop.desk(), [*sends, *newest.values()])

    assert without_days(counted(shop)) == without_days(history.expected())


class First(Random):
    """Chooses what comes first."""

    def choice(self, seq: Any) -> Any:
        return seq[0]


@pytest.fixture
def story(weeks: Callable[[int], Weeks], tape: Tape) -> Weeks:
    """Return one of everything, in one ticket."""
    del tape  # it runs already
    history = weeks(0)
    history.chance = First()
    for step in (history.send, history.write, history.answer, history.click, history.buy):
        history.world.pass_time(minutes=5)
        step()
    return history


def test_a_worker_that_dies_at_any_call_counts_nothing_twice(
    story: Weeks, tape: Tape, shop: Shop
) -> None:
    records = tape.records[:]

    def run(_: Shop) -> None:
        fold(shop.desk(), records)

    crash_everywhere(lambda: emptied(shop, tape), run, run, lambda _: balanced(shop, story))


@pytest.mark.parametrize("kind", ["lost_reply", "conflict"])
def test_writes_that_fail_or_whose_answer_is_lost_count_once(
    story: Weeks, tape: Tape, shop: Shop, kind: str
) -> None:
    records = tape.records[:]

    def run(_: Shop) -> None:
        fold(shop.desk(), records)

    call = "dynamodb.TransactWriteItems"
    with skipped_waits():
        fault_everywhere(
            lambda: emptied(shop, tape), run, lambda _: balanced(shop, story), kind=kind, call=call
        )


@pytest.mark.thorough
def test_a_table_that_stays_busy_is_tried_again_later(
    weeks: Callable[[int], Weeks], tape: Tape, shop: Shop
) -> None:
    history = weeks(1)
    history.pass_by(10)
    faults = Faults()
    faults.inject("dynamodb.TransactWriteItems", "conflict", times=7)

    with gate.around(faults), skipped_waits(), pytest.raises(Unavailable):
        fold(shop.desk(), tape.records)


def balanced(shop: Shop, history: Weeks) -> None:
    """Say that the counters are the plain sum."""
    assert counted(shop) == history.expected()


def emptied(shop: Shop, tape: Tape) -> Shop:
    """Forget all that was counted, so that it can be counted anew."""
    desk = shop.desk()
    sends = {tuple(r["Keys"][n]["S"] for n in ("pk", "sk")) for r in tape.records}
    tickets = {keys.ticket_of(pk) for pk, _ in sends if keys.family(pk) == "T"}
    marks = [keys.counted(keys.ticket(desk.account_id, each)) for each in tickets]
    marks += [keys.counted(place) for place in sends if place[1].startswith("SEND#")]
    with tape.stopped():
        counters = rows(keys.counters(desk.account_id, storage.ATTRIBUTION))
        for pk, sk in [*marks, *((row.pk, row.sk) for row in counters)]:
            storage.Row(pk=pk, sk=sk).delete()
    return shop
