"""`/v1/search`: what it takes, what it answers, and to whom."""

from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

import app
from chalicelib.accounts import guards, rules
from chalicelib.accounts.model import Role
from chalicelib.core.desk import Desk
from chalicelib.search.routes import LONGEST, routes
from tests.builders import a_caller
from tests.edge import Edge, admit, edge
from tests.search.shelf import Shelf


@pytest.fixture
def support(desk: Desk, shelf: Shelf) -> Edge:
    """Return the route as an agent of the account meets it."""
    shelf.open(1, "The saucer is chipped")
    caller = a_caller(permissions=rules.permissions(Role.support))
    return edge(routes, admit(desk.account_id, caller))


def ask(edge: Edge, **query: Any) -> tuple[int, Any]:
    status, answer, _ = edge.call("GET", f"/v1/search?{urlencode(query)}")
    return status, answer


def test_a_ticket_is_found_with_its_reason(support: Edge, shelf: Shelf) -> None:
    shelf.index()

    status, answer = ask(support, q="saucer")

    [found] = answer["data"]
    assert (status, found["number"], found["subject"]) == (200, 1, "Where is it?")
    assert found["match"]["field"] == "message"
    assert found["match"]["excerpt"] == "The saucer is chipped"
    assert answer["indexed_until"].endswith("Z")


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({}, "/q"),
        ({"q": ""}, "/q"),
        ({"q": "   "}, "/q"),
        ({"q": "x" * (LONGEST + 1)}, "/q"),
        ({"q": "x", "limit": 21}, "/limit"),
        ({"q": "x", "limit": 0}, "/limit"),
        ({"q": "x", "sort": "best"}, "/sort"),
    ],
)
def test_a_question_has_words_and_an_end(support: Edge, query: Any, pointer: str) -> None:
    status, problem = ask(support, **query)

    assert (status, problem["code"]) == (400, "invalid_query")
    assert [fault["pointer"] for fault in problem["errors"]] == [pointer]


@given(text=st.text(max_size=LONGEST))
def test_whatever_is_asked_is_answered(text: str) -> None:
    from chalicelib.search import terms

    assert len(terms.asked(text)) <= terms.MAX_WORDS


def test_who_may_not_read_tickets_may_not_look_for_them(desk: Desk) -> None:
    stranger = edge(routes, admit(desk.account_id, a_caller()))

    assert ask(stranger, q="saucer")[0] == 403


def test_another_account_finds_nothing_of_it(support: Edge, shelf: Shelf) -> None:
    caller = a_caller(permissions=rules.permissions(Role.owner))
    theirs = edge(routes, admit("acc_00000000000000000000F0RE1G", caller))
    questions = ("1", "saucer", "ann@home.example", "Ann")
    before = [ask(theirs, q=question)[1]["data"] for question in questions]
    shelf.index()

    assert before == [ask(theirs, q=question)[1]["data"] for question in questions] == [[]] * 4
    assert all(ask(support, q=question)[1]["data"] for question in questions)


def test_the_guard_is_that_of_the_list() -> None:
    assert ("chalicelib.search.routes:routes", guards.agent) in app.TABLE
