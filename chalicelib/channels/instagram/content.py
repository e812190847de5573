"""What an Instagram event says: words, files, story replies, taps, reactions, withdrawals."""

from dataclasses import dataclass

from chalicelib.channels.meta.document import identifier
from chalicelib.channels.model import Media
from chalicelib.channels.values import Json, table, tables, text
from chalicelib.channels.words import cleaned, one_line

_FILES = frozenset({"image", "video", "audio", "file"})
_MENTION = "story_mention"
_MAX_FILES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """`reason` is set for what is no words of their own; `about` names the message meant."""

    provider_id: str
    text: str = ""
    quoted: str = ""
    media: tuple[Media, ...] = ()
    reason: str = ""
    about: str = ""
    notice: str = ""


def content(event: Json) -> Content | None:
    """Return what it says; None for an event that brings no words, such as an opened link."""
    if edit := table(event, "message_edit"):
        return _edited(edit)
    if message := table(event, "message"):
        return _withdrawn(message) if message.get("is_deleted") is True else _written(message)
    if postback := table(event, "postback"):
        return _tapped(postback, event)
    if reaction := table(event, "reaction"):
        return _reacted(reaction, event)
    return None


def _written(message: Json) -> Content:
    attachments = tables(message, "attachments")[:_MAX_FILES]
    kept = [one for one in attachments if text(one, "type") in _FILES]
    media = tuple(filter(None, map(_media, kept)))
    words, context = cleaned(text(message, "text")), _context(message, attachments)
    said = words or context
    return Content(
        provider_id=identifier(message, "mid"),
        text=said,
        quoted=context if words else "",
        media=media,
        about=identifier(table(message, "reply_to"), "mid"),
        notice=_notice(is_empty=not (said or media), is_short=len(media) < len(kept)),
    )


def _notice(*, is_empty: bool, is_short: bool) -> str:
    if is_short:
        return "media_missing"
    return "unparsed" if is_empty else ""


def _media(attachment: Json) -> Media | None:
    url = one_line(text(table(attachment, "payload"), "url"))
    return Media(name=text(attachment, "type"), url=url) if url.startswith("https://") else None


def _context(message: Json, attachments: list[Json]) -> str:
    """Return what the words are about; stories are only linked, since they are to vanish."""
    story = table(table(message, "reply_to"), "story")
    lines = [f"Replied to your story: {_url(story)}".rstrip(": ")] if story else []
    for one in attachments:
        kind, url = one_line(text(one, "type"))[:40], _url(table(one, "payload"))
        if kind == _MENTION:
            lines.append(f"Mentioned you in their story: {url}".rstrip(": "))
        elif kind not in _FILES:
            lines.append(f"Shared ({kind.replace('_', ' ')}): {url}".rstrip(": "))
    return "\n".join(lines)


def _url(source: Json) -> str:
    return one_line(text(source, "url"))


def _edited(edit: Json) -> Content:
    mid, count = identifier(edit, "mid"), edit.get("num_edit")
    return Content(
        provider_id=f"{mid}:edit:{count}" if mid and isinstance(count, int) else "",
        text=cleaned(text(edit, "text")),
        quoted="Edited an earlier message",
        about=mid,
    )


def _withdrawn(message: Json) -> Content:
    mid = identifier(message, "mid")
    return Content(
        provider_id=f"{mid}:unsent" if mid else "",
        text="Took a message back",
        reason="unsent",
        about=mid,
    )


def _tapped(postback: Json, event: Json) -> Content:
    words = cleaned(text(postback, "title")) or cleaned(text(postback, "payload"))
    return Content(
        provider_id=identifier(postback, "mid") or _made_up("postback", event),
        text=words,
        notice="" if words else "unparsed",
    )


def _reacted(reaction: Json, event: Json) -> Content:
    emoji = one_line(text(reaction, "emoji") or text(reaction, "reaction"))[:20]
    is_gone = text(reaction, "action") == "unreact" or not emoji
    return Content(
        provider_id=_made_up("reaction", event),
        text="Took a reaction back" if is_gone else f"Reacted with {emoji}",
        reason="reaction",
        about=identifier(reaction, "mid"),
    )


def _made_up(what: str, event: Json) -> str:
    """Return an id for an event that has none: the same whenever the same event comes."""
    at = event.get("timestamp")
    customer = identifier(table(event, "sender"), "id")
    return f"{what}:{customer}:{at}" if customer and isinstance(at, int) else ""
