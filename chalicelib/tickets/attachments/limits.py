"""Which files can go out with an answer to a ticket: the channel's word, and its inbox's."""

from chalicelib.channels.media import MediaLimits
from chalicelib.channels.registry import capabilities
from chalicelib.core.desk import Desk
from chalicelib.inboxes import storage as inboxes
from chalicelib.tickets.attachments.rules import limits_at
from chalicelib.tickets.model import Ticket
from chalicelib.tickets.rules.speaking import leaves_by


def of_reply(desk: Desk, ticket: Ticket) -> MediaLimits | None:
    """Return what an answer can bring along now; None where no file can be sent."""
    channel = leaves_by(ticket)
    media = capabilities(channel).media
    if "" in media:
        return media[""]
    # Where a customer wrote to is where the answer comes from.
    inbox = inboxes.at(desk, channel, ticket.inbox)
    return limits_at(media, inbox.provider, inbox.settings) if inbox else None
