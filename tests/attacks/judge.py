"""A second opinion on what we made of hostile input, by the standard library's own readers."""

import email
import re
from html.parser import HTMLParser

HARMLESS = re.compile(r"https?://|mailto:|tel:|cid:", re.IGNORECASE)
ATTRIBUTES = frozenset(
    {
        "align", "valign", "bgcolor", "color", "dir", "lang", "title", "alt", "border",
        "cellpadding", "cellspacing", "colspan", "rowspan", "size", "face", "start", "type",
        "style", "class", "width", "height", "href", "target", "rel", "src", "data-src",
    }
)  # fmt: skip
DANGEROUS = frozenset(
    {
        "script", "style", "form", "input", "button", "select", "textarea", "base", "meta", "link",
        "iframe", "object", "embed", "applet", "svg", "math", "template", "frame", "frameset",
        "noscript", "xmp", "plaintext", "audio", "video", "source", "portal",
    }
)  # fmt: skip


class Judge(HTMLParser):
    """Collects what is wrong with clean HTML."""

    def __init__(self) -> None:
        """Nothing is wrong yet."""
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Judge a tag and its attributes."""
        if tag in DANGEROUS:
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            if name not in ATTRIBUTES:
                self.faults.append(f"{tag} {name}")
            if name in ("href", "src", "data-src") and not HARMLESS.match(value or ""):
                self.faults.append(f"{tag} {name}={value}")
            if name == "style" and re.search(r"url|expression|position|@|\\", value or ""):
                self.faults.append(f"{tag} style={value}")
            if name == "src" and not (value or "").startswith("cid:"):
                self.faults.append(f"{tag} loads {value}")

    def handle_comment(self, data: str) -> None:
        """No comment is harmless: some programs run them."""
        self.faults.append(f"<!--{data}")


def faults(html: str) -> list[str]:
    """Return what a browser could be made to do by this HTML."""
    judge = Judge()
    judge.feed(html)
    judge.close()
    return judge.faults


def is_one_header(raw: bytes, forbidden: str) -> bool:
    """Tell whether the mail has no header of that name, and its own body."""
    found = email.message_from_bytes(raw)
    return forbidden not in {name.lower() for name in found} and not found.defects
