"""Raw mail into what every channel speaks of. Pure; loads parsers, so only workers import it."""

import hashlib
from dataclasses import replace

from chalicelib.channels.email import automatic, read, senders, threads
from chalicelib.channels.email.automatic import Facts
from chalicelib.channels.email.mime import mailboxes, parts
from chalicelib.channels.email.mime.parts import Tree
from chalicelib.channels.email.model import Envelope
from chalicelib.channels.model import Inbound, Kind, Sender
from chalicelib.core import addresses

MAX_SUBJECT = 500


def parse(raw: bytes, envelope: Envelope) -> list[Inbound]:
    """Return one message for each inbox of ours that the mail reached; never raises.

    What cannot be read comes back with the notice `unparsed`, so that somebody sees it. No inbox
    in the envelope: nothing, since nobody could be told.
    """
    inboxes = envelope.inboxes()
    try:
        return _parsed(raw, envelope, inboxes)
    except Exception:  # a stranger's bytes must not stop the queue; the raw mail is kept
        return [_unparsed(raw, envelope, inbox) for inbox in inboxes]


def _parsed(raw: bytes, envelope: Envelope, inboxes: tuple[str, ...]) -> list[Inbound]:
    tree = parts.tree(raw)
    facts = _facts(tree, envelope)
    message = _message(raw, facts, envelope)
    return [
        replace(
            message,
            inbox=inbox,
            tokens=threads.tokens(facts.headers, envelope, inbox),
            is_automatic=bool(reason),
            automatic_reason=reason,
        )
        for inbox in inboxes
        for reason in (automatic.reason(facts, inbox),)
    ]


def _facts(tree: Tree, envelope: Envelope) -> Facts:
    headers = tree.root.headers
    return Facts(
        headers=headers,
        tree=tree,
        subject=headers.text("subject")[:MAX_SUBJECT],
        sender=senders.sender_of(headers, envelope),
        source=envelope.source,
    )


def _message(raw: bytes, facts: Facts, envelope: Envelope) -> Inbound:
    """Return all but what differs from inbox to inbox."""
    headers, sender = facts.headers, facts.sender
    content = read.content_of(raw, facts.tree)
    is_forged = mailboxes.is_lookalike(headers.first("from"), sender.name)
    return Inbound(
        channel=Kind.email,
        inbox="",
        provider_id=threads.message_id(headers) or _digest_id(raw),
        digest=content.digest,
        sender=sender,
        text=content.text,
        quoted=content.quoted,
        html=content.html,
        subject=facts.subject,
        files=content.files,
        thread_ids=threads.thread_ids(headers),
        recipients=threads.recipients(headers, envelope),
        notice=" ".join([*content.notices, *(["lookalike_name"] if is_forged else [])]),
        verdicts=dict(envelope.verdicts),
    )


def _unparsed(raw: bytes, envelope: Envelope, inbox: str) -> Inbound:
    """Only what the envelope knows: it was not written by the sender of the mail."""
    return Inbound(
        channel=Kind.email,
        inbox=inbox,
        provider_id=_digest_id(raw),
        digest=hashlib.sha256(raw).hexdigest(),
        sender=Sender(address=addresses.normal(envelope.source or "") or ""),
        text="",
        recipients=envelope.inboxes(),
        notice="unparsed",
        verdicts=dict(envelope.verdicts),
    )


def _digest_id(raw: bytes) -> str:
    return f"sha256:{hashlib.sha256(raw).hexdigest()}"
