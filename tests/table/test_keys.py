"""Keys: each names its account first, and no text of a stranger leads to another row."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.table import customer_keys, keys

ACCOUNT = "acc_00000000000000000000000001"
TICKET = "tkt_0000000000000000000000T1C1"

# Made of what strangers write: message ids, addresses, handles, names of rates.
FOREIGN: dict[str, Callable[[str], Any]] = {
    "seen": lambda text: keys.seen(ACCOUNT, "email", text),
    "conversation by person": lambda text: keys.conversation(ACCOUNT, "sms", "+1", text),
    "conversation by inbox": lambda text: keys.conversation(ACCOUNT, "sms", text, "+1"),
    "identity": lambda text: customer_keys.identity(ACCOUNT, "email", text),
    "rate": lambda text: keys.rate(ACCOUNT, "mails", text, "1"),
}
OWN: dict[str, keys.Key | str] = {
    "account": keys.account(ACCOUNT),
    "agents": keys.agents(ACCOUNT),
    "agent": keys.agent(ACCOUNT, "agt_1"),
    "credential": keys.credential(ACCOUNT, "session", "agt_1", "d"),
    "events": keys.account_events(ACCOUNT),
    "roster": keys.roster(ACCOUNT),
    "rotation": keys.rotation(ACCOUNT, "account"),
    "ticket": keys.ticket(ACCOUNT, TICKET),
    "entry": keys.entry(ACCOUNT, TICKET, 1),
    "folded": keys.folded(ACCOUNT, TICKET),
    "operation": keys.operation(ACCOUNT, "op"),
    "customer": customer_keys.customer(ACCOUNT, "cus_1"),
    "customer's ticket": customer_keys.customer_ticket(ACCOUNT, "cus_1", TICKET),
    "chat": keys.chat(ACCOUNT, "chs_1"),
    "feed": keys.feed(ACCOUNT),
    "badges": keys.badges(ACCOUNT),
    "views": keys.views(ACCOUNT),
    "job": keys.job(ACCOUNT, "job_1"),
    "by status": keys.by_status(ACCOUNT, "open"),
    "by assignee": keys.by_assignee(ACCOUNT, "open", "agt_1"),
    "by nobody": keys.by_assignee(ACCOUNT, "open", None),
    **{name: make("x") for name, make in FOREIGN.items()},
}


def partition(key: Any) -> str:
    return key if isinstance(key, str) else key[0]


@pytest.mark.parametrize("key", OWN.values(), ids=OWN)
def test_a_key_tells_whose_it_is(key: Any) -> None:
    assert partition(key).startswith(f"A#{ACCOUNT}")
    assert keys.owner(partition(key)) == ACCOUNT
    assert keys.is_of_account(partition(key))


def test_no_two_things_share_a_key() -> None:
    assert len(set(OWN.values())) == len(OWN)


@pytest.mark.parametrize("make", FOREIGN.values(), ids=FOREIGN)
@given(one=st.text(max_size=40), other=st.text(max_size=40))
def test_two_texts_never_make_one_key(make: Callable[[str], Any], one: str, other: str) -> None:
    assert (make(one) == make(other)) == (one == other)


@pytest.mark.parametrize("make", FOREIGN.values(), ids=FOREIGN)
@given(text=st.text(max_size=400) | st.text("#é\ud800", max_size=400))
def test_no_text_leaves_its_place_in_the_key(make: Callable[[str], Any], text: str) -> None:
    made, plain = partition(make(text)), partition(make("x"))

    assert made.count("#") == plain.count("#")
    assert len(made.encode()) <= 2_048


@pytest.mark.parametrize("text", ["x" * 100_000, "\U0001f4a9" * 2_000, "#", "a#b", "\ud800"])
def test_a_text_that_no_key_can_hold_is_taken_by_its_digest(text: str) -> None:
    assert len(keys.seen(ACCOUNT, "email", text)) < 200


@given(st.integers(1, 10**10 - 1), st.integers(1, 10**10 - 1))
def test_entries_sort_as_numbers_and_before_the_head(one: int, other: int) -> None:
    assert (keys.entry_sort(one) < keys.entry_sort(other)) == (one < other)
    assert keys.folded(ACCOUNT, TICKET)[1] < keys.entry_sort(one) < keys.ticket(ACCOUNT, TICKET)[1]


def test_a_partition_tells_what_it_is_of() -> None:
    assert keys.ticket_of(keys.ticket(ACCOUNT, TICKET)[0]) == TICKET
    assert keys.family(keys.ticket(ACCOUNT, TICKET)[0]) == "T"
    assert keys.family(keys.job(ACCOUNT, "job_1")[0]) == "JOB"
    assert keys.family(keys.agents(ACCOUNT)) == "AGENTS"
    assert keys.family(keys.account(ACCOUNT)[0]) == "ACCOUNT"


@given(st.text(max_size=80))
def test_every_row_has_one_shard_of_those_that_are_swept(pk: str) -> None:
    shards = {f"D#{n}" for n in range(keys.DUE_SHARDS)}

    assert keys.due_shard(pk.encode("utf-8", "replace").decode()) in shards


def test_all_shards_are_used() -> None:
    used = {keys.due_shard(f"A#{ACCOUNT}#T#{n}") for n in range(200)}

    assert len(used) == keys.DUE_SHARDS
