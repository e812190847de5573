"""What a WhatsApp message says, for each type that there is; a reader a type."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from chalicelib.channels.meta.document import identifier
from chalicelib.channels.model import Media
from chalicelib.channels.values import Json, table, tables, text
from chalicelib.channels.words import cleaned, one_line

_MAX_PEOPLE = 20
_MAX_LINES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """`reason` is set for what is no words of their own; `about` names the message meant."""

    text: str = ""
    quoted: str = ""
    media: tuple[Media, ...] = ()
    reason: str = ""
    about: str = ""
    notice: str = ""


def content(message: Json) -> Content | None:
    """Return what it says; `unparsed` for a type that nobody can read, None for no words at all."""
    kind = text(message, "type")
    if kind == "request_welcome":  # somebody looked at the chat, and wrote nothing
        return None
    said = _READERS.get(kind, _unreadable)(message)
    if said is not None and (advert := _advert(table(message, "referral"))):
        said = replace(said, quoted="\n".join(filter(None, (said.quoted, advert))))
    return said


def _text(message: Json) -> Content:
    return Content(text=cleaned(text(table(message, "text"), "body")))


def _media(message: Json) -> Content:
    kind = text(message, "type")
    found = table(message, kind)
    mime = one_line(text(found, "mime_type")).partition(";")[0].strip().lower()
    name = one_line(text(found, "filename")) or _name(kind, mime)
    media_id = identifier(found, "id")
    caption = cleaned(text(found, "caption"))
    if not media_id:
        return Content(text=caption, notice="media_missing")
    return Content(text=caption, media=(Media(name=name, content_type=mime, id=media_id),))


def _name(kind: str, mime: str) -> str:
    ending = _ENDINGS.get(mime, mime.rpartition("/")[2])
    return f"{kind}.{ending}" if ending.isalnum() and ending.isascii() else kind


def _location(message: Json) -> Content:
    place = table(message, "location")
    latitude, longitude = _degrees(place, "latitude", 90), _degrees(place, "longitude", 180)
    lines = [one_line(text(place, name)) for name in ("name", "address")]
    if latitude is None or longitude is None:
        return Content(text="\n".join(filter(None, lines)), notice="unparsed")
    map_url = f"https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}"
    return Content(text="\n".join(filter(None, (*lines, map_url))))


def _degrees(place: Json, name: str, limit: float) -> float | None:
    found = place.get(name)
    if not isinstance(found, int | float | str) or isinstance(found, bool):
        return None
    try:
        degrees = float(found)
    except (ValueError, OverflowError):
        return None
    return degrees if math.isfinite(degrees) and abs(degrees) <= limit else None


def _contacts(message: Json) -> Content:
    people = tables(message, "contacts")[:_MAX_PEOPLE]
    return Content(text="\n".join(filter(None, map(_person, people))))


def _person(contact: Json) -> str:
    name = one_line(text(table(contact, "name"), "formatted_name"))
    reached = [
        one_line(text(one, part))
        for parts, part in (("phones", "phone"), ("emails", "email"))
        for one in tables(contact, parts)[:_MAX_PEOPLE]
    ]
    return ": ".join(filter(None, (name, ", ".join(filter(None, reached)))))


def _button(message: Json) -> Content:
    return Content(text=cleaned(text(table(message, "button"), "text")))


def _interactive(message: Json) -> Content:
    chosen = table(message, "interactive")
    answer = table(chosen, text(chosen, "type"))
    title = text(answer, "title") or text(answer, "body") or text(answer, "response")
    details = text(answer, "description") or text(answer, "response_json")
    said = Content(text=cleaned(title), quoted=cleaned(details))
    return said if said.text or said.quoted else replace(said, notice="unparsed")


def _reaction(message: Json) -> Content:
    found = table(message, "reaction")
    emoji = one_line(text(found, "emoji"))[:20]
    words = f"Reacted with {emoji}" if emoji else "Took a reaction back"
    return Content(text=words, reason="reaction", about=identifier(found, "message_id"))


def _withdrawn(message: Json) -> Content:
    about = identifier(table(message, "revoke"), "original_message_id")
    return Content(text="Took a message back", reason="unsent", about=about)


def _order(message: Json) -> Content:
    order = table(message, "order")
    lines = [cleaned(text(order, "text")), *map(_line, tables(order, "product_items")[:_MAX_LINES])]
    return Content(text="\n".join(filter(None, lines)))


def _line(item: Json) -> str:
    product = one_line(text(item, "product_retailer_id"))
    price = f"{_number(item, 'item_price')} {one_line(text(item, 'currency'))}".strip()
    return f"{_number(item, 'quantity')} x {product}, {price}"


def _number(item: Json, name: str) -> str:
    found = item.get(name)
    return str(found) if isinstance(found, int | float) else ""


def _system(message: Json) -> Content:
    words = cleaned(text(table(message, "system"), "body"))
    return Content(text=words or "Changed their number", reason="number_changed")


def _unreadable(_message: Json) -> Content:
    return Content(notice="unparsed")


def _advert(referral: Json) -> str:
    headline, url = one_line(text(referral, "headline")), one_line(text(referral, "source_url"))
    found = " ".join(filter(None, (headline, url)))
    return f"Came by the advert: {found}" if found else ""


_ENDINGS = {
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "image/jpeg": "jpg",
    "text/plain": "txt",
    "video/3gpp": "3gp",
}
_READERS: dict[str, Callable[[Json], Content | None]] = {
    "text": _text,
    "audio": _media,
    "document": _media,
    "image": _media,
    "sticker": _media,
    "video": _media,
    "location": _location,
    "contacts": _contacts,
    "button": _button,
    "interactive": _interactive,
    "reaction": _reaction,
    "revoke": _withdrawn,
    "order": _order,
    "system": _system,
}
