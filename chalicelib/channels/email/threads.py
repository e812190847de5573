"""Hints to the ticket that a mail belongs to; never its subject, never its words."""

import re
from collections.abc import Iterable

from chalicelib.channels.email.mime import mailboxes
from chalicelib.channels.email.mime.headers import Headers, decoded_words
from chalicelib.channels.email.model import Envelope, inbox_of
from chalicelib.core import addresses

MAX_IDS = 100
MAX_TOKENS = 10
_MAX_ID = 400
_ID = re.compile(r"<\s*+([^<>\s]{1,400})\s*+>")
_BARE_ID = re.compile(r"[^<>\s,;]{1,300}@[^<>\s,;]{1,100}")
_TOKEN = re.compile(r"[A-Za-z0-9._=-]{1,128}")
_ADDRESSED = ("to", "cc", "delivered-to", "x-forwarded-to", "x-original-to", "envelope-to")
_SES = re.compile(r"([0-9a-f-]{20,80})@(?:[a-z0-9-]{1,30}\.)?amazonses\.com")


def message_id(headers: Headers) -> str:
    """Return the mail's own id without brackets, or an empty string."""
    return next(iter(_ids(headers.first("message-id"))), "")[:_MAX_ID]


def thread_ids(headers: Headers) -> tuple[str, ...]:
    """Return the ids of earlier mails, nearest first: In-Reply-To, then References backwards.

    Where the mail service made the id of ours, the bare id that it had told us comes along.
    """
    nearest = [one for value in headers.all("in-reply-to") for one in _ids(value)]
    older = [one for value in headers.all("references") for one in _ids(value)]
    found = list(dict.fromkeys(nearest + older[::-1]))[:MAX_IDS]
    bare = (match[1] for match in map(_SES.fullmatch, found) if match)
    return tuple(dict.fromkeys([*found, *bare]))


def tokens(headers: Headers, envelope: Envelope, inbox: str) -> tuple[str, ...]:
    """Return the plus-parts of our addresses, as written; those of this inbox first."""
    ours = [one for one in _addressed(headers, envelope) if envelope.is_ours(one)]
    ours.sort(key=lambda one: inbox_of(one).lower() != inbox)
    found = (addresses.parts(one)[1] for one in ours)
    return tuple(dict.fromkeys(one for one in found if _TOKEN.fullmatch(one)))[:MAX_TOKENS]


def recipients(headers: Headers, envelope: Envelope) -> tuple[str, ...]:
    """Return every address that the mail went to, normalised."""
    named = (addresses.normal(one) for one in _addressed(headers, envelope))
    return tuple(dict.fromkeys(one for one in named if one))[: mailboxes.MAX_MAILBOXES]


def _addressed(headers: Headers, envelope: Envelope) -> list[str]:
    values: Iterable[str] = (value for name in _ADDRESSED for value in headers.all(name)[:20])
    listed = [one.raw for value in values for one in mailboxes.listed(value)]
    return [one.strip() for one in envelope.recipients] + listed


def _ids(value: str) -> list[str]:
    # Ids as long as the mail service's are wrapped into encoded words by some programs.
    value = decoded_words(value)
    return _ID.findall(value) or _BARE_ID.findall(value)[:1]
