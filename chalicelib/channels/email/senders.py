"""Who wrote, and whether the mail service vouches for it."""

import re

from chalicelib.channels.email.mime import mailboxes
from chalicelib.channels.email.mime.headers import Headers
from chalicelib.channels.email.mime.mailboxes import Mailbox
from chalicelib.channels.email.model import Envelope
from chalicelib.channels.model import Sender
from chalicelib.core import addresses

_NO_REPLY = re.compile(
    r"(?:.*[._-])?(?:no|do[._-]?not|dont)[._-]?reply(?:[._+-].*)?@.*|mailer@shopify\.com"
)


def sender_of(headers: Headers, envelope: Envelope) -> Sender:
    """Return the person: From, or who stands behind a robot that speaks for somebody.

    A no-reply address (a shop's contact form) yields to Reply-To, a group's address to
    X-Original-Sender, which groups write. `address` is empty where a mail names nobody.

    Only the service's DMARC verdict vouches, and only for the one address in the one From.
    SPF or DKIM alone say that *some* domain passed, not that it is the domain of From; without
    a DMARC record (GRAY) nobody says so. What the mail's own header says counts for nothing.
    """
    written = mailboxes.listed(headers.first("from"))
    origin = written[0] if written else _fallback(headers, envelope)
    person = _behind(origin, headers, envelope) or origin
    is_plain = len(headers.all("from")) == 1 and mailboxes.is_plain(headers.first("from"))
    is_vouched = envelope.verdicts.get("dmarc") == "PASS" and is_plain and person is origin
    return Sender(address=person.address, name=person.name, is_verified=is_vouched)


def is_no_reply(address: str) -> bool:
    """Tell whether the address says of itself that nobody reads it."""
    return bool(_NO_REPLY.fullmatch(address))


def _behind(origin: Mailbox, headers: Headers, envelope: Envelope) -> Mailbox | None:
    answers = mailboxes.listed(headers.first("reply-to"))
    original = mailboxes.listed(headers.first("x-original-sender"))[:1]
    if original and original[0].address != origin.address:
        is_same = (one for one in answers if one.address == original[0].address)
        return next(is_same, original[0])
    if not is_no_reply(origin.address):
        return None
    people = (one for one in answers if not envelope.is_ours(one.address))
    return next((one for one in people if not is_no_reply(one.address)), None)


def _fallback(headers: Headers, envelope: Envelope) -> Mailbox:
    others = [
        *mailboxes.listed(headers.first("sender")),
        *mailboxes.listed(headers.first("reply-to")),
    ]
    path = addresses.normal(envelope.source or "")
    return next(iter(others), Mailbox(address=path or ""))
