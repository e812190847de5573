"""Sending by WhatsApp, and fetching files that customers sent."""

from collections.abc import Mapping
from typing import Any

from chalicelib.channels.meta import graph
from chalicelib.channels.model import File, Media, MediaLink, Outgoing, Template
from chalicelib.channels.values import tables, text
from chalicelib.channels.whatsapp.kinds import KINDS
from chalicelib.core.desk import Desk
from chalicelib.core.errors import DeliveryFailed, Uncertain
from chalicelib.inboxes.graph import FACEBOOK

MAX_CAPTION = 1024


def send(desk: Desk, outgoing: Outgoing) -> str:
    """Return WhatsApp's id of the last part; raise DeliveryFailed, Unavailable or Uncertain."""
    inbox = graph.inbox_of(desk, outgoing.inbox_id)
    url = f"{FACEBOOK}/{inbox.external_id}/messages"
    answer = graph.post_all(desk, inbox, url, contents(outgoing))
    for message in tables(answer, "messages"):
        if provider_id := text(message, "id"):
            return provider_id
    raise Uncertain("WhatsApp took the message and gave no id.")


def contents(outgoing: Outgoing) -> tuple[Mapping[str, Any], ...]:
    """Return what is posted, in order: mostly one; more where files bring no caption along."""
    common: dict[str, Any] = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        # Comes back with each report of what became of it.
        "biz_opaque_callback_data": outgoing.message_id,
        **_recipient(outgoing.recipient),
    }
    return tuple({**common, **part} for part in _parts(outgoing))


def fetch(desk: Desk, inbox_id: str, media: Media) -> File:
    """Return a file that a message names: its id leads to an address that lives for minutes."""
    inbox = graph.inbox_of(desk, inbox_id)
    url = f"{FACEBOOK}/{media.id}?phone_number_id={inbox.external_id}"
    place = text(graph.get(desk, inbox, url), "url")
    if not graph.is_metas(place):
        raise DeliveryFailed("The file lies with nobody that we know.", permanent=True)
    return graph.file(desk, media, place, graph.bearer(desk, inbox))


def _recipient(address: str) -> dict[str, str]:
    if address.startswith("+"):
        return {"to": address.removeprefix("+")}
    return {"recipient": address}


def _parts(outgoing: Outgoing) -> list[dict[str, Any]]:
    if outgoing.template is not None:
        return [{"type": "template", "template": _template(outgoing.template)}]
    files = [_file(link) for link in outgoing.media]
    words = outgoing.text
    if len(files) == 1 and files[0]["type"] != "audio" and 0 < len(words) <= MAX_CAPTION:
        files[0][files[0]["type"]]["caption"] = words
        return files
    return [*files, {"type": "text", "text": {"body": words}}] if words else files


def _file(link: MediaLink) -> dict[str, Any]:
    kind = KINDS.get(link.content_type, "document")
    named = {"filename": link.name} if kind == "document" and link.name else {}
    return {"type": kind, kind: {"link": link.url, **named}}


def _template(template: Template) -> dict[str, Any]:
    gaps = [{"type": "text", "text": words} for words in template.variables]
    body = {"components": [{"type": "body", "parameters": gaps}]} if gaps else {}
    return {"name": template.name, "language": {"code": template.language}, **body}
