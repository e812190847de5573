"""What Meta's stand-in writes and reads: the JSON of WhatsApp and Instagram."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dev.providers.phones import Said

if TYPE_CHECKING:
    from dev.providers.meta import Page


def inbound(
    page: "Page", person: str, spoken: Said, *, said: Mapping[str, str], file_url: str
) -> dict[str, Any]:
    """Return the delivery of a person's message."""
    if page.channel == "whatsapp":
        return _whatsapp(page, _whatsapp_message(page, person, spoken, said, file_url))
    message: dict[str, Any] = {"mid": spoken.id}
    if spoken.text:
        message["text"] = spoken.text
    if story := said.get("story"):
        message["reply_to"] = {"story": {"url": story, "id": "17990000000000001"}}
    if file_url:
        message["attachments"] = [{"type": "image", "payload": {"url": file_url}}]
    event = message if "unsend" not in said else {"mid": said["unsend"], "is_deleted": True}
    return _instagram(page, person, page.external_id, spoken, {"message": event})


def recipient(asked: Mapping[str, Any]) -> str:
    """Return whom the product writes to."""
    named = asked.get("recipient", asked.get("to", ""))
    return str(named["id"] if isinstance(named, Mapping) else named)


def text(asked: Mapping[str, Any]) -> str:
    """Return what a phone shows."""
    if "message" in asked:
        return str(asked["message"].get("text", ""))
    if asked["type"] == "template":
        return f"[{asked['template']['name']}]"
    part = asked[asked["type"]]
    return str(part.get("body", part.get("caption", "")))


def links(asked: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the files that a phone fetches."""
    if "message" in asked:
        attached = asked["message"].get("attachment")
        return (attached["payload"]["url"],) if attached else ()
    link = asked[asked["type"]].get("link")
    return (link,) if link else ()


def accepted(page: "Page", person: str, said: Said) -> dict[str, Any]:
    """Return what the product is answered."""
    if page.channel == "instagram":
        return {"recipient_id": person, "message_id": said.id}
    return {
        "messaging_product": "whatsapp",
        "contacts": [{"input": person, "wa_id": person}],
        "messages": [{"id": said.id, "message_status": "accepted"}],
    }


def reports(
    page: "Page", person: str, said: Said, *, asked: Mapping[str, Any], fails: bool
) -> list[dict[str, Any]]:
    """Return the deliveries that tell what became of a message."""
    if page.channel == "instagram":
        echo = {"mid": said.id, "text": said.text, "is_echo": True}
        return [_instagram(page, page.external_id, person, said, {"message": echo})]
    states = ["sent", "failed" if fails else "delivered"]
    return [_whatsapp(page, _status(person, said, state, asked)) for state in states]


def _whatsapp_message(
    page: "Page", person: str, spoken: Said, said: Mapping[str, str], file_url: str
) -> dict[str, Any]:
    content: dict[str, Any] = {"type": "text", "text": {"body": spoken.text}}
    if file_url:
        image = {"id": file_url.rpartition("/")[2], "mime_type": "image/png"}
        caption = {"caption": spoken.text} if spoken.text else {}
        content = {"type": "image", "image": {**image, **caption}}
    at = str(int(spoken.at.timestamp()))
    name = said.get("name") or spoken.sender
    return {
        "contacts": [{"wa_id": person, "profile": {"name": name}}],
        "messages": [{"from": person, "id": spoken.id, "timestamp": at, **content}],
    }


def _status(person: str, said: Said, state: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    status: dict[str, Any] = {
        "id": said.id,
        "status": state,
        "timestamp": str(int(said.at.timestamp())),
        "recipient_id": person,
    }
    if own := asked.get("biz_opaque_callback_data"):
        status["biz_opaque_callback_data"] = own
    if state == "failed":
        status["errors"] = [{"code": 131026, "title": "Message undeliverable"}]
    return {"statuses": [status]}


def _whatsapp(page: "Page", parts: dict[str, Any]) -> dict[str, Any]:
    number = {
        "display_phone_number": page.address.removeprefix("+"),
        "phone_number_id": page.external_id,
    }
    value = {"messaging_product": "whatsapp", "metadata": number, **parts}
    entry = {"id": "770000000000001", "changes": [{"field": "messages", "value": value}]}
    return {"object": "whatsapp_business_account", "entry": [entry]}


def _instagram(
    page: "Page", sender: str, receiver: str, said: Said, parts: dict[str, Any]
) -> dict[str, Any]:
    at = int(said.at.timestamp() * 1000)
    ids = {"sender": {"id": sender}, "recipient": {"id": receiver}, "timestamp": at}
    entry = {"id": page.external_id, "time": at, "messaging": [{**ids, **parts}]}
    return {"object": "instagram", "entry": [entry]}
