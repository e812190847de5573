"""Files that agents send: uploaded as their browser does, fetched as customers' providers do."""

from typing import Any
from urllib.parse import urlsplit

from tests.journeys.server import Answer, Server
from tests.journeys.shop import Agent
from tests.kit.forms import posted

PNG = b"\x89PNG\r\n\x1a\n\x00 a mug \xff--"
BILL = b"%PDF-1.7 a bill"


def upload(
    agent: Agent, content: bytes = PNG, *, name: str = "mug.png", kind: str = "image/png"
) -> str:
    """Upload a file, as the console does; return what an answer names it by."""
    wanted = {"name": name, "content_type": kind, "size": len(content)}
    started = agent.call("POST", "/v1/uploads", wanted).ok()
    form, body = posted(started["fields"], content)
    path = urlsplit(started["url"]).path
    assert agent.server.call("POST", path, body, Content_Type=form).status == 204
    return started["id"]


def answer(agent: Agent, ticket: dict[str, Any], *ids: str, text: str = "") -> dict[str, Any]:
    """Answer with files, and let the answer leave; return it as it is then."""
    sent = agent.do(ticket["id"], "replies", text=text, attachment_ids=list(ids))
    return next(m for m in agent.thread(ticket["id"]) if m["id"] == sent["id"])


def fetched(server: Server, url: str) -> Answer:
    """Return what a link leads to."""
    parts = urlsplit(url)
    assert f"{parts.scheme}://{parts.netloc}" == server.run["base_url"]
    return server.call("GET", f"{parts.path}?{parts.query}")
