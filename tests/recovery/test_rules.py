"""Which rows come back, and as what."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from chalicelib.accounts.model import Notice, Term
from chalicelib.tickets.session import Session, Stage, read, stored
from infra.recovery import rules
from tests.releases.test_releases import kinds

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)


def row(kind: str, sk: str = "-", **more: Any) -> dict[str, Any]:
    texts = {"pk": "A#acc_1#X", "sk": sk, "_t": kind}
    return {**{name: {"S": text} for name, text in texts.items()}, **more}


def test_every_kind_of_row_is_spoken_of() -> None:
    assert set(rules.KINDS) == set(kinds())


@pytest.mark.parametrize(
    ("kind", "alone", "asked", "whole"),
    [
        ("ticket", True, True, True),
        ("message", True, True, True),
        ("macro", False, True, True),
        ("block", False, True, True),
        *((kind, False, True, True) for kind in ("order", "order_place", "shopper_order")),
        ("ledger_order", False, True, True),
        ("listed_talk", False, True, True),
        ("rate", False, False, False),
        ("of a later version", False, True, True),
    ],
)
def test_what_people_delete_comes_back_where_it_is_asked_for(
    kind: str, *, alone: bool, asked: bool, whole: bool
) -> None:
    given = row(kind)

    assert rules.is_wanted(given, NOW, is_whole=False) is alone
    assert rules.is_wanted(given, NOW, also=[kind], is_whole=False) is asked
    assert rules.is_wanted(given, NOW, is_whole=True) is whole


@pytest.mark.parametrize(("sk", "comes"), [("k#agt#d", True), ("s#agt#d", False), ("l#d", False)])
def test_nobody_is_signed_in_again(sk: str, *, comes: bool) -> None:
    given = row("credential", sk)

    assert rules.is_wanted(given, NOW, is_whole=True) is comes
    assert rules.is_wanted(given, NOW, also=["credential"], is_whole=False) is comes
    assert not rules.is_wanted(given, NOW, is_whole=False)


@pytest.mark.parametrize(("seconds", "comes"), [(-1, False), (1, True)])
def test_what_has_expired_stays_away(seconds: int, *, comes: bool) -> None:
    given = row("recorded", expires_at={"N": str(NOW.timestamp() + seconds)})

    assert rules.is_wanted(given, NOW, is_whole=True) is comes


@pytest.mark.parametrize("kind", ["message", "keyword_text"])
@pytest.mark.parametrize(
    ("before", "after"),
    [("queued", "unknown"), ("sending", "unknown"), ("sent", "sent"), ("failed", "failed")],
)
def test_what_may_have_left_is_left_to_a_person(kind: str, before: str, after: str) -> None:
    due: dict[str, Any] = {"due_at": {"S": "2026-05-04T08:00:00.000Z"}, "due_shard": {"S": "D#1"}}
    back = rules.restored(row(kind, state={"S": before}, **due), NOW)

    assert back["state"] == {"S": after}
    assert ("due_at" in back) is (before == after)


@pytest.mark.parametrize(
    ("before", "settled_at", "after"),
    [
        ("pending", None, "unknown"),
        ("unknown", None, "unknown"),
        ("unknown", "2026-05-03T00:00:00.000Z", "unknown"),
        ("done", "2026-05-03T00:00:00.000Z", "done"),
    ],
)
def test_nobody_asks_after_what_may_have_been_withdrawn(
    before: str, settled_at: str | None, after: str
) -> None:
    open_ = {"due_at": {"S": "2026-05-04T08:00:00.000Z"}, "due_shard": {"S": "D#1"}}
    more: dict[str, Any] = {"settled_at": {"S": settled_at}} if settled_at else open_
    back = rules.restored(row("action", state={"S": before}, **more), NOW)

    assert not {"due_at", "due_shard"} & set(back)
    assert back["state"] == {"S": after}
    assert back["settled_at"] == {"S": settled_at or "2026-05-04T09:00:00.000Z"}


def test_no_follow_up_is_mailed_a_second_time() -> None:
    facts = {"f": "2026-05-04T08:00:00.000Z", "q": "2026-05-04T07:00:00.000Z"}
    back = rules.restored(row("ticket", facts={"S": json.dumps(facts)}), NOW)

    assert json.loads(back["facts"]["S"]) == {"q": "2026-05-04T07:00:00.000Z"}


def test_no_customer_is_answered_a_second_time() -> None:
    session = Session(stage=Stage.answering, owes=7, reason="asked")
    facts = {"g": stored(session)}
    back = rules.restored(row("ticket", facts={"S": json.dumps(facts)}), NOW)

    assert read(json.loads(back["facts"]["S"])["g"]) == replace(session, owes=0)


def test_no_owner_is_told_of_a_plan_a_second_time() -> None:
    term = Term(ends_at=NOW, owed=Notice.ending, owed_since=NOW)
    text = msgspec.json.encode(term).decode()
    back = rules.restored(row("account", term={"S": text}), NOW)

    assert msgspec.json.decode(back["term"]["S"], type=Term) == Term(ends_at=NOW)


def test_each_row_says_that_it_came_back() -> None:
    assert rules.restored(row("note"), NOW)["restored_at"] == {"S": "2026-05-04T09:00:00+00:00"}


@pytest.mark.parametrize(
    ("pk", "more", "is_own"),
    [
        ("A#acc_1#T#tkt_1", {}, True),
        ("A#acc_1", {}, True),
        ("A#acc_10#T#tkt_1", {}, False),
        ("X#LINK#h#c", {"account_id": {"S": "acc_1"}}, True),
        ("X#LINK#h#c", {"account_id": {"S": "acc_2"}}, False),
    ],
)
def test_an_accounts_rows_are_known_wherever_they_lie(
    pk: str, more: dict[str, Any], *, is_own: bool
) -> None:
    assert rules.is_of({"pk": {"S": pk}, **more}, "acc_1") is is_own


def test_a_fingerprint_tells_what_rows_say_and_no_more() -> None:
    one, other = row("note", "1", tags={"SS": ["b", "a"]}), row("note", "2", text={"S": "Hi"})
    again = rules.restored(row("note", "1", tags={"SS": ["a", "b"]}), NOW)

    assert rules.fingerprint([one, other]) == rules.fingerprint([other, again])
    assert rules.fingerprint([one]) != rules.fingerprint([other])
