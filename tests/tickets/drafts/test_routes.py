"""Drafts over HTTP: kept between tabs and devices, and gone once they are sent."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from tests.accounts.shop import Shop
from tests.edge import Edge
from tests.kit.http_world import World


@dataclass
class Tab:
    """A browser's tab, which knows the revision that it saw last."""

    ask: Any
    ticket_id: str
    revision: int = 0

    @property
    def path(self) -> str:
        """Return where the draft is."""
        return f"/v1/tickets/{self.ticket_id}/draft"

    def write(self, text: str, **facts: Any) -> tuple[int, Any]:
        """Save; return status and answer."""
        if_match = f'"{self.revision}"'
        status, answer, _ = self.ask("PUT", self.path, {"text": text, **facts}, If_Match=if_match)
        self.revision = answer.get("revision", self.revision)
        return status, answer

    def read(self) -> Any:
        """Return the draft as it is."""
        return self.ask("GET", self.path)[1]["draft"]

    def send(self, text: str, verb: str = "replies", **facts: Any) -> int:
        """Send; return the status."""
        path = f"/v1/tickets/{self.ticket_id}/{verb}"
        return self.ask("POST", path, {"text": text, **facts})[0]


@pytest.fixture
def tab(ask: Any, ticket_id: str) -> Tab:
    """Return a tab with the ticket open."""
    return Tab(ask, ticket_id)


@pytest.fixture
def other(tab: Tab) -> Tab:
    """Return another tab of the same agent."""
    return Tab(tab.ask, tab.ticket_id)


def test_a_draft_is_there_on_another_device(tab: Tab, other: Tab) -> None:
    facts = {"kind": "note", "attachment_ids": ["upl_1"]}

    assert tab.write("I will ask Bo", **facts)[0] == 200

    draft = other.read()
    assert {**draft, "updated_at": ""} == {
        "text": "I will ask Bo", **facts, "revision": tab.revision, "updated_at": "",
    }  # fmt: skip


def test_it_comes_with_the_thread_for_who_asks(tab: Tab) -> None:
    tab.write("Hello Ann")
    path = f"/v1/tickets/{tab.ticket_id}/messages"

    assert tab.ask("GET", f"{path}?draft=true")[1]["draft"]["text"] == "Hello Ann"
    assert "draft" not in tab.ask("GET", path)[1]


def test_an_older_tab_is_shown_the_newer_words(tab: Tab, other: Tab) -> None:
    tab.write("Hello")
    other.revision = tab.revision
    tab.write("Hello Ann")

    status, problem = other.write("Hell")

    assert (status, problem["code"]) == (409, "draft_moved_on")
    assert problem["draft"]["text"] == tab.read()["text"] == "Hello Ann"


def test_a_tab_that_knows_of_none_does_not_replace_one(tab: Tab, other: Tab) -> None:
    tab.write("Hello")

    assert other.write("")[0] == other.write("H")[0] == 409
    assert tab.read()["text"] == "Hello"


def test_without_a_condition_the_last_one_wins(tab: Tab) -> None:
    tab.write("Hello")

    assert tab.ask("PUT", tab.path, {"text": "Hi"})[0] == 200
    assert tab.read()["text"] == "Hi"


def test_the_same_words_again_are_no_conflict(tab: Tab, other: Tab) -> None:
    tab.write("Hello")

    assert other.write("Hello") == (200, {"revision": tab.revision})


@pytest.mark.parametrize("verb", ["replies", "notes"])
def test_what_is_sent_is_no_draft_any_more(tab: Tab, verb: str) -> None:
    tab.write("Hello Ann")

    assert tab.send("Hello Ann", verb, draft=0) == 201

    assert tab.read() is None


def test_what_was_written_after_the_last_save_is_sent_with_it(tab: Tab) -> None:
    tab.write("Hello")

    assert tab.send("Hello Ann", draft=tab.revision) == 201

    assert tab.read() is None


def test_other_words_stay_when_something_is_sent(tab: Tab, other: Tab) -> None:
    tab.write("Hello")
    old = tab.revision
    tab.write("A long letter")

    assert other.send("Hello", draft=old) == 201

    assert tab.read()["text"] == "A long letter"


def test_a_tab_cannot_bring_back_what_was_sent(tab: Tab, other: Tab, world: World) -> None:
    tab.write("Hello")
    other.revision = tab.revision
    tab.send("Hello", draft=tab.revision)
    world.now += timedelta(seconds=1)

    status, problem = other.write("Hello?")

    assert (status, problem["draft"]) == (409, None)
    other.revision = 0
    assert other.write("And one more thing")[0] == 200


def test_a_draft_begun_anew_is_another(tab: Tab, other: Tab) -> None:
    tab.write("Hello")
    other.revision = tab.revision
    tab.ask("DELETE", tab.path, If_Match=f'"{tab.revision}"')
    tab.revision = 0
    tab.write("Something else")

    assert other.write("Hello!")[0] == 409


def test_only_the_draft_that_was_seen_is_thrown_away(tab: Tab) -> None:
    tab.write("Hello")

    assert tab.ask("DELETE", tab.path, If_Match='"1"')[0] == 409
    assert tab.ask("DELETE", tab.path)[0] == 204
    assert tab.ask("DELETE", tab.path, If_Match=f'"{tab.revision}"')[0] == 204
    assert tab.read() is None


def test_a_draft_is_its_agents_own(tab: Tab, shop: Shop, whole: Edge) -> None:
    tab.write("Hello")
    token = shop.session(shop.hire())
    bob = Tab(partial(whole.call, Authorization=f"Bearer {token}"), tab.ticket_id)

    assert bob.read() is None
    bob.write("Hi")
    assert (tab.read()["text"], bob.read()["text"]) == ("Hello", "Hi")


def test_the_same_key_saves_once(tab: Tab) -> None:
    for text in ("Hello", "Hello"):
        answer = tab.ask("PUT", tab.path, {"text": text}, Idempotency_Key="once")
        assert answer[0] == 200

    assert answer[2]["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/text"),
        ({"text": "x" * 100_001}, "/text"),
        ({"text": "", "kind": "letter"}, "/kind"),
        ({"text": "", "attachment_ids": ["a#b"]}, "/attachment_ids/0"),
        ({"text": "", "attachment_ids": ["a"] * 11}, "/attachment_ids"),
    ],
)
def test_what_is_no_draft_is_refused(tab: Tab, body: dict[str, Any], pointer: str) -> None:
    status, problem, _ = tab.ask("PUT", tab.path, body)

    assert (status, problem["errors"][0]["pointer"]) == (422, pointer)
