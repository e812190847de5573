"""Agents and a chat's visitor see each other type, by the polls that they make anyway."""

from typing import Any

import pytest

from tests.faults.shop import Shop


def feed(shop: Shop, by: str, query: str = "") -> dict[str, Any]:
    return shop.done("GET", f"/v1/feed?after=1&ticket={shop.ticket_id}{query}", by=by)["here"]


def chat(shop: Shop, typing: str) -> bool:
    path = f"/v1/chat/messages?after=0&typing={typing}"
    return shop.done("GET", path, by="visitor")["is_agent_typing"]


@pytest.fixture
def chatting(shop: Shop) -> Shop:
    """Return a shop where a visitor has written."""
    shop.chat()
    shop.say()
    return shop


def test_agents_see_who_else_is_here(chatting: Shop) -> None:
    assert feed(chatting, "alice") == {"agents": [], "customer": {"is_typing": False}}

    bobs = feed(chatting, "bob", "&typing=true")

    assert bobs["agents"] == [{"id": chatting.alice.id, "name": "Alice", "is_typing": False}]
    [bob] = feed(chatting, "alice")["agents"]
    assert (bob["name"], bob["is_typing"]) == ("Bob", True)


def test_agent_and_visitor_see_each_other_type(chatting: Shop) -> None:
    assert chat(chatting, "false") is False
    feed(chatting, "alice", "&typing=true")

    assert chat(chatting, "true") is True
    assert feed(chatting, "bob")["customer"] == {"is_typing": True}
    assert [agent["name"] for agent in feed(chatting, "bob")["agents"]] == ["Alice"]
    chatting.cloud.world.pass_time(seconds=5)
    assert chat(chatting, "false") is False
    assert feed(chatting, "bob")["customer"] == {"is_typing": False}


def test_who_does_not_ask_costs_and_tells_nothing(chatting: Shop) -> None:
    feed(chatting, "alice", "&typing=true")
    before = len(chatting.rows())

    assert "here" not in chatting.done("GET", "/v1/feed?after=1")
    assert chatting.done("GET", "/v1/chat/messages", by="visitor")["is_agent_typing"] is False
    assert len(chatting.rows()) == before


def test_another_shops_ticket_is_not_there(chatting: Shop) -> None:
    foreign = chatting.ticket_id[:-4] + "0000"

    assert chatting.ask("GET", f"/v1/feed?ticket={foreign}").status == 404
