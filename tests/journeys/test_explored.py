"""What nobody thought of: every operation, for an owner, an agent and a visitor, by schemathesis.

Whatever is sent, nothing breaks, and what is answered is what the description says.
"""

from typing import Any

import pytest

from tests.journeys.server import Server
from tests.journeys.shop import Shop
from tests.kit.explored import Explorer

pytestmark = [
    pytest.mark.thorough,
    # What a request of the library's leaves open is not ours to close.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
EXAMPLES = 3


@pytest.fixture
def things(shop: Shop) -> dict[str, str]:
    """Return one thing of each kind that can be made by asking for it."""
    owner, ticket = shop.owner, shop.first_mail()
    made = {
        "macro_id": ("/v1/macros", {"title": "Hello", "text": "Hi {{first_name}}"}),
        "view_id": ("/v1/views", {"name": "Mine"}),
        "team_id": ("/v1/teams", {"name": "Returns", "agent_ids": [owner.id]}),
        "article_id": ("/v1/knowledge", {"title": "Returns", "text": "30 days."}),
        "block_id": ("/v1/blocks", {"kind": "email", "value": "spam@mail.example"}),
        "job_id": ("/v1/tickets/bulk", {"action": "read", "ids": [ticket["id"]]}),
        "upload_id": ("/v1/uploads", {"name": "a.png", "content_type": "image/png", "size": 3}),
    }
    ids = {name: owner.call("POST", path, body).ok()["id"] for name, (path, body) in made.items()}
    entry = owner.thread(ticket["id"])[0]["id"]
    own = {"ticket_id": ticket["id"], "customer_id": ticket["customer"]["id"], "message_id": entry}
    return {**ids, **own, "agent_id": shop.invite("zoe").id}


def explorer(server: Server, token: str, things: dict[str, str], *, wanted: str = "") -> Explorer:
    description: dict[str, Any] = server.call("GET", "/v1/openapi.json").ok()
    base_url = f"http://127.0.0.1:{server.port}"
    return Explorer(description, base_url, token, things, EXAMPLES, wanted)


def test_an_owner_finds_nothing_broken(server: Server, shop: Shop, things: dict[str, str]) -> None:
    owner = explorer(server, shop.owner.key, things)
    owner.explore()

    assert owner.found == {}
    silent = [label for label, answered in owner.statuses.items() if answered <= {401}]
    assert [label for label in silent if "/v1/chat/" not in label] == []


def test_an_agent_finds_nothing_broken(server: Server, shop: Shop, things: dict[str, str]) -> None:
    agent = explorer(server, shop.invite("alice").key, things)
    agent.explore()

    assert agent.found == {}


def test_a_visitor_finds_nothing_broken(server: Server, shop: Shop, things: dict[str, str]) -> None:
    shop.set(web_chat={"enabled": True})
    visitor = explorer(server, shop.visitor().token, things, wanted="/v1/chat/")
    visitor.explore()

    assert visitor.found == {}
    assert min(visitor.statuses["GET /v1/chat/messages"]) == 200
