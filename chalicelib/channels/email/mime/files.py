"""Attachments: harmless names, and types that the content does not contradict."""

import re

from chalicelib.channels.email.mime.headers import decoded_words
from chalicelib.channels.words import one_line

UNKNOWN = "application/octet-stream"
_MAX_NAME = 150

_SIGNATURES = (
    ("image/png", b"\x89PNG\r\n\x1a\n"),
    ("image/jpeg", b"\xff\xd8\xff"),
    ("image/gif", b"GIF87a"),
    ("image/gif", b"GIF89a"),
    ("application/pdf", b"%PDF-"),
)
_SIGNED = frozenset(name for name, _ in _SIGNATURES) | {"image/webp", "image/jpg", "image/pjpeg"}
_HARMLESS = re.compile(
    r"text/(?:plain|csv|calendar|vcard|x-vcard|rfc822-headers)"
    r"|(?:audio|video)/[a-z0-9.+-]{1,60}"
    r"|image/(?:heic|heif|bmp|tiff|avif)"
    r"|message/(?:rfc822|delivery-status|disposition-notification|feedback-report)"
    r"|application/(?:zip|gzip|json|rtf|msword|ms-tnef|vnd\.ms-[a-z0-9.-]{1,60}"
    r"|vnd\.openxmlformats-officedocument\.[a-z0-9.-]{1,80}"
    r"|vnd\.oasis\.opendocument\.[a-z0-9.-]{1,60}"
    r"|(?:x-)?pkcs7-(?:mime|signature)|pgp-(?:encrypted|signature|keys))"
)
_EXTENSIONS = {
    "message/rfc822": ".eml", "text/plain": ".txt", "text/html": ".html", "text/calendar": ".ics",
    "image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "application/pdf": ".pdf",
    "message/delivery-status": ".txt", "text/rfc822-headers": ".txt", "text/csv": ".csv",
}  # fmt: skip


def true_type(declared: str, content: bytes) -> str:
    """Return the type by the content's first bytes, else the declared one if it is on our list.

    Whatever a browser might run, and whatever claims to be what it is not, is of unknown type.
    """
    for name, signature in _SIGNATURES:
        if content.startswith(signature):
            return name
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    kind = declared.lower()
    return kind if kind not in _SIGNED and _HARMLESS.fullmatch(kind) else UNKNOWN


def safe_name(name: str, content_type: str, number: int) -> str:
    """Return a file name without path, control or invisible characters; one is made if missing."""
    shown = one_line(decoded_words(name))
    plain = re.sub(r"[/\\:*?\"<>|]+", "_", shown).strip(" ._")
    if not plain:
        return f"attachment-{number}{_EXTENSIONS.get(content_type, '.bin')}"
    if len(plain) <= _MAX_NAME:
        return plain
    stem, dot, extension = plain.rpartition(".")
    is_extension = dot and len(extension) <= 10
    return f"{stem[: _MAX_NAME - 11]}.{extension}" if is_extension else plain[:_MAX_NAME]
