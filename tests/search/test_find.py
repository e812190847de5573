"""What is found, in which order, and what is not."""

from datetime import timedelta

import pytest

from chalicelib.core.desk import Desk
from chalicelib.customers.identify import identify
from chalicelib.customers.model import IdentityKind
from chalicelib.search import find as finding
from chalicelib.table import keys
from chalicelib.table.row import Row
from chalicelib.tickets import changes, storage
from chalicelib.tickets.model import Message
from dev.aws.gate import gate
from tests.builders import NOON, a_customer, a_ticket_id, an_agent
from tests.search.shelf import Shelf

LONG = "I have been a customer of yours for many years and was always content. " * 4


def _filled(shelf: Shelf) -> None:
    ann = a_customer(name="Ann Lee", email="ann.lee@home.example", phone="+442079460000")
    bo = a_customer(id="cus_0000000000000000000000B0B0", name="Bo Řehák", email="bo@home.example")
    ticket = shelf.open(7, f"{LONG} My order is DH-100234.", subject="Chipped saucer", customer=ann)
    shelf.write(ticket, "Are you there?")
    shelf.open(8, f"{LONG} The saucer from order 55501 came.", subject="Thanks", customer=bo)
    shelf.open(55501, f"{LONG} 茶碗が割れていました", subject="お茶碗", customer=bo)


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("7", [7]),
        ("#8", [8]),
        ("55501", [55501, 8]),
        ("DH-100234", [7]),
        ("100234", [7]),
        ("ann.lee@home.example", [7]),
        ("lee ann", [7]),
        ("+44 20 7946 0000", [7]),
        ("020 7946 0000", [7]),
        ("rehak", [55501, 8]),
        ("saucer", [7, 8]),
        ("sauc", [7, 8]),
        ("saucer thanks", [8]),
        ("saucer xylophone", [7, 8]),
        ("order content saucer 55501", [8]),
        ("茶碗", [55501]),
        ("割れて", [55501]),
        ("xylophone", []),
        ("!?", []),
    ],
)
def test_the_right_ticket_is_first(shelf: Shelf, question: str, numbers: list[int]) -> None:
    _filled(shelf)
    before = shelf.found(question)
    shelf.index()

    assert shelf.found(question) == numbers
    # What lists show is found at once, what only the thread has when it is indexed.
    assert set(before) <= set(numbers) | {7, 8, 55501}


def test_what_lists_show_is_found_before_it_is_indexed(shelf: Shelf) -> None:
    shelf.index()
    shelf.open(3, "The teapot leaks", subject="A teapot", customer=a_customer(name="Zoë"))

    found = [shelf.found(question) for question in ("3", "teapot", "leaks", "zoe", "ann@home")]

    assert found == [[3]] * 5


def test_it_says_why_and_shows_the_words(shelf: Shelf) -> None:
    _filled(shelf)
    ticket = shelf.open(9, "Hello")
    shelf.note(ticket, "They want a refund for the sieve")
    shelf.index()

    whys = [shelf.answer(q).found[0].reason for q in ("#7", "lee", "chipped", "100234", "sieve")]

    assert [why.field for why in whys] == ["number", "customer", "subject", "message", "note"]
    assert whys[0].excerpt == "#7"
    assert "Ann Lee" in whys[1].excerpt
    assert whys[2].excerpt == "Chipped saucer"
    assert whys[3].excerpt.endswith("DH-100234.")
    assert whys[3].message_id == f"msg_{a_ticket_id(7)[4:]}_1"
    assert "sieve" in whys[4].excerpt


def test_an_address_of_long_ago_leads_to_whom_it_belongs(shelf: Shelf, desk: Desk) -> None:
    owner = identify(desk, IdentityKind.email, "old@home.example")
    shelf.open(4, customer=a_customer(id=owner.id, email="new@home.example"))

    [found] = shelf.answer("Old@home.example").found

    assert (found.ticket.number, found.reason.excerpt) == (4, "old@home.example")


def test_much_spam_does_not_hide_what_is_meant(shelf: Shelf) -> None:
    shelf.open(1, "A saucer", updated_at=NOON - timedelta(days=9))
    for number in range(2, 42):
        shelf.open(number, "A saucer", is_spam=True)
    shelf.index()

    assert shelf.found("saucer")[0] == 1


def test_spam_comes_last_and_the_newest_first_among_equals(shelf: Shelf) -> None:
    for number in (1, 2, 3, 4):
        at = NOON + timedelta(minutes=-number)
        shelf.open(number, "A saucer", is_spam=number == 1, updated_at=at)
    shelf.index()

    assert shelf.found("saucer") == [2, 3, 4, 1]
    assert shelf.found("saucer", limit=2) == [2, 3]


def test_what_was_taken_back_is_not_found(shelf: Shelf) -> None:
    ticket = shelf.open(5)
    said = changes.change(ticket, NOON).add_message(
        an_agent(), channel=ticket.channel, is_inbound=False, text="A secret saucer",
        state=storage.State.queued,
    )  # fmt: skip
    said_ticket = shelf.commit(said.done())
    shelf.index()
    assert shelf.found("secret") == [5]

    [secret] = said.entries
    assert isinstance(secret, Message)
    shelf.commit(
        changes.change(said_ticket, NOON).set(preview="Hello").take_back(secret, an_agent()).done()
    )

    assert shelf.found("secret") == []


def test_what_a_head_no_longer_says_is_not_found(shelf: Shelf) -> None:
    ticket = shelf.open(6, subject="Teapot")
    shelf.index()
    shelf.change(ticket, subject="Kettle")
    shelf.index()

    assert (shelf.found("teapot"), shelf.found("kettle")) == ([], [6])


def test_a_ticket_that_is_gone_is_not_found(shelf: Shelf, desk: Desk) -> None:
    ticket = shelf.open(6, "A saucer")
    shelf.index()
    Row(*keys.ticket(desk.account_id, ticket.id)).delete()

    assert shelf.found("saucer") == []


def test_it_tells_how_far_the_index_goes(shelf: Shelf) -> None:
    assert shelf.answer("saucer").indexed_until == NOON
    shelf.open(1, "A saucer")
    assert shelf.answer("saucer").indexed_until is None
    shelf.index()

    assert shelf.answer("saucer").indexed_until == NOON


def test_a_search_asks_a_few_times_however_many_tickets_there_are(shelf: Shelf) -> None:
    for number in range(1, 30):
        shelf.open(number, f"{LONG} saucer")
    shelf.index()
    shelf.found("saucer")

    with gate.recorded() as calls:
        assert len(shelf.found("saucer")) == finding.MOST

    assert [call.name for call in calls] == [
        "dynamodb.GetItem", "dynamodb.Query", "dynamodb.BatchGetItem", "dynamodb.BatchGetItem",
    ]  # fmt: skip


def test_a_file_that_was_merged_meanwhile_is_looked_for_once_more(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.open(1, "A saucer")
    shelf.index()
    old = finding.storage.load(shelf.desk())
    shelf.open(2, "A saucer")
    shelf.index()
    for file in old.files:
        shelf.desk().files.remove(f"search/{shelf.desk().account_id}/{file.name}")
    _forget_files()
    now = finding.storage.load(shelf.desk())
    answers = iter([old, now])
    monkeypatch.setattr(finding.storage, "load", lambda *_, **__: next(answers))

    assert shelf.found("saucer") == [2, 1]


def _forget_files() -> None:
    finding.storage._remembered = type(finding.storage._remembered)()
