"""An order is in the ledger once, as it was last, whoever tells of it and in whatever order."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.core.desk import Desk
from chalicelib.customers.predictions import ledger, storage
from chalicelib.customers.predictions.model import Order
from tests.builders import CUSTOMER
from tests.customers.predictions.orders import NOON, an_order

OTHER = "cus_0000000000000000000000B0B0"
ORDER = an_order()


def test_an_order_is_noted_once(desk: Desk) -> None:
    assert ledger.note(desk, ORDER)
    assert not ledger.note(desk, ORDER)

    assert ledger.of_customer(desk, CUSTOMER) == [ORDER]


def test_the_later_word_counts(desk: Desk) -> None:
    later = replace(ORDER, total_minor=1_500, as_of=NOON)
    ledger.note(desk, later)

    assert not ledger.note(desk, ORDER)
    assert ledger.of_customer(desk, CUSTOMER) == [later]
    assert ledger.note(desk, replace(later, is_cancelled=True))


words = st.lists(
    st.builds(
        lambda total, hours, is_cancelled, currency: replace(
            ORDER,
            total_minor=total,
            currency=currency,
            is_cancelled=is_cancelled,
            as_of=NOON + timedelta(hours=hours),
        ),
        st.integers(0, 3),
        st.integers(0, 2),
        st.booleans(),
        st.sampled_from(["EUR", "JPY"]),
    ),
    min_size=1,
    max_size=5,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(words=words, chance=st.randoms(use_true_random=False))
def test_the_order_of_noting_does_not_matter(
    desk_of: Callable[[str], Desk], words: list[Order], chance: Random
) -> None:
    shuffled = [*words, words[0]]
    chance.shuffle(shuffled)
    found: list[list[Order]] = []
    for account_id, said in (("acc_ledger_1", words), ("acc_ledger_2", shuffled)):
        for word in said:
            ledger.note(desk_of(account_id), word)
        found.append(ledger.of_customer(desk_of(account_id), CUSTOMER))
        ledger.forget(desk_of(account_id), CUSTOMER)

    assert found[0] == found[1]
    assert len(found[0]) == 1


def test_customers_are_forgotten_one_at_a_time(desk: Desk) -> None:
    theirs = an_order("2001", OTHER)
    for order in (ORDER, an_order("1002"), theirs):
        ledger.note(desk, order)

    ledger.forget(desk, CUSTOMER)

    assert ledger.of_customer(desk, CUSTOMER) == []
    assert ledger.of_customer(desk, OTHER) == [theirs]


def test_a_shard_has_whole_customers_and_all_shards_everybody(desk: Desk) -> None:
    orders = [an_order(f"{n}", f"cus_{n % 7:026d}") for n in range(21)]
    for order in orders:
        ledger.note(desk, order)

    shards = [list(ledger.in_shard(desk, shard)) for shard in range(ledger.SHARDS)]

    assert sorted(o.id for shard in shards for o in shard) == sorted(o.id for o in orders)
    for customer_id in {order.customer_id for order in orders}:
        assert sum(any(o.customer_id == customer_id for o in shard) for shard in shards) == 1


def test_the_first_order_lets_an_account_be_looked_at(desk: Desk) -> None:
    assert storage.find_outlook(desk) is None

    ledger.note(desk, ORDER)

    outlook = storage.find_outlook(desk)
    assert outlook
    assert (outlook.looked_at, outlook.fitted, outlook.missing) == (None, None, ())


def test_accounts_keep_their_orders_apart(desk: Desk, desk_of: Callable[[str], Desk]) -> None:
    ledger.note(desk, ORDER)

    assert ledger.of_customer(desk_of("acc_ledger_of_others"), CUSTOMER) == []
