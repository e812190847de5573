"""Answering a customer, and refusing to where it makes no sense (decisions 15, 20)."""

from datetime import timedelta

from chalicelib.channels.registry import capabilities
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict
from chalicelib.messaging import present
from chalicelib.routing.reopening import reassigned
from chalicelib.tickets import bodies, policy, replying, storage
from chalicelib.tickets.apply import Done, apply
from chalicelib.tickets.attachments import limits
from chalicelib.tickets.attachments.uploads import Uploads
from chalicelib.tickets.model import Author, Change, Message, Ticket
from chalicelib.tickets.rules import speaking

_SHOWN = 20


def reply(
    desk: Desk, ticket_id: str, by: Author, text: str, *, upload_ids: tuple[str, ...] = (),
    seen_version: int | None = None, hold: timedelta = timedelta(),
) -> Done:  # fmt: skip
    """Queue a public message; Conflict `thread_moved_on` carries what the agent has not seen.

    With a `hold` it leaves so much later, and can be taken back until then.
    """
    now, follows_up = desk.now(), policy.load(desk).follows_up
    uploads = Uploads(desk, upload_ids)

    def decide(ticket: Ticket) -> Change:
        if seen_version is not None and ticket.version != seen_version:
            _refuse_if_unseen(desk, ticket, seen_version)
        if refusal := replying.refusal(desk, ticket):
            raise refusal.as_conflict()
        carries = capabilities(ticket.channel)
        files = uploads.fitting(limits.of_reply(desk, ticket)) if upload_ids else ()
        change = speaking.reply(
            ticket, by, text, now,
            capabilities=carries, follows_up=follows_up, files=files, hold=hold,
        )  # fmt: skip
        uploads.keep()
        return bodies.kept(desk, reassigned(desk, change, now))

    return apply(desk, ticket_id, decide)


def _refuse_if_unseen(desk: Desk, ticket: Ticket, seen_version: int) -> None:
    # Assigning or tagging moves the version too, but is no reason to stop an answer.
    entries = storage.entries_since(desk, ticket.id, seen_version)
    unseen = [e for e in entries if isinstance(e, Message)]
    if unseen:
        raise Conflict(
            f"{len(unseen)} new messages since you opened this ticket.",
            code="thread_moved_on",
            extra={
                "version": ticket.version,
                "messages": [present.entry(desk, e) for e in unseen[-_SHOWN:]],
            },
        )
