"""Whatever dies or fails while a keyword is done, it is done once and answered at most once."""

from collections.abc import Callable
from functools import partial

import pytest

from tests.faults.shop import Shop
from tests.kit.crash import crash_everywhere, fault_everywhere
from tests.messaging.phone import Phone

pytestmark = pytest.mark.thorough

Words = Callable[[Phone], None]


def keyword(phone: Phone) -> None:
    """Let the same text arrive, as often as it is delivered."""
    phone.text("START", provider_id="one", is_carried=False)


def first_of_all(phone: Phone) -> None:
    """Let somebody text a keyword whom nobody knows."""


def known(phone: Phone) -> None:
    """Let somebody text who has a ticket."""
    phone.text("Hello")


def checked(phone: Phone) -> None:
    """Raise where something was lost, or done twice."""
    texts = [each for each in phone.keyword_texts() if each["keyword"] == "START"]
    answers = [words for words in phone.words if "subscribed" in words]
    assert len(texts) == 1
    assert phone.standing() == {"marketing subscribed", "transactional subscribed"}
    assert (len(answers), texts[0]["answer"]["state"]) in (
        (1, "sent"),
        (0, "unknown"),
        (1, "unknown"),
    )


@pytest.mark.parametrize("before", [first_of_all, known])
def test_a_crash_while_it_is_taken_is_mended(phone: Phone, shop: Shop, before: Words) -> None:
    before(phone)
    world = partial(_again, phone, shop.kept())

    def mend(phone: Phone) -> None:
        keyword(phone)
        phone.shop.cloud.calm()

    crash_everywhere(world, keyword, mend, checked_after(mend))


def test_a_crash_while_it_is_answered_is_mended(phone: Phone, shop: Shop) -> None:
    keyword(phone)
    shop.cloud.fold()
    world = partial(_again, phone, shop.kept())

    def send(phone: Phone) -> None:
        phone.shop.cloud.step("deliver")

    def mend(phone: Phone) -> None:
        phone.shop.cloud.calm(minutes=8)

    crash_everywhere(world, send, mend, checked_after(mend))


@pytest.mark.parametrize("kind", ["lost_reply", "throttle"])
def test_a_faulty_call_is_made_good(phone: Phone, shop: Shop, kind: str) -> None:
    world = partial(_again, phone, shop.kept())

    def check(phone: Phone) -> None:
        phone.shop.cloud.calm()
        checked(phone)

    fault_everywhere(world, keyword, check, kind=kind, call="dynamodb.TransactWriteItems")


def checked_after(mend: Words) -> Words:
    """Return a check that lets everything come to rest before."""

    def check(phone: Phone) -> None:
        mend(phone)
        checked(phone)

    return check


def _again(phone: Phone, kept: Callable[[], Shop]) -> Phone:
    phone.shop, phone.number = kept(), 0
    phone.texts.clear()
    return phone
